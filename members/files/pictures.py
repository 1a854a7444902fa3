"""Pictures without what cameras write into them (place, owner), and none that costs our memory."""

import threading
from typing import Any

from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from samrum.media import metadata
from samrum.media.segments import CLEANERS

from .refusal import Refused

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = {"png": ["PNG"], "jpg": ["JPEG"], "jpeg": ["JPEG"], "webp": ["WEBP"]}
ORIENTATION = 0x0112  # the tag of EXIF
# A large picture takes up to 200 MB while it is decoded: one at a time.
_one_at_a_time = threading.Lock()


def cleaned(file: Any, extension: str) -> ContentFile:
    """The picture without metadata, pixel for pixel; only one that EXIF turns is written anew. Raises Refused."""
    if file.size > MOST_BYTES:
        raise Refused(
            _("A picture may be at most %(most)s.") % {"most": filesizeformat(MOST_BYTES)}, "too_big"
        )
    try:
        file.seek(0)
        # The header alone: nothing is decoded before the pixels are counted.
        with Image.open(file, formats=FORMATS[extension]) as picture:
            if picture.width * picture.height * getattr(picture, "n_frames", 1) > MOST_PIXELS:
                raise _too_many()
            cleaner = CLEANERS.get(picture.format or "")
            is_upright = cleaner is None or picture.getexif().get(ORIENTATION, 1) in (0, 1)
        with _one_at_a_time:
            if cleaner and is_upright:
                metadata.check_readable(file)
                content = cleaner(file.read())
            else:
                content = metadata.without_metadata(file).read()
    except Image.DecompressionBombError as error:
        raise _too_many() from error
    except UnidentifiedImageError as error:
        raise Refused(
            _("The content is not what the name says (%(type)s).") % {"type": extension}, "other_content"
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(
            _("The picture cannot be read: the file seems to be damaged. Save it anew and try again."),
            "damaged",
        ) from error
    return ContentFile(content, name=f"picture.{extension}")


def _too_many() -> Refused:
    return Refused(
        _("The picture has too many pixels: more than %(most)s million. Make it smaller and try again.")
        % {"most": MOST_PIXELS // 1_000_000},
        "pixels",
    )
