"""Pictures of the demo, drawn by the loader: calm shapes in the colours of the house."""

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

PAPER, INK, PINE, MOSS, AMBER = "#f6f1e7", "#22261f", "#1f4d3a", "#8fa68e", "#d39a3a"
SIZE = (1600, 900)
# Drawn larger and scaled down, which smooths the edges.
SCALE = 2


def round_table(draw: ImageDraw.ImageDraw) -> None:
    """A table seen from above with chairs around it, one of them free."""
    cx, cy = SIZE[0] * SCALE // 2, SIZE[1] * SCALE // 2
    draw.ellipse((cx - 420, cy - 420, cx + 420, cy + 420), fill=PINE)
    draw.ellipse((cx - 300, cy - 300, cx + 300, cy + 300), outline=MOSS, width=10)
    for number in range(10):
        angle = 2 * pi * number / 10 + 0.3
        x, y = cx + 600 * cos(angle), cy + 600 * sin(angle)
        box = (x - 90, y - 90, x + 90, y + 90)
        if number == 7:
            draw.ellipse(box, outline=AMBER, width=16)
        else:
            draw.ellipse(box, fill=MOSS)


def town_hall(draw: ImageDraw.ImageDraw) -> None:
    """A town hall in the evening with light in some windows."""
    width, height = SIZE[0] * SCALE, SIZE[1] * SCALE
    draw.rectangle((0, height - 320, width, height), fill=MOSS)
    draw.rectangle((700, 760, 2500, height - 320), fill=PINE)
    draw.polygon([(640, 760), (1600, 420), (2560, 760)], fill=INK)
    draw.rectangle((1500, 180, 1700, 520), fill=PINE)
    draw.polygon([(1470, 180), (1600, 40), (1730, 180)], fill=INK)
    for row in range(2):
        for column in range(8):
            lit = (row * 8 + column) % 5 == 2
            x, y = 810 + column * 205, 850 + row * 260
            draw.rectangle((x, y, x + 110, y + 170), fill=AMBER if lit else PAPER)


def paths(draw: ImageDraw.ImageDraw) -> None:
    """Many paths that meet in one."""
    width, height = SIZE[0] * SCALE, SIZE[1] * SCALE
    for number in range(9):
        start = 120 + number * (height - 240) / 8
        points = []
        for step in range(101):
            share = step / 100
            ease = share * share * (3 - 2 * share)
            points.append((share * width * 0.72, start + (height / 2 - start) * ease))
        draw.line(
            points, fill=AMBER if number == 4 else (PINE if number % 2 else MOSS), width=26, joint="curve"
        )
    draw.line([(width * 0.72, height / 2), (width, height / 2)], fill=PINE, width=60)
    draw.ellipse((width * 0.72 - 80, height / 2 - 80, width * 0.72 + 80, height / 2 + 80), fill=PINE)


def ensure_image(title: str, description: str, drawing: Callable[[ImageDraw.ImageDraw], None]):
    """The image with this title, drawn when it is missing."""
    images = get_image_model().objects
    if image := images.filter(title=title).first():
        return image
    picture = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), PAPER)
    drawing(ImageDraw.Draw(picture))
    buffer = BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return images.create(
        title=title,
        description=description,
        file=ContentFile(buffer.getvalue(), name=f"{drawing.__name__}.png"),
    )
