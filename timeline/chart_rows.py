"""Rows under the panels: photos that can be opened, and what happened around."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .chart_data import ContextMark, PhotoMark
from .chart_frame import Frame, apart
from .chart_svg import Svg, text_width
from .chart_words import long_day

_TILE = 30  # drawing units between two photos: 24 px, the least to tap, on the smallest phone
_ROW = 22
_APART = 9


@dataclass(frozen=True, slots=True)
class _Tile:
    """Photos that lie so close that one mark stands for them, the newest last."""

    x: float
    photos: list[PhotoMark]


def draw_photos(svg: Svg, photos: Sequence[PhotoMark], frame: Frame, y: float) -> float:
    """A row of small frames, each a link to its photo; several close ones share one with their number."""
    tiles = _tiles(photos, frame)
    if not tiles:
        return y
    middle = y + 34
    svg.open_hidden()
    svg.text(0, y + 14, _("Photos"))
    svg.path("c-axis", f"M{frame.left:g} {middle + 16:g}H{frame.right:g}")
    svg.close()
    for tile in tiles:
        svg.open_point(_tile_words(tile), tile.photos[-1].href)
        svg.path("c-hit", f"M{tile.x - 15:.1f} {middle - 18:g}h30v36h-30z")
        svg.path("c-tile", f"M{tile.x - 11:.1f} {middle - 9:g}h22v18h-22zM{tile.x:.1f} {middle + 9:g}v7")
        if len(tile.photos) == 1:
            svg.circle("c-tile", tile.x, middle, 4)
        else:
            number = str(len(tile.photos)) if len(tile.photos) < 100 else "…"
            svg.text(tile.x, middle + 5, number, "c-strong", "middle")
        svg.close("a" if tile.photos[-1].href else "g")
    return middle + 24


def _tiles(photos: Sequence[PhotoMark], frame: Frame) -> list[_Tile]:
    tiles: list[_Tile] = []
    for photo in sorted(photos, key=lambda one: one.on):
        if not frame.holds(photo.on):
            continue
        x = frame.x(photo.on)
        if tiles and x - tiles[-1].x < _TILE:
            tiles[-1].photos.append(photo)
        else:
            tiles.append(_Tile(x, [photo]))
    return tiles


def _tile_words(tile: _Tile) -> str:
    first, last = tile.photos[0].on, tile.photos[-1].on
    count = len(tile.photos)
    if first == last:
        words = ngettext("%(count)d photo of %(day)s", "%(count)d photos of %(day)s", count)
        return words % {"count": count, "day": long_day(first)}
    return _("%(count)d photos, %(first)s to %(last)s; this opens the newest") % {
        "count": count,
        "first": long_day(first),
        "last": long_day(last),
    }


#: A mark of its own for every kind, 10 units wide around (x, y).
_MARKS = {
    "cold": "M{l:.0f} {y:.0f}h10m-7.5 -4.3l5 8.6m0 -8.6l-5 8.6",
    "raynaud": "M{x:.0f} {t:.0f}l-4 6h8l-4 6",
    "knock": "M{l:.0f} {t:.0f}l10 10m0 -10l-10 10",
    "pressure": "M{x:.0f} {t:.0f}v9m-4 -4l4 4l4 -4M{l:.0f} {b:.0f}h10",
}
_OTHER = "M{l:.0f} {y:.0f}l5 -5l5 5l-5 5z"


def _mark(kind: str, x: float, y: float) -> str:
    return _MARKS.get(kind, _OTHER).format(x=x, y=y, l=x - 5, t=y - 5, b=y + 6)


def draw_context(svg: Svg, marks: Sequence[ContextMark], frame: Frame, y: float) -> float:
    """One row for each kind: its name over it, a mark for each day; returns the y below."""
    kinds = _by_kind(marks, frame)
    if not kinds:
        return y
    svg.open_hidden()
    svg.text(0, y + 14, _("What happened around"))
    y += 20
    for kind, (label, days) in kinds.items():
        svg.path("c-context", _mark(kind, 6, y + 9))
        svg.text(20, y + 14, label)
        xs = apart(days, frame, _APART)
        first = 26 + text_width(label, frame.font)
        row = y + 9
        if any(x < first for x in xs):
            row += _ROW
        svg.path("c-grid", f"M{max(frame.left, first if row == y + 9 else 0):.1f} {row:g}H{frame.right:g}")
        svg.path("c-context", "".join(_mark(kind, x, row) for x in xs))
        y = row + _ROW - 9
    svg.close()
    return y + 8


def _by_kind(marks: Sequence[ContextMark], frame: Frame) -> dict[str, tuple[str, list[date]]]:
    kinds: dict[str, tuple[str, list[date]]] = {}
    for mark in marks:
        if frame.holds(mark.on):
            kinds.setdefault(mark.kind, (mark.label, []))[1].append(mark.on)
    return kinds
