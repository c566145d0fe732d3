"""Which places are shown larger together, and how much of the drawing that takes. Pure.

A group of places is one large target on its drawing. It leads to a zoom (the same drawing, cut to the group)
or to another drawing. Its size is worked out from regions.json: in a zoom the middles of the places stand at
least TOUCH_PX apart on the narrowest phone, so that each has a round target of that size to itself.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from lesions import anatomy
from lesions.anatomy_sites import DIGITS
from lesions.atlas import DRAWINGS, PHONE_PX, Drawing, Region

TOUCH_PX = 44.0  # least size of a target, CSS px
NARROW_PX = 288.0  # width of a drawing on a phone 320 px wide
TALL = 1.55  # a zoom is not much taller than this times its width, so that it fits a phone's screen
AIR = 0.35  # room around a place's inner circle, in diameters: places reach further than their circle
RIM = 0.04  # how far a zoom may reach beyond its drawing, as a part of it
GAP_UNITS = TOUCH_PX / NARROW_PX

Point = tuple[float, float]


class Group(NamedTuple):
    """Places of one drawing that are opened together.

    `leads` is the other drawing they lead to, or "" for a zoom.
    `title` may hold `{side}` and `{digit}`. `side` narrows the body's and the face's regions to one side.
    """

    drawing: str
    name: str
    title: str
    keys: frozenset[str]
    side: str = ""
    leads: str = ""
    digit: str = ""

    def holds(self, region: Region) -> bool:
        return region.key in self.keys and self.side in ("", region.side)


class Crop(NamedTuple):
    """A piece of a drawing, in drawing units, as drawn (not mirrored)."""

    x: float
    y: float
    width: float
    height: float

    def mirrored(self, width: float) -> "Crop":
        """The same piece in the drawing's mirror image."""
        return Crop(width - self.x - self.width, self.y, self.width, self.height)

    def has(self, x: float, y: float) -> bool:
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


def _pair(drawing: str, name: str, title: str, keys: str, leads: str = "") -> list[Group]:
    places = frozenset(keys.split())
    return [Group(drawing, f"{name}-{side}", title, places, side, leads) for side in anatomy.SIDED]


def _one(drawing: str, name: str, title: str, keys: str, leads: str = "") -> list[Group]:
    return [Group(drawing, name, title, frozenset(keys.split()), "", leads)]


def _parts(whole: str) -> frozenset[str]:
    return frozenset(part.key for part in anatomy.parts_of(whole))


def _digits(drawing: str, title: str) -> list[Group]:
    """One for each finger, whatever parts of it are drawn."""
    return [Group(drawing, digit.key, title, _parts(digit.key), digit=digit.name) for digit in DIGITS]


TOES = "great_toe second_toe third_toe fourth_toe fifth_toe"
GROUPS: tuple[Group, ...] = (
    *_one("body-front", "head", _("head and neck"), "face scalp neck_side neck_front", "face"),
    *_pair("body-front", "arm", _("{side} arm, front"),
           "shoulder axilla upperarm_anterior elbow_fold forearm_anterior wrist_palmar"),
    *_pair("body-front", "hand", _("{side} hand"), "hand", "hand-palm"),
    *_one("body-front", "chest", _("chest"), "chest sternum breast"),
    *_one("body-front", "belly", _("belly and sides"), "abdomen abdomen_lower umbilicus flank"),
    *_one("body-front", "groin", _("hips and groin"), "hip groin genital_area thigh_medial"),
    *_pair("body-front", "leg", _("{side} leg, front"), "thigh_anterior knee_anterior shin"),
    *_pair("body-front", "foot", _("{side} foot and ankle"), "foot ankle_lateral ankle_medial", "foot-top"),
    *_one("body-back", "head", _("back of the head and neck"), "occiput scalp_vertex postauricular nape"),
    *_pair("body-back", "arm", _("{side} arm, back"),
           "shoulder upperarm_posterior elbow_posterior forearm_posterior wrist_dorsal"),
    *_pair("body-back", "hand", _("{side} hand"), "hand", "hand-back"),
    *_one("body-back", "back", _("back and sides"), "upper_back lower_back flank"),
    *_one("body-back", "seat", _("buttocks and hips"), "buttock gluteal_fold hip"),
    *_pair("body-back", "leg", _("{side} leg, back"), "thigh_posterior knee_fold calf"),
    *_pair("body-back", "foot", _("{side} foot and ankle"), "foot heel ankle_lateral ankle_medial",
           "foot-sole"),
    *_pair("face", "eye", _("{side} eye and temple"), "eyebrow eyelid_upper eyelid_lower temple"),
    *_pair("face", "ear", _("{side} ear"), "ear ear_helix ear_lobe preauricular",
           "ear" if "ear" in DRAWINGS else ""),
    *_one("face", "nose", _("nose"), "nose nose_side nose_tip"),
    *_one("face", "mouth", _("mouth and chin"), "lip_upper lip_lower chin"),
    *_one("face", "neck", _("neck"), "neck_front neck_side"),
    *_digits("hand-palm", _("{side} {digit}, palm side")),
    *_digits("hand-back", _("{side} {digit}, back")),
    *_one("foot-top", "toes", _("{side} toes, from above"), TOES),
    *_one("foot-sole", "toes", _("{side} toes, from below"), TOES),
)  # fmt: skip


@cache
def groups_of(drawing: str) -> tuple[Group, ...]:
    """The groups of a drawing that has at least one of their places."""
    regions = DRAWINGS[drawing].regions
    return tuple(g for g in GROUPS if g.drawing == drawing and any(g.holds(region) for region in regions))


def group_of(drawing: str, region: Region) -> Group | None:
    """The group that a region is opened with, or None when a tap on it chooses it."""
    return next((group for group in groups_of(drawing) if group.holds(region)), None)


def members(group: Group) -> list[Region]:
    """The regions of a group, in the drawing's order."""
    return [region for region in DRAWINGS[group.drawing].regions if group.holds(region)]


@cache
def crop_of(group: Group) -> Crop:
    """The piece of the drawing that shows a group, as large as its targets need and as wide as they allow."""
    drawing = DRAWINGS[group.drawing]
    inside = members(group)
    boxes = [(r.x, r.y, _diameter(drawing, r) * (0.5 + AIR)) for r in inside]
    left, right = min(x - r for x, _y, r in boxes), max(x + r for x, _y, r in boxes)
    top, bottom = min(y - r for _x, y, r in boxes), max(y + r for _x, y, r in boxes)
    height = bottom - top
    width = max(right - left, height / TALL, drawing.width * 0.2)
    width = min(width, widest([(r.x, r.y) for r in inside]))
    height = max(height, width * 0.8)
    x = _within((left + right - width) / 2, width, drawing.width)
    y = _within((top + bottom - height) / 2, height, drawing.height)
    return Crop(*(round(value, 1) for value in (x, y, width, height)))


def _within(start: float, length: float, whole: float) -> float:
    """Where a piece begins so that it leaves the drawing by little, however near the edge its places are."""
    return min(max(start, -RIM * whole), (1 + RIM) * whole - length)


def widest(middles: Sequence[Point]) -> float:
    """The greatest width of a picture, in its units, at which these middles are a target apart on a phone."""
    near = min((math.dist(a, b) for i, a in enumerate(middles) for b in middles[:i]), default=math.inf)
    return near / GAP_UNITS


def anchors(targets: Sequence[Sequence[Point]]) -> list[Point]:
    """One point for each target, out of its own, so that no two come closer than can be helped."""
    chosen = [points[0] for points in targets]
    for _round in range(6):
        for i, points in enumerate(targets):
            others = [point for j, point in enumerate(chosen) if j != i]
            chosen[i] = max(points, key=lambda point: _room(point, others))
    return chosen


def _room(point: Point, others: Iterable[Point]) -> float:
    return min((math.dist(point, other) for other in others), default=math.inf)


def _diameter(drawing: Drawing, region: Region) -> float:
    """Of the largest circle inside a region, in drawing units."""
    return region.touch / PHONE_PX * drawing.width
