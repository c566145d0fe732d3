"""Everything the page of a comparison shows, in a fixed number of queries however many photos there are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline.chart_marks import method_name
from timeline.chart_words import plain
from timeline.compare_ribbon import Choice, Entry, chosen, four_of, ribbon_of
from timeline.comparing import Pair, Shot, comparison_of

if TYPE_CHECKING:
    from accounts.models import User
    from lesions.models import Lesion
    from timeline.change import Reading
    from timeline.pairing import Marks

SIDES = {2: (gettext_lazy("Left"), gettext_lazy("Right")), 3: ("1", "2", "3"), 4: ("1", "2", "3", "4")}


@dataclass(frozen=True)
class Pane:
    """One photo as the page draws it: an image of 1 by 1 in a view of 1 by 1."""

    entry: Entry
    shot: Shot
    side: str
    src: str
    size_words: str

    @property
    def transform(self) -> str:
        return self.shot.frame.svg_transform(1, 1)

    @property
    def matrix(self) -> str:
        return " ".join(f"{value:.8g}" for value in self.shot.frame.matrix)

    @property
    def marks(self) -> str:
        """Where two spots are marked already, for the marking mode; empty where there are none."""
        return "" if self.shot.marks is None else ",".join(f"{n:.6f}" for at in self.shot.marks for n in at)

    @property
    def bar_path(self) -> str:
        """The scale bar as a path in a view of 1 by 0.03; empty where the scale is not known."""
        bar, side = self.shot.bar_mm, self.shot.frame.mm_per_side
        return (
            ""
            if bar is None or side is None
            else f"M.006 0V.03M.006 .015H{bar / side:.4f}M{bar / side:.4f} 0V.03"
        )

    @property
    def mm_per_side(self) -> str:
        return "" if self.shot.frame.mm_per_side is None else f"{self.shot.frame.mm_per_side:.6g}"

    @property
    def bar_words(self) -> str:
        return "" if self.shot.bar_mm is None else _("%(mm)s mm") % {"mm": plain(self.shot.bar_mm)}


@dataclass(frozen=True)
class Mark:
    """One photo of the ribbon with the address that puts it on the right, and where it stands now."""

    entry: Entry
    query: str
    side: str


@dataclass(frozen=True)
class ComparePage:
    lesion: Lesion
    choice: Choice
    pair: Pair
    panes: tuple[Pane, ...]
    ribbon: tuple[Mark, ...]
    four_query: str  # the address of four dates; empty where there are no four
    two_query: str
    is_for_page: bool  # laid on each other by spots that are not kept

    @property
    def is_two(self) -> bool:
        return len(self.panes) == 2

    @property
    def has_sensitive(self) -> bool:
        return any(pane.entry.photo.sensitive for pane in self.panes)


def compare_page(
    lesion: Lesion, ids: Sequence[uuid.UUID], *, viewer: User, marks: Sequence[Marks] = ()
) -> ComparePage | None:
    """None when there are not two photos to compare.

    Args:
        ids: of photos, as the address names them.
        marks: two spots on each of the photos, for this page only.

    Raises:
        LookupError: a photo that does not show this lesion or is deleted.
    """
    entries = ribbon_of(lesion, viewer=viewer)
    choice = chosen(entries, ids, viewer=viewer)
    if choice is None:
        return None
    photos = [entry.photo for entry in choice.entries]
    own = _by_photo([photo.pk for photo in photos], marks)
    pair = comparison_of(lesion, photos, viewer=viewer, marks=own)
    names = SIDES[len(photos)]
    panes = tuple(
        Pane(entry, shot, str(side), _src(shot), size_words(shot.reading))
        for entry, shot, side in zip(choice.entries, pair.shots, names, strict=True)
    )
    four = four_of(entries, choice.entries[-1])
    return ComparePage(
        lesion=lesion,
        choice=choice,
        pair=pair,
        panes=panes,
        ribbon=_ribbon(entries, panes),
        four_query=query_of(four) if len(four) > 2 and len(photos) == 2 else "",
        two_query=query_of((choice.entries[0], choice.entries[-1])),
        is_for_page=own is not None,
    )


def _by_photo(photos: Sequence[uuid.UUID], marks: Sequence[Marks]) -> Mapping[uuid.UUID, Marks] | None:
    return dict(zip(photos, marks, strict=True)) if len(marks) == len(photos) else None


def _src(shot: Shot) -> str:
    return reverse("lesions:photo-file", args=[shot.photo.pk, shot.rendition])


def query_of(entries: Iterable[Entry]) -> str:
    return "?" + urlencode([("photos", str(entry.photo.pk)) for entry in entries])


def _ribbon(entries: Sequence[Entry], panes: Sequence[Pane]) -> tuple[Mark, ...]:
    sides = {pane.entry.photo.pk: pane.side for pane in panes}
    kept = [pane.entry for pane in panes]
    return tuple(
        Mark(entry, query_of(put(kept, len(kept) - 1, entry)), sides.get(entry.photo.pk, ""))
        for entry in entries
    )


def put(kept: Sequence[Entry], place: int, entry: Entry) -> list[Entry]:
    """The photos with this one at a place; where it stood before, the one it drives away takes its place."""
    found = list(kept)
    if entry in found:
        found[found.index(entry)] = found[place]
    found[place] = entry
    return found


def size_words(reading: Reading | None) -> str:
    """Such as "22.8 × 17 mm ± 0.9 mm, photo with card"; empty without a size."""
    if reading is None:
        return ""
    size = plain(reading.length_mm)
    if reading.width_mm is not None:
        size = f"{size} × {plain(reading.width_mm)}"
    words = {"size": size, "error": plain(reading.uncertainty_mm), "method": method_name(reading.method)}
    return _("%(size)s mm ± %(error)s mm, %(method)s") % words
