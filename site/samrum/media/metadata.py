"""Takes out of an uploaded picture what its camera or program wrote into it."""

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, ImageSequence

# What a picture needs to look right; the rest of what it carries is dropped.
KEPT = ("icc_profile", "transparency")
# Said in so many words, because some of Pillow's writers else repeat what they read.
NOTHING = {"exif": b"", "xmp": b"", "comment": b""}
QUALITY = {"JPEG": 90, "WEBP": 90}


def without_metadata(file: IO[bytes]) -> BytesIO:
    """The picture in `file`, written anew without EXIF (the place!), XMP, comments and text chunks.

    The orientation that EXIF carried is applied to the pixels. Animations keep their frames and tempo. Of the
    several pictures in one JPEG file that some telephones make (MPO) the first stays.
    Raises OSError, SyntaxError or ValueError when the picture is damaged.
    """
    file.seek(0)
    output = BytesIO()
    with Image.open(file) as picture:
        image_format = "JPEG" if picture.format == "MPO" else picture.format or "PNG"
        options: dict = dict(NOTHING)
        if quality := QUALITY.get(image_format):
            options["quality"] = quality
        if image_format != "JPEG" and getattr(picture, "is_animated", False):
            durations = []
            for frame in ImageSequence.Iterator(picture):
                frame.load()  # WebP tells the duration of a frame only then
                durations.append(frame.info.get("duration", 0))
            picture.seek(0)
            options |= {"save_all": True, "duration": durations, "loop": picture.info.get("loop", 1)}
            if "loop" not in picture.info and image_format == "GIF":
                del options["loop"]  # a GIF without the word plays once
            picture.save(output, image_format, **options)
        else:
            upright = ImageOps.exif_transpose(picture)
            upright.info = {name: upright.info[name] for name in KEPT if name in upright.info}
            kept = {str(name): value for name, value in upright.info.items()}
            upright.save(output, image_format, **options, **kept)
    output.seek(0)
    return output


def pixels(file: IO[bytes]) -> int:
    """How many pixels the picture claims to have, in all its frames; nothing is decoded.

    Raises DecompressionBombError far beyond what Pillow thinks sane, OSError when it is no picture.
    """
    file.seek(0)
    with Image.open(file) as picture:
        return picture.width * picture.height * getattr(picture, "n_frames", 1)


def check_readable(file: IO[bytes]) -> None:
    """Raises OSError, SyntaxError or ValueError when the picture cannot be decoded to its end."""
    file.seek(0)
    with Image.open(file) as picture:
        for frame in ImageSequence.Iterator(picture):
            frame.load()
    file.seek(0)
