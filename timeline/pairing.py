"""Lay photos of one lesion into the same square view: same place, same turn, same millimetres. Pure.

A ``Sight`` says what is known of a photo; ``frames_of`` answers with a ``Frame`` for each: an affine map from
fractions of the upright photo to the unit square, (0, 0) its upper left. One photo, the anchor, stays the way
up it was taken; the others are laid on it, in this order of preference:

- ``card``: both have millimetres about the lesion, by a card or a known length. Each is laid flat by them and
  centred on the lesion; it is turned by a registration of the skin, else by landmarks, else stays as taken.
- ``landmarks``: two spots of the skin that are marked on both photos are laid on each other.
- ``none``: each is centred on the lesion's point, or its middle. Size and turn then say nothing.

Limit: a photo is a perspective picture, and the homography is replaced by its derivative at the lesion. That
is exact there; d mm away, seen from D mm under a tilt t, a length is off by about (d / D) sin t: 2 % at 20 mm
for 20 degrees and 350 mm. Skin that curves away from its plane is off as well.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PIL import Image

Values = npt.NDArray[np.float64]
Place = tuple[float, float]
"""Fractions of the upright photo."""
Marks = tuple[Place, Place]
"""Two spots of the skin."""

#: the view is so many times as wide as the lesion, and so wide at least and at most (mm). All ours.
LESION_TIMES = 1.9
LANDMARKS_TIMES = 1.25
SIDE_MM = (24.0, 160.0)
#: the same in shares of the photo's shorter side where millimetres are not known
SIDE_SHARE = (0.25, 1.0)
POINT_SHARE = 0.7
#: a plane seen more askew than this is no plane one can measure in, and no photo has such millimetres a pixel
MOST_SQUEEZED = 6.0
MM_PER_PX = (1e-4, 10.0)
#: two landmarks closer than this share of the photo's shorter side say nothing of a turn
LEAST_APART = 0.02
#: where a crop reaches beyond the photo
PAPER = (239, 233, 222)


class How(StrEnum):
    """What lays the photos on each other."""

    CARD = "card"
    LANDMARKS = "landmarks"
    NONE = "none"


class Turned(StrEnum):
    """What the turn of a photo rests on."""

    SKIN = "skin"
    LANDMARKS = "landmarks"
    NOT = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known of a lesion on one photo.

    Args:
        size_px: width and height of the upright photo at full size.
        place: middle of the lesion; None when it is not known, which takes the photo's middle.
        outline: points of the lesion's border or of the ends of its length; may be empty.
        px_to_mm: homography (3, 3) from pixels, (0, 0) the centre of the first, to mm on the skin there.
        landmarks: two spots of the skin, in the same order on every photo.
    """

    size_px: tuple[int, int]
    place: Place | None = None
    outline: tuple[Place, ...] = ()
    px_to_mm: Values | None = None
    landmarks: Marks | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a photo lies in the shared view: x = a u + c v + e, y = b u + d v + f for its fractions u, v.

    Args:
        matrix: (a, b, c, d, e, f), the order of SVG's ``matrix()``.
        mm_per_side: how wide the view is on the skin; None when it is not known.
        how: a ``How``.
        turned_by: a ``Turned``; empty for the anchor and for what stays as it was taken.
    """

    matrix: tuple[float, float, float, float, float, float]
    mm_per_side: float | None
    how: str
    turned_by: str = Turned.NOT

    def to_view(self, place: Place) -> Place:
        """A place of the photo (fractions) in the view (unit square)."""
        a, b, c, d, e, f = self.matrix
        u, v = place
        return a * u + c * v + e, b * u + d * v + f

    def to_photo(self, at: Place) -> Place:
        """A place of the view in fractions of the photo; beyond 0 to 1 it lies outside of it."""
        a, b, c, d, e, f = self.matrix
        x, y = at[0] - e, at[1] - f
        whole = a * d - b * c
        return (d * x - c * y) / whole, (a * y - b * x) / whole

    def svg_transform(self, width: float, height: float) -> str:
        """For ``<image width height transform>`` of this size in ``<svg viewBox="0 0 1 1">``."""
        a, b, c, d, e, f = self.matrix
        values = (a / width, b / width, c / height, d / height, e, f)
        return f"matrix({' '.join(f'{value:.8g}' for value in values)})"

    @property
    def share(self) -> float:
        """How much of the photo's width or height the view shows, whichever is less."""
        a, b, c, d, _e, _f = self.matrix
        return 1 / max(math.hypot(a, b), math.hypot(c, d))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A photo's turn and scale (2, 2) from pixels, and which of its places lies on which of the anchor's."""

    linear: Values
    place: Place
    on: Place
    how: How
    turned_by: Turned = Turned.NOT


def frames_of(
    sights: Sequence[Sight], registrations: Mapping[tuple[int, int], Values] | None = None
) -> tuple[Frame, ...]:
    """Frames of two or more photos, in their order. All numbers are finite whatever comes in.

    Args:
        registrations: homographies (3, 3) from pixels of one photo to pixels of another, by their numbers.
    """
    if not sights:
        return ()
    bases = [_base(sight) for sight in sights]
    anchor = next((number for number, base in enumerate(bases) if base is not None), 0)
    given = _both_ways(registrations or {})
    laid = [
        None if number == anchor else _lay(sights, bases, anchor, number, given.get((anchor, number)))
        for number in range(len(sights))
    ]
    found = [one for one in laid if one is not None]
    if not found:
        return tuple(_alone(sight) for sight in sights)
    base = bases[anchor]
    is_flat = base is not None
    flat = np.eye(2) if base is None else base
    place = _centre(sights[anchor])
    best = How.CARD if any(one.how == How.CARD for one in found) else How.LANDMARKS
    laid[anchor] = _Laid(flat, place, place, best)
    side = _side(sights, laid, anchor, is_flat=is_flat)
    linear = flat @ _size(sights[anchor]) / side
    shift = 0.5 - linear @ np.array(place)
    return tuple(
        _frame(sight, one, side, linear, shift, is_flat=is_flat)
        for sight, one in zip(sights, laid, strict=True)
    )


def crop(jpeg: bytes, frame: Frame, side_px: int) -> bytes:
    """The view of a photo as a square JPEG of so many pixels, for where no SVG transform can be used.

    Args:
        jpeg: any rendition of the upright photo, a file of ours.

    Raises:
        OSError: these bytes are no picture.
    """
    with Image.open(io.BytesIO(jpeg)) as opened:
        wanted = min(1.0, side_px / max(frame.share * min(opened.size), 1))
        opened.draft("RGB", (math.ceil(opened.width * wanted), math.ceil(opened.height * wanted)))
        picture = opened.convert("RGB")
    shrink = int(frame.share * min(picture.size) / side_px)
    if shrink > 1:
        picture = picture.reduce(shrink)
    data = _to_pixels(frame, picture.size, side_px)
    done = picture.transform(
        (side_px, side_px), Image.Transform.AFFINE, data, Image.Resampling.BICUBIC, fillcolor=PAPER
    )
    out = io.BytesIO()
    done.save(out, "JPEG", quality=86)
    return out.getvalue()


def _to_pixels(frame: Frame, size: tuple[int, int], side_px: int) -> tuple[float, ...]:
    """Six numbers as Pillow wants them: from pixels of the crop to pixels of the picture."""
    origin, right, low = (frame.to_photo(at) for at in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
    rows = []
    for axis, length in enumerate(size):
        start = origin[axis] * length
        rows += [(end[axis] * length - start) / side_px for end in (right, low)] + [start]
    return tuple(rows)


# -- what is known of one photo


def _size(sight: Sight) -> Values:
    return np.diag([max(float(sight.size_px[0]), 1.0), max(float(sight.size_px[1]), 1.0)])


def _shorter(sight: Sight) -> float:
    return float(_size(sight).diagonal().min())


def _is_place(place: Place) -> bool:
    return all(math.isfinite(value) and abs(value) < 10 for value in place)


def _centre(sight: Sight) -> Place:
    return sight.place if sight.place is not None and _is_place(sight.place) else (0.5, 0.5)


def _base(sight: Sight) -> Values | None:
    """From pixels to mm about the lesion without a turn, (2, 2): laid flat, the way up it was taken.

    The derivative of the homography without its rotation, which only tells how the card lay; by the polar
    decomposition, so that a mirrored plane comes out the right way round, too.
    """
    if sight.px_to_mm is None:
        return None
    turned = _derivative(sight.px_to_mm, _px(sight, _centre(sight)))
    if turned is None:
        return None
    _left, sizes, right = np.linalg.svd(turned)
    if sizes[1] <= MM_PER_PX[0] or sizes[0] >= MM_PER_PX[1] or sizes[0] > MOST_SQUEEZED * sizes[1]:
        return None
    return np.asarray(right.T @ np.diag(sizes) @ right)


def _px(sight: Sight, place: Place) -> Values:
    return np.asarray(_size(sight) @ np.array(place) - 0.5)


def _derivative(homography: Values, at: Values) -> Values | None:
    """Of a homography at a place, (2, 2); None where it has none that can be used."""
    matrix = np.asarray(homography, dtype=np.float64)
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all():
        return None
    x, y, w = matrix @ np.array([*at, 1.0])
    if abs(w) < 1e-9:
        return None
    found = np.asarray((matrix[:2, :2] - np.outer([x / w, y / w], matrix[2, :2])) / w)
    return found if np.isfinite(found).all() and abs(np.linalg.det(found)) > 1e-12 else None


def _landmarks(sight: Sight) -> Marks | None:
    """Where two are marked that lie apart."""
    if sight.landmarks is None or not all(map(_is_place, sight.landmarks)):
        return None
    one, two = (_px(sight, place) for place in sight.landmarks)
    far = float(np.linalg.norm(two - one))
    return sight.landmarks if far >= LEAST_APART * _shorter(sight) else None


def _between(sight: Sight, marks: Marks, linear: Values) -> Values:
    """From the first landmark to the second, in what ``linear`` makes of pixels."""
    one, two = (_px(sight, place) for place in marks)
    return np.asarray(linear @ (two - one))


# -- one photo on the anchor


def _both_ways(given: Mapping[tuple[int, int], Values]) -> dict[tuple[int, int], Values]:
    found: dict[tuple[int, int], Values] = {}
    for (one, two), matrix in given.items():
        matrix = np.asarray(matrix, dtype=np.float64)
        if matrix.shape != (3, 3) or not np.isfinite(matrix).all() or abs(np.linalg.det(matrix)) < 1e-12:
            continue
        found[one, two] = matrix
        found.setdefault((two, one), np.asarray(np.linalg.inv(matrix)))
    return found


def _lay(
    sights: Sequence[Sight],
    bases: Sequence[Values | None],
    anchor: int,
    number: int,
    registration: Values | None,
) -> _Laid | None:
    here, there = sights[number], sights[anchor]
    base, onto = bases[number], bases[anchor]
    marks, marks_there = _landmarks(here), _landmarks(there)
    both = None if marks is None or marks_there is None else (marks, marks_there)
    if base is not None and onto is not None:
        turn, by = _turn(here, there, base, onto, registration, both)
        return _Laid(turn @ base, _centre(here), _centre(there), How.CARD, by)
    if both is None:
        return None
    flat, anchored = (np.eye(2) if one is None else one for one in (base, onto))
    similar = _similar(_between(here, both[0], flat), _between(there, both[1], anchored))
    return _Laid(similar @ flat, _middle(both[0]), _middle(both[1]), How.LANDMARKS, Turned.LANDMARKS)


def _middle(marks: Marks) -> Place:
    (u0, v0), (u1, v1) = marks
    return (u0 + u1) / 2, (v0 + v1) / 2


def _turn(
    here: Sight,
    there: Sight,
    base: Values,
    onto: Values,
    registration: Values | None,
    marks: tuple[Marks, Marks] | None,
) -> tuple[Values, Turned]:
    step = None if registration is None else _derivative(registration, _px(there, _centre(there)))
    if step is not None:
        left, _sizes, right = np.linalg.svd(onto @ np.linalg.inv(base @ step))
        turn = np.asarray(left @ right)
        if np.linalg.det(turn) > 0:
            return turn, Turned.SKIN
    if marks is not None:
        similar = _similar(_between(here, marks[0], base), _between(there, marks[1], onto))
        return np.asarray(similar / math.sqrt(float(np.linalg.det(similar)))), Turned.LANDMARKS
    return np.eye(2), Turned.NOT


def _similar(one: Values, two: Values) -> Values:
    """The turn and scale (2, 2) that makes the first vector the second: a division of complex numbers."""
    whole = complex(*two) / complex(*one)
    return np.array([[whole.real, -whole.imag], [whole.imag, whole.real]])


# -- the view


def _side(sights: Sequence[Sight], laid: Sequence[_Laid | None], anchor: int, *, is_flat: bool) -> float:
    """Of the view in mm, or in pixels of the anchor where there are no mm."""
    half = 0.0
    for sight, one in zip(sights, laid, strict=True):
        if one is None:
            continue
        half = max(half, LESION_TIMES * _reach(sight, one.linear, sight.outline))
        if one.turned_by == Turned.LANDMARKS and _landmarks(sight):
            half = max(half, LANDMARKS_TIMES * _reach(sight, one.linear, sight.landmarks or ()))
    least, most = SIDE_MM
    if not is_flat:
        least, most = (share * _shorter(sights[anchor]) for share in SIDE_SHARE)
    return float(np.clip(2 * half or most / 2, least, most))


def _reach(sight: Sight, linear: Values, places: Sequence[Place]) -> float:
    middle = _px(sight, _centre(sight))
    away = [linear @ (_px(sight, place) - middle) for place in places if _is_place(place)]
    return max((float(np.linalg.norm(one)) for one in away), default=0.0)


def _alone(sight: Sight) -> Frame:
    """Centred on what is known; the more the better it is known."""
    share = 1.0 if sight.place is None else POINT_SHARE
    linear = _size(sight) / (share * _shorter(sight))
    shift = 0.5 - linear @ np.array(_centre(sight))
    return _written(linear, shift, None, How.NONE, Turned.NOT)


def _frame(
    sight: Sight, one: _Laid | None, side: float, anchored: Values, shift: Values, *, is_flat: bool
) -> Frame:
    if one is None:
        return _alone(sight)
    linear = one.linear @ _size(sight) / side
    moved = anchored @ np.array(one.on) + shift - linear @ np.array(one.place)
    if not (np.isfinite(linear).all() and np.isfinite(moved).all()):
        return _alone(sight)
    return _written(linear, moved, side if is_flat else None, one.how, one.turned_by)


def _written(linear: Values, shift: Values, mm: float | None, how: How, turned_by: Turned) -> Frame:
    (a, c), (b, d) = linear.tolist()
    e, f = shift.tolist()
    return Frame((a, b, c, d, e, f), mm, how, turned_by)
