"""Draw the icons of the home screen from the motif of static/favicon.svg: ``python -m scripts.icons``.

The pictures are committed; run this again only when the motif or its colours change.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "icons"
INK, PAPER = "#145f67", "#fffdf9"
UNITS = 32  # the favicon's viewBox
OVERSAMPLED = 8  # Pillow draws hard edges: draw large, then shrink
# Ring, dots and line width of the favicon, in its units.
CENTRE, RING, LINE = 16.0, 12.0, 2.6
GAP_DEGREES = 38.3  # the ring is open by this angle to either side of the right
DOTS = [(16.0, 16.0, 4.5), (26.0, 16.0, 1.8)]
# How much of the picture's side the motif's 32 units take: launchers may cut a maskable icon down to
# a circle of 80 % of the side, and the ring must stay inside it.
WHOLE, MASKABLE = 0.80, 0.62
CORNER = 0.22  # of the side

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">\
<rect width="40" height="40" rx="8.8" fill="{ink}"/>\
<g transform="translate(4 4)" fill="none" stroke="{paper}" stroke-width="2.6" stroke-linecap="round">\
<path d="M25.5 8.5A12 12 0 1 0 25.5 23.5"/><circle cx="16" cy="16" r="4.5" fill="{paper}" stroke="none"/>\
<circle cx="26" cy="16" r="1.8" fill="{paper}" stroke="none"/></g></svg>
"""


def draw(side: int, share: float, *, rounded: bool) -> Image.Image:
    """One square icon.

    Args:
        side: pixels of a side.
        share: part of the side that the motif's viewBox takes.
        rounded: transparent corners; without them the colour reaches every edge.
    """
    large = side * OVERSAMPLED
    picture = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, large - 1, large - 1), large * CORNER if rounded else 0, fill=INK)
    unit = large * share / UNITS
    shift = (large - unit * UNITS) / 2

    def disc(x: float, y: float, radius: float) -> None:
        left, top = shift + (x - radius) * unit, shift + (y - radius) * unit
        pen.ellipse((left, top, left + 2 * radius * unit, top + 2 * radius * unit), fill=PAPER)

    outer = RING + LINE / 2
    box = [shift + (CENTRE - outer) * unit] * 2 + [shift + (CENTRE + outer) * unit] * 2
    pen.arc(box, GAP_DEGREES, 360 - GAP_DEGREES, fill=PAPER, width=round(LINE * unit))
    for angle in (math.radians(GAP_DEGREES), math.radians(-GAP_DEGREES)):
        disc(CENTRE + RING * math.cos(angle), CENTRE + RING * math.sin(angle), LINE / 2)
    for x, y, radius in DOTS:
        disc(x, y, radius)
    shrunk = picture.resize((side, side), Image.Resampling.LANCZOS)
    # Two colours and the steps between them: a palette is a third of the bytes.
    return shrunk.quantize(64, Image.Quantize.FASTOCTREE)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "app.svg").write_text(SVG.format(ink=INK, paper=PAPER))
    for side in (192, 512):
        draw(side, WHOLE, rounded=True).save(FOLDER / f"app-{side}.png", optimize=True)
        draw(side, MASKABLE, rounded=False).save(FOLDER / f"app-maskable-{side}.png", optimize=True)
    # iOS rounds the corners itself and paints transparent ones black.
    draw(180, WHOLE, rounded=False).save(FOLDER / "apple-touch-icon.png", optimize=True)


if __name__ == "__main__":
    main()
