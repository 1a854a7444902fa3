"""What cameras write into pictures does not come in, and the pixels stay as they are."""

import io

import pytest
from PIL import Image, ImageChops

from members.files.checks import check_upload

from .samples import made, upload

CANARY = b"Kanarie 59.3293 18.0686"


def colourful() -> Image.Image:
    return Image.radial_gradient("L").resize((64, 48)).convert("RGB")


def exif(orientation: int | None = None) -> Image.Exif:
    tags = Image.Exif()
    tags[0x010E] = CANARY.decode()  # description
    tags.get_ifd(0x8825)[1] = "N"  # the place
    if orientation:
        tags[0x0112] = orientation
    return tags


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + CANARY + b"</x:xmpmeta>"
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def with_metadata(extension: str, **options) -> bytes:
    return made(
        lambda output: colourful().save(output, FORMATS[extension], **{"exif": exif(), "xmp": XMP} | options)
    )


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"progressive": True}])
def test_metadata_goes_and_every_pixel_stays(extension, options):
    content = with_metadata(extension, **options)
    assert CANARY in content
    checked = check_upload(upload(f"a.{extension}", content))
    kept = checked.content.read()
    assert CANARY not in kept and b"Exif" not in kept and b"xmpmeta" not in kept
    with Image.open(io.BytesIO(kept)) as after, Image.open(io.BytesIO(content)) as before:
        assert not after.getexif() and after.format == FORMATS[extension]
        assert ImageChops.difference(after.convert("RGB"), before.convert("RGB")).getbbox() is None


@pytest.mark.parametrize("extension", ["jpg", "webp"])
def test_a_picture_that_exif_turns_is_turned(extension):
    content = with_metadata(extension, exif=exif(orientation=6))
    with Image.open(check_upload(upload(f"a.{extension}", content)).content) as after:
        assert after.size == (48, 64)
        assert not after.getexif()


@pytest.mark.parametrize("extension", FORMATS)
def test_what_lies_behind_a_picture_stays_out(extension):
    content = with_metadata(extension) + CANARY + b"PK\x03\x04"
    assert CANARY not in check_upload(upload(f"a.{extension}", content)).content.read()


def test_a_colour_profile_stays():
    profile = b"profile" * 30
    content = with_metadata("jpg", icc_profile=profile, comment=CANARY)
    kept = check_upload(upload("a.jpg", content)).content
    with Image.open(kept) as after:
        assert after.info["icc_profile"] == profile
        assert "comment" not in after.info


def test_an_animation_keeps_its_frames():
    frames = [colourful(), colourful().rotate(90)]
    content = made(
        lambda output: frames[0].save(
            output, "WEBP", save_all=True, append_images=frames[1:], duration=80, xmp=XMP
        )
    )
    kept = check_upload(upload("a.webp", content)).content
    assert CANARY not in kept.read()
    with Image.open(kept) as after:
        assert after.n_frames == 2
