"""What becomes of an uploaded picture: no trace of the camera, upright; damaged ones are refused in words."""

import io
import json
import struct
import zlib

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms, PngImagePlugin

from samrum.media.models import SamrumImage

pytestmark = pytest.mark.django_db
SECRETS = (b"Canon", b"Fotograf Exempel", b"hemlig")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("bild@example.org", "samrum-demo"))
    return client


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x010F] = "Canon"
    data[0x8298] = "Fotograf Exempel"
    data[0x0112] = orientation
    data.get_ifd(0x8825)[1] = "N"
    data.get_ifd(0x8825)[2] = (59.0, 19.0, 45.0)
    return data


def encoded(picture: Image.Image, image_format: str, **options) -> bytes:
    output = io.BytesIO()
    picture.save(output, image_format, **options)
    return output.getvalue()


def stored(content: bytes, name: str) -> SamrumImage:
    image = SamrumImage(title="Bild", file=ContentFile(content, name=name))
    image.save()
    image.refresh_from_db()
    return image


def opened(image: SamrumImage) -> Image.Image:
    with image.file.open("rb") as file:
        content = file.read()
    assert image.file_size == len(content)
    assert not any(secret in content for secret in SECRETS), "a trace of camera or owner"
    picture = Image.open(io.BytesIO(content))
    picture.load()
    assert (image.width, image.height) == picture.size
    assert not picture.getexif()
    assert "xmp" not in picture.info and "comment" not in picture.info
    return picture


@pytest.mark.parametrize(("image_format", "name"), [("JPEG", "a.jpg"), ("WEBP", "a.webp"), ("PNG", "a.png")])
def test_place_camera_and_owner_are_gone(image_format, name):
    original = encoded(Image.new("RGB", (40, 20), "red"), image_format, exif=exif(), xmp=b"<x>hemlig</x>")
    assert b"Canon" in original
    assert opened(stored(original, name)).size == (40, 20)


def test_comment_of_a_jpeg_is_gone():
    opened(stored(encoded(Image.new("RGB", (4, 4)), "JPEG", comment=b"hemlig"), "a.jpg"))


def test_text_of_a_png_is_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Fotograf Exempel")
    info.add_itxt("XML:com.adobe.xmp", "hemlig")
    assert not opened(stored(encoded(Image.new("RGB", (4, 4)), "PNG", pnginfo=info), "a.png")).info


def test_orientation_is_applied_to_the_pixels():
    picture = Image.new("RGB", (40, 20), "blue")
    picture.paste("red", (0, 0, 20, 20))
    upright = opened(stored(encoded(picture, "JPEG", exif=exif(orientation=6)), "a.jpg"))
    assert upright.size == (20, 40)
    assert upright.getpixel((10, 5))[0] > 200  # what was left is on top
    assert upright.getpixel((10, 35))[2] > 200


@pytest.mark.parametrize(("image_format", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp")])
def test_animation_keeps_frames_and_tempo(image_format, name):
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    options = {"comment": b"hemlig"} if image_format == "GIF" else {"exif": exif(), "xmp": b"hemlig"}
    original = encoded(
        frames[0],
        image_format,
        save_all=True,
        append_images=frames[1:],
        duration=[100, 200, 300],
        loop=0,
        **options,
    )
    picture = opened(stored(original, name))
    assert picture.n_frames == 3
    durations = []
    for number in range(3):
        picture.seek(number)
        picture.load()
        durations.append(picture.info["duration"])
    assert durations == [100, 200, 300]
    assert picture.info["loop"] == 0
    assert picture.convert("RGB").getpixel((4, 4))[2] > 200


def test_a_gif_that_plays_once_still_does():
    frames = [Image.new("P", (8, 8), number) for number in range(2)]
    picture = opened(
        stored(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50), "a.gif")
    )
    assert "loop" not in picture.info


def test_the_second_picture_of_a_telephone_leaves_no_place_behind():
    views = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    for view in views:
        view.encoderinfo = {}
    original = encoded(views[0], "MPO", save_all=True, append_images=views[1:], exif=exif().tobytes())
    assert b"Canon" in original and Image.open(io.BytesIO(original)).format == "MPO"
    assert opened(stored(original, "a.jpg")).format == "JPEG"


def test_cmyk_keeps_its_colours():
    picture = opened(
        stored(encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", exif=exif()), "a.jpg")
    )
    assert picture.mode == "CMYK"
    red, green, blue = picture.convert("RGB").getpixel((4, 4))
    assert red > 200 and green < 60 and blue < 60


def test_palette_and_transparency_are_kept():
    picture = Image.new("P", (4, 4), 0)
    picture.putpalette([255, 0, 0, 0, 255, 0] + [0] * 762)
    picture.paste(1, (0, 0, 2, 4))
    result = opened(stored(encoded(picture, "PNG", transparency=0), "a.png"))
    assert result.mode == "P"
    assert result.convert("RGBA").getpixel((0, 0)) == (0, 255, 0, 255)
    assert result.convert("RGBA").getpixel((3, 3))[3] == 0


def test_colour_profile_is_kept():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = opened(stored(encoded(Image.new("RGB", (4, 4)), "JPEG", icc_profile=profile), "a.jpg"))
    assert picture.info["icc_profile"] == profile


def test_saving_again_does_not_touch_the_file():
    image = stored(encoded(Image.new("RGB", (4, 4)), "JPEG"), "a.jpg")
    before = image.file.name, image.file.size
    image.title = "Annan"
    image.save()
    assert (image.file.name, image.file.size) == before


def flood(side: int) -> bytes:
    """A small PNG that claims to be `side` times `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


GOOD = encoded(Image.new("RGB", (40, 20), "red"), "JPEG", exif=exif(orientation=6))
REFUSED = {
    "flood.png": flood(12_000),
    "bomb.png": flood(60_000),
    "cut.jpg": encoded(Image.effect_noise((200, 200), 80), "JPEG")[:5000],
    "cut.png": flood(200),
    "empty.png": b"",
    "page.png": b"<html><script>alert(1)</script></html>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "moving.png": encoded(
        Image.new("RGB", (8, 8), "red"),
        "PNG",
        save_all=True,
        append_images=[Image.new("RGB", (8, 8), "blue")],
    ),
    "gif.jpg": encoded(Image.new("P", (4, 4)), "GIF"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_pictures_are_refused_in_words(editor, name):
    response = editor.post(
        reverse("wagtailimages:add"),
        {"title": "Bild", "file": SimpleUploadedFile(name, REFUSED[name]), "collection": 1},
    )
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not SamrumImage.objects.exists()


@pytest.mark.parametrize("name", REFUSED)
def test_bad_pictures_are_refused_in_words_when_many_are_sent(editor, name):
    response = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": name, "files[]": SimpleUploadedFile(name, REFUSED[name]), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        answer = json.loads(response.content)
        assert answer["success"] is False
        assert answer["error_message"].strip()
    assert not SamrumImage.objects.exists()


def test_a_picture_sent_by_itself(editor):
    editor.post(
        reverse("wagtailimages:add"),
        {"title": "Bild", "file": SimpleUploadedFile("a.jpg", GOOD), "collection": 1},
    )
    image = SamrumImage.objects.get()
    assert opened(image).size == (20, 40)
    assert image.title == "Bild"


def test_a_picture_sent_among_many(editor):
    response = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Bild", "files[]": SimpleUploadedFile("a.jpg", GOOD), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert json.loads(response.content)["success"] is True
    assert opened(SamrumImage.objects.get()).size == (20, 40)


def test_a_picture_sent_from_a_page(editor):
    response = editor.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Bild",
            "image-chooser-upload-file": SimpleUploadedFile("a.jpg", GOOD),
            "image-chooser-upload-collection": 1,
        },
    )
    assert response.status_code == 200
    assert opened(SamrumImage.objects.get()).size == (20, 40)


def test_a_picture_replaced_is_cleaned_too(editor):
    image = stored(encoded(Image.new("RGB", (4, 4)), "JPEG"), "a.jpg")
    response = editor.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Bild", "file": SimpleUploadedFile("b.jpg", GOOD), "collection": 1},
    )
    assert response.status_code == 302
    image.refresh_from_db()
    assert opened(image).size == (20, 40)


def test_pictures_are_answered_publicly_and_for_long(client):
    image = stored(GOOD, "a.jpg")
    response = client.get(image.get_rendition("width-10").url)
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert client.get("/media/../samrum.sqlite3").status_code in (400, 404)
