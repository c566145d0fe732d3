"""Photos of a lesion in one view, two or up to four: laid on each other, with sizes and how sure it is."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from lesions.models import PhotoLesion
from timeline.compare_sights import registered, seen_on
from timeline.compare_sizes import Sizes, sizes_of
from timeline.compare_words import Alignment, alignment_of
from timeline.pairing import Frame, Marks, frames_of

if TYPE_CHECKING:
    from accounts.models import Viewer
    from lesions.models import Lesion, Photo
    from timeline.change import Reading

#: a view that shows less than this share of the photo needs more pixels than the middle rendition has
SHARE_FOR_MEDIUM = 0.6


@dataclass(frozen=True)
class Shot:
    """One photo of a comparison.

    Args:
        on: its day in the patient's zone, which must be the current one.
        frame: where it lies in the view; ``frame.svg_transform`` for SVG, ``pairing.crop`` for a PDF.
        reading: the size that stands beside it; None when none was taken with the photo or on its day.
        marks: two spots marked on it, to start from; not always those that lay it on the others.
        bar_mm: a round length for a scale bar; None when the scale is not known.
    """

    photo: Photo
    on: datetime.date
    frame: Frame
    reading: Reading | None
    marks: Marks | None = None

    @property
    def rendition(self) -> str:
        return "medium" if self.frame.share >= SHARE_FOR_MEDIUM else "large"

    @property
    def bar_mm(self) -> float | None:
        return None if self.frame.mm_per_side is None else round_length(self.frame.mm_per_side / 3)


@dataclass(frozen=True)
class Pair:
    """Two photos in the order they were given; ``shots`` may hold up to four, each laid on the same view."""

    shots: tuple[Shot, ...]
    alignment: Alignment
    sizes: Sizes

    @property
    def first(self) -> Shot:
        return self.shots[0]

    @property
    def second(self) -> Shot:
        return self.shots[-1]

    @property
    def mm_per_side(self) -> float | None:
        """How wide the view is on the skin; None when one of the photos has no scale."""
        sides = {shot.frame.mm_per_side for shot in self.shots}
        return sides.pop() if len(sides) == 1 else None

    @property
    def is_same_view(self) -> bool:
        return len({shot.photo.view for shot in self.shots}) == 1


def pair_of(lesion: Lesion, first_photo: Photo, second_photo: Photo, *, viewer: Viewer) -> Pair:
    """Lay two photos of the lesion on each other. Queries: 5.

    Args:
        viewer: whose readings are used: a second reader who reads blind does not see the first one's.

    Raises:
        ValueError: a photo that does not show this lesion.
    """
    return comparison_of(lesion, [first_photo, second_photo], viewer=viewer)


def comparison_of(
    lesion: Lesion,
    photos: Sequence[Photo],
    *,
    viewer: Viewer,
    marks: Mapping[uuid.UUID, Marks] | None = None,
) -> Pair:
    """The same for two to four photos.

    Args:
        marks: landmarks by photo that hold for this view only; without them those that are kept.

    Raises:
        ValueError: a photo that does not show this lesion.
    """
    seen = seen_on(lesion, _links(lesion, photos), viewer=viewer, marks=marks)
    onto = registered(lesion, seen, viewer=viewer)
    frames = frames_of([one.sight for one in seen], {key: one.matrix for key, one in onto.items()})
    sizes = sizes_of(lesion, seen, viewer=viewer)
    shots = tuple(
        Shot(one.link.photo, timezone.localtime(one.link.photo.taken_at).date(), frame, reading, one.marks)
        for one, frame, reading in zip(seen, frames, sizes.readings, strict=True)
    )
    return Pair(shots, alignment_of(seen, frames, list(onto.values())), sizes)


def _links(lesion: Lesion, photos: Sequence[Photo]) -> list[PhotoLesion]:
    links = {link.photo_id: link for link in PhotoLesion.objects.filter(lesion=lesion, photo__in=photos)}
    for photo in photos:
        if photo.pk not in links:
            raise ValueError(f"photo {photo.pk} does not show lesion {lesion.pk}")
        links[photo.pk].photo = photo
    return [links[photo.pk] for photo in photos]


def round_length(most_mm: float) -> float:
    """The longest of 1, 2, 5, 10, 20, 50 ... mm (or tenths of them) that is not longer than this."""
    steps = [factor * 10.0**power for power in range(-1, 3) for factor in (1, 2, 5)]
    return max((step for step in steps if step <= most_mm), default=steps[0])
