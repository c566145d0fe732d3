"""One view of the atlas: a silhouette, cut into regions that tile without gaps, with lines on top."""

# mypy: ignore-errors
# ruff: noqa: E501

from dataclasses import dataclass, field

import numpy as np
import shapely
import shapely.affinity
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize

from scripts.atlas.curves import bezier_path, fit_beziers, number, smooth
from scripts.atlas.ink import SHADOW, lines_svg, tones_svg
from scripts.atlas.trace import trace

COARSE = 5  # steps per unit of page for regions and contour: finer than a pixel when zoomed three times
GRID = 0.01  # noding precision, far below the one decimal that is written

# --- one view ----------------------------------------------------------------


@dataclass
class View:
    name: str
    title: str
    width: float
    height: float
    outline: list = field(default_factory=list)  # dense closed polylines, united to one figure
    open_outline: list = field(default_factory=list)  # what is inked as contour
    cuts: list = field(default_factory=list)
    seeds: dict = field(default_factory=dict)  # (key, side or None) -> points
    lines: list = field(default_factory=list)  # (polyline, stroke width, opacity, fill, closed)
    tones: list = field(
        default_factory=list
    )  # (closed polyline, opacity, fill): soft shadows under the lines
    ink: float = 2.4  # width of the contour
    shaded: bool = True  # with a form shadow along the contour
    regions: dict = field(default_factory=dict)  # (key, side) -> list of rings, a ring is a list of Beziers

    def posed(self, points):
        """Where points of the drawing stand on the page; a figure that shifts its weight moves them."""
        return points

    def cut(self, *points, closed=False):
        self.cuts.append(self.posed(smooth(points, closed=closed)))

    def seed(self, key, *points, side=None):
        self.seeds.setdefault((key, side), []).extend(self.posed(points))

    def line(self, *points, width=1.6, opacity=0.75, closed=False, fill="none"):
        curve = self.posed(smooth(points, closed=closed))
        self.lines.append((curve, width, opacity, fill, closed))

    def tone(self, *points, opacity=0.07, fill=SHADOW):
        """A soft shadow: a closed shape, nearly transparent."""
        self.tones.append((self.posed(smooth(points, closed=True)), opacity, fill))

    def shadow_inside(self, points, by, opacity=0.08):
        """The shadow of a hollow's upper rim: its shape without the same shape moved away by `by`."""
        shape = Polygon(self.posed(smooth(points, closed=True))).buffer(0)
        self._shadow(shape.difference(shapely.affinity.translate(shape, *by)), opacity)

    def shadow_beside(self, points, by, opacity=0.08):
        """The shadow that a raised shape throws beside itself, in the direction `by`."""
        shape = Polygon(self.posed(smooth(points, closed=True))).buffer(0)
        self._shadow(shapely.affinity.translate(shape, *by).difference(shape), opacity)

    def _shadow(self, shape, opacity):
        soft = shape.buffer(-0.6).buffer(0.6)
        for part in getattr(soft, "geoms", [soft]):
            if part.area > 12:
                self.tones.append((np.array(part.exterior.coords), opacity, SHADOW))

    def carve(self):
        """Divide the figure into regions along the cuts."""
        figure = shapely.union_all([Polygon(ring).buffer(0) for ring in self.outline])
        self.figure = figure
        parts = getattr(figure, "geoms", [figure])
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        linework = [LineString(r.coords) for r in rings] + [LineString(c) for c in self.cuts]
        faces = list(polygonize(shapely.union_all(linework, grid_size=GRID)))
        faces = [f for f in faces if figure.contains(f.representative_point())]
        owner = self._claimed(faces)
        self._adopt(faces, owner)
        self.regions = trace(faces, owner)

    def _claimed(self, faces):
        """For each face the site whose seed lies in it, or None; a seed outside or a double claim is an error."""
        owner = [None] * len(faces)
        for identity, points in self.seeds.items():
            for point in points:
                hits = [i for i, f in enumerate(faces) if f.contains(Point(point[:2]))]
                if not hits:
                    raise ValueError(f"{self.name}: seed of {identity} at {point} lies outside the figure")
                if owner[hits[0]] not in (None, identity):
                    raise ValueError(
                        f"{self.name}: {identity} and {owner[hits[0]]} claim the same face at {point}"
                    )
                owner[hits[0]] = identity
        return owner

    def _adopt(self, faces, owner):
        """Faces without a seed join the neighbour they share most border with; large ones are reported."""
        for i in sorted((i for i, o in enumerate(owner) if o is None), key=lambda i: faces[i].area):
            touching = [
                (faces[i].boundary.intersection(faces[j].boundary).length, j)
                for j in range(len(faces))
                if owner[j] is not None
            ]
            length, j = max(touching)
            if faces[i].area > 0.0004 * self.figure.area:
                where = faces[i].representative_point()
                print(
                    f"{self.name}: face of {faces[i].area:.0f} at ({where.x:.0f}, {where.y:.0f}) joins {owner[j]}"
                )
            owner[i] = owner[j] if length else None

    # writing

    def small_svg(self):
        """The picture for an overview, about 170 px wide: the silhouette in one piece, fewer and stronger lines."""
        rings = [g.exterior.coords for g in getattr(self.figure, "geoms", [self.figure])]
        figure = "".join(bezier_path(fit_beziers(ring, 0.7), True, per_unit=1) for ring in rings)
        out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} {number(self.height)}">',
            f'<path id="sites" d="{figure}"/>',
            '<g id="lines" fill="none" stroke-linecap="round" stroke-linejoin="round">',
        ]
        out += tones_svg([tone for tone in self.tones if tone[1] >= 0.4], 1.2, 1)  # hair, brows, pupils
        strong = [line for line in self.lines if line[2] >= 0.4]
        for curve, width, opacity, fill, closed in strong:
            path = bezier_path(fit_beziers(curve, 0.9), closed, per_unit=1)
            inside = "" if fill == "none" else f' fill="{fill}"'
            out.append(
                f'<path d="{path}" stroke-width="{width * 1.5:g}" stroke-opacity="{opacity:g}"{inside}/>'
            )
        for curve in self.open_outline:
            out.append(
                f'<path d="{bezier_path(fit_beziers(curve, 0.7), per_unit=1)}" stroke-width="{self.ink * 1.6:g}"/>'
            )
        return "\n".join([*out, "</g></svg>"]) + "\n"

    def shade(self):
        """Soft form shadow along the edges that face away from the light, which comes from the upper left."""
        paths = []
        _, _, right, bottom = self.figure.bounds
        for share in (0.013,):
            step = share * self.width
            inner = shapely.affinity.translate(self.figure, -step, -0.5 * step)
            cut_off = shapely.box(0, bottom - step, right, bottom)  # the lower edge of a wrist is no form
            dark = self.figure.difference(inner).difference(cut_off).buffer(-0.4).simplify(0.4)
            pieces = [p for p in getattr(dark, "geoms", [dark]) if p.area > 0.0004 * self.figure.area]
            data = "".join(bezier_path(fit_beziers(p.exterior.coords, 1.0), True, per_unit=1) for p in pieces)
            paths.append(f'<path d="{data}" fill="{SHADOW}" fill-opacity=".07" stroke="none"/>')
        return paths

    def svg(self):
        """The picture: `#sites` with one path per region, `#lines` on top. Colours come from the page that uses them."""
        w, h = number(self.width), number(self.height)
        out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}">',
            '<g id="sites">',
        ]
        for (key, side), rings in self.regions.items():
            identity = f"{key}-{side}" if side else key
            path = "".join(bezier_path(ring, closed=True, per_unit=COARSE) for ring in rings)
            out.append(f'<path id="{identity}" d="{path}"/>')
        out.append("</g>")
        out.append('<g id="lines" fill="none" stroke-linecap="round" stroke-linejoin="round">')
        out += self.shade() if self.shaded else []
        out += tones_svg(self.tones)
        out += lines_svg(self.lines, self.width / 1500)
        for curve in self.open_outline:
            path = bezier_path(fit_beziers(curve, 0.35), per_unit=COARSE)
            out.append(f'<path d="{path}" stroke-width="{self.ink:g}"/>')
        out.append("</g></svg>")
        return "\n".join(out) + "\n"


class MirrorView(View):
    """A symmetric view: curves are given for x >= 0 and drawn on both sides of the midline."""

    def __init__(self, name, title, width, height, middle, right_is):
        super().__init__(name, title, width, height)
        self.middle = middle
        self.sides = (right_is, "left" if right_is == "right" else "right")  # of the page's right, left half

    def page(self, points, sign=1):
        return [(self.middle + sign * q[0], *q[1:]) for q in points]

    def ring(self, half):
        """A closed symmetric outline from its half, which starts and ends on the midline."""
        left = self.page(half[1:-1], -1)[::-1]
        return self.posed(smooth(self.page(half) + left, closed=True, step=1.0))

    def both(self, *points, closed=False):
        for sign in (1, -1):
            self.cut(*self.page(points, sign), closed=closed)

    def across(self, *half):
        """A cut over the midline, given from the midline outwards."""
        self.cut(*(self.page(half[1:], -1)[::-1] + self.page(half)))

    def pair(self, key, *points):
        for sign, side in zip((1, -1), self.sides, strict=False):
            self.seed(key, *self.page(points, sign), side=side)

    def mid(self, key, *points):
        self.seed(key, *self.page(points))

    def both_tones(self, points, opacity=0.06):
        for sign in (1, -1):
            self.tone(*self.page(points, sign), opacity=opacity)

    def both_lines(self, points, width=1.3, opacity=0.55, closed=False, fill="none"):
        for sign in (1, -1):
            self.line(*self.page(points, sign), width=width, opacity=opacity, closed=closed, fill=fill)

    def mid_line(self, half, width=1.3, opacity=0.55):
        self.line(*(self.page(half[1:], -1)[::-1] + self.page(half)), width=width, opacity=opacity)


def above(border, limit):
    """The parts of a border above a horizontal line of the page, joined end to end."""
    box = Polygon([(-99, -99), (9999, -99), (9999, limit), (-99, limit)])
    parts = shapely.line_merge(border.intersection(box))
    return list(getattr(parts, "geoms", [parts]))
