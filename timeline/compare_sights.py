"""What is known of a lesion on some of its photos; three queries, however many photos they are."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from lesions.measurement.terms import LocalScale
from lesions.models import Measurement
from lesions.outline_text import middle_of
from lesions.vocabulary import Method
from timeline.models import PhotoLandmarks
from timeline.pairing import Marks, Sight, Values

if TYPE_CHECKING:
    from accounts.models import Viewer
    from lesions.models import Lesion, PhotoLesion

#: a photo is laid on another over at most so many photos between them
MOST_STEPS = 6


@dataclass(frozen=True)
class Seen:
    """A photo of the lesion with all that helps to lay it on another.

    Args:
        readings: of the lesion on the photo that the viewer may see, the newest first.
        scaled: the reading whose millimetres lay it flat; None when there are none.
        marks: the two spots marked last on it, whether they are marked on the others or not.
    """

    link: PhotoLesion
    readings: tuple[Measurement, ...]
    scaled: Measurement | None
    sight: Sight
    marks: Marks | None = None


@dataclass(frozen=True)
class Registered:
    """How one photo lies on another by the pattern of the skin: pixels to pixels, and how well (0 to 1)."""

    matrix: Values
    quality: float


def seen_on(
    lesion: Lesion,
    links: Sequence[PhotoLesion],
    *,
    viewer: Viewer,
    marks: Mapping[uuid.UUID, Marks] | None = None,
) -> list[Seen]:
    """In the order of the links, whose photos are loaded.

    Args:
        marks: landmarks by photo that hold for this page only; without them those that are kept.
    """
    photos = [link.photo_id for link in links]
    rows = Measurement.objects.visible_to(viewer).filter(lesion=lesion, photo__in=photos)
    readings: dict[uuid.UUID, list[Measurement]] = {}
    for row in rows.select_related("entered_by").order_by("-entered_at"):
        readings.setdefault(row.photo_id, []).append(row)
    kept = list(PhotoLandmarks.objects.visible_to(viewer).filter(lesion=lesion, photo__in=photos))
    common = _common(kept) if marks is None else marks
    newest = {row.photo_id: marks_of(row.points) for row in reversed(kept)}
    return [
        replace(
            _seen(link, readings.get(link.photo_id, []), common.get(link.photo_id)),
            marks=common.get(link.photo_id) or newest.get(link.photo_id),
        )
        for link in links
    ]


def _common(rows: Sequence[PhotoLandmarks]) -> dict[uuid.UUID, Marks]:
    """The two spots that most of the photos have in common, by photo; of several the newest."""
    on_photos = {(row.spots, row.photo_id) for row in rows}
    common = Counter(spots for spots, _photo in on_photos).most_common()
    if not common or common[0][1] < 2:
        return {}
    chosen = next(row.spots for row in rows if (row.spots, common[0][1]) in common)
    return {row.photo_id: marks_of(row.points) for row in reversed(rows) if row.spots == chosen}


def marks_of(points: Any) -> Marks:
    """As they are kept: two places of two numbers."""
    (u0, v0), (u1, v1) = points
    return (float(u0), float(v0)), (float(u1), float(v1))


def _seen(link: PhotoLesion, readings: list[Measurement], marks: Marks | None) -> Seen:
    scaled = next((row for row in readings if row.method == Method.PHOTO_CARD), None)
    scaled = scaled or next(iter(readings), None)
    size = (link.photo.width_px, link.photo.height_px)
    if scaled is None:
        place = None if link.x is None or link.y is None else (link.x, link.y)
        return Seen(link, (), None, Sight(size, place, landmarks=marks))
    drawn = scaled.outlines or scaled.lines
    outline = tuple((float(x), float(y)) for one in drawn for x, y in one)
    sight = Sight(size, middle_of(drawn), outline, local_of(scaled).px_to_mm, marks)
    return Seen(link, tuple(readings), scaled, sight)


def local_of(row: Measurement) -> LocalScale:
    """The millimetres that a reading was made with."""
    return LocalScale.from_json(row.scale["local"])


def registered(lesion: Lesion, seen: Sequence[Seen], *, viewer: Viewer) -> dict[tuple[int, int], Registered]:
    """How the first of the photos with millimetres lies on each of the others, by their numbers.

    Where the outline of a photo was started from that of another, it is known; also over several photos.
    """
    numbers = [number for number, one in enumerate(seen) if one.scaled is not None]
    if len(numbers) < 2:
        return {}
    steps = _steps(lesion, viewer)
    start, *others = numbers
    reached = _walk(steps, seen[start].link.photo_id) if steps else {}
    found = {(start, number): reached.get(seen[number].link.photo_id) for number in others}
    return {key: value for key, value in found.items() if value is not None}


def _steps(lesion: Lesion, viewer: Viewer) -> dict[uuid.UUID, list[tuple[uuid.UUID, Registered]]]:
    """From each photo to those it was laid on, both ways."""
    rows = Measurement.objects.visible_to(viewer).filter(lesion=lesion)
    read = list(rows.order_by("entered_at").values_list("pk", "photo_id", "registration"))
    photo_of = {str(pk): photo for pk, photo, _registration in read}
    steps: dict[uuid.UUID, list[tuple[uuid.UUID, Registered]]] = {}
    for _pk, later, kept in read:
        earlier = photo_of.get(kept["to"]) if kept else None
        if kept is None or earlier is None or earlier == later:
            continue
        matrix = np.asarray(kept["matrix"], dtype=np.float64)
        if matrix.shape != (3, 3) or abs(np.linalg.det(matrix)) < 1e-12:
            continue
        quality = float(kept["quality"])
        steps.setdefault(earlier, []).append((later, Registered(matrix, quality)))
        steps.setdefault(later, []).append((earlier, Registered(np.asarray(np.linalg.inv(matrix)), quality)))
    return steps


def _walk(
    steps: Mapping[uuid.UUID, Sequence[tuple[uuid.UUID, Registered]]], start: uuid.UUID
) -> dict[uuid.UUID, Registered]:
    """Every photo that can be reached, by the fewest steps; the quality is that of the worst one."""
    reached = {start: Registered(np.eye(3), 1.0)}
    edge = [start]
    for _step in range(MOST_STEPS):
        following = []
        for photo in edge:
            so_far = reached[photo]
            for onto, one in steps.get(photo, ()):
                if onto not in reached:
                    quality = min(so_far.quality, one.quality)
                    reached[onto] = Registered(np.asarray(one.matrix @ so_far.matrix), quality)
                    following.append(onto)
        edge = following
    return reached
