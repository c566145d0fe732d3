"""Draw the atlas: `python -m scripts.atlas.build` rewrites static/atlas/*.svg and lesions/atlas/regions.json.

Needs numpy and shapely (development dependencies), which the application itself does not: the pictures and their table are in the repository.

Every view is drawn the same way: the silhouette is a closed smooth curve through hand-placed anatomical points; cuts
and islands divide it; a seed point says which face is which site; each border is fitted with Bezier curves once and
used by both neighbours, so the regions tile without gaps; lines (creases, nails, hair) go on top.
"""

# mypy: ignore-errors
# ruff: noqa: E501

import json
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import Polygon

from scripts.atlas.body import body_back, body_front
from scripts.atlas.curves import _bezier
from scripts.atlas.ear import ear
from scripts.atlas.face import face
from scripts.atlas.feet import foot_sole, foot_top
from scripts.atlas.hands import hand_back, hand_palm

ROOT = Path(__file__).resolve().parents[2]
VIEWS = (body_front, body_back, face, ear, hand_palm, hand_back, foot_top, foot_sole)
PHONE = 360  # CSS pixels


def polygon(rings):
    """The region as drawn, with its curves sampled finely."""
    shape = Polygon()
    for ring in rings:
        points = np.vstack([_bezier(segment, np.linspace(0, 1, 12))[:-1] for segment in ring])
        shape = shape.symmetric_difference(Polygon(points).buffer(0))
    return shape


def measure(view):
    """Region records of one view; fails when the regions overlap or leave gaps."""
    shapes = {identity: polygon(rings) for identity, rings in view.regions.items()}
    items = list(shapes.items())
    overlap = sum(a.intersection(b).area for i, (_, a) in enumerate(items) for _, b in items[i + 1 :])
    gap = view.figure.difference(shapely.union_all(list(shapes.values()))).area
    print(
        f"{view.name}: {len(items)} regions, overlap {overlap / view.figure.area:.4%}, gaps {gap / view.figure.area:.4%}"
    )
    if overlap > 0.0005 * view.figure.area or gap > 0.005 * view.figure.area:
        raise ValueError(f"{view.name}: the regions do not tile the figure")
    records = []
    for (key, side), shape in items:
        widest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
        radius = shapely.maximum_inscribed_circle(widest, tolerance=0.5)
        x, y = radius.coords[0]  # the middle of the widest place: always inside the region
        records.append(
            {
                "id": f"{key}-{side}" if side else key,
                "key": key,
                "side": side or "none",
                "x": round(x, 1),
                "y": round(y, 1),
                "touch": round(2 * radius.length / view.width * PHONE, 1),
            }
        )
    return records


def main():
    drawings = []
    for draw in VIEWS:
        view = draw()
        file = ROOT / "static" / "atlas" / f"{view.name}.svg"
        file.write_text(view.svg(), encoding="utf-8")
        if file.stat().st_size > 50_000:
            raise ValueError(f"{file.name} is {file.stat().st_size} bytes")
        (ROOT / "static" / "atlas" / f"{view.name}-small.svg").write_text(view.small_svg(), encoding="utf-8")
        drawings.append(
            {"name": view.name, "width": view.width, "height": view.height, "regions": measure(view)}
        )
    rows = [
        f'{{"name": "{d["name"]}", "width": {d["width"]}, "height": {d["height"]}, "regions": [\n'
        + ",\n".join(json.dumps(r) for r in d["regions"])
        + "\n]}"
        for d in drawings
    ]
    (ROOT / "lesions" / "atlas" / "regions.json").write_text(
        "[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
