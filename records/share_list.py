"""The list of the links of a record: what state each is in, what it shows, what happened at it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Patient
from records.models import ShareLink
from records.selection import Part, Selection
from records.share_log import MOST_LINES, Line, lines_of

MOST_LINKS = 40


@dataclass(frozen=True)
class Row:
    """One link for the page.

    Attributes:
        state: a sentence: until when it is open, or how and when it ended.
        shows: what was chosen, in words.
        lines: the newest things that happened, newest first; ``has_more`` says that there are others.
    """

    link: ShareLink
    is_open: bool
    state: str
    shows: str
    lines: list[Line]
    has_more: bool


def rows_of(patient: Patient) -> list[Row]:
    """The newest links of a record, open ones first: two queries, however many there are."""
    links = list(
        ShareLink.objects.with_state().filter(patient=patient).select_related("made_by")[:MOST_LINKS]
    )
    lines = lines_of(patient, links)
    rows = [_row(link, lines[link.pk]) for link in links]
    return sorted(rows, key=lambda row: not row.is_open)


def _row(link: ShareLink, lines: list[Line]) -> Row:
    is_open: bool = link.is_open  # type: ignore[attr-defined]  # annotated by with_state
    return Row(
        link,
        is_open,
        _state(link, is_open),
        words_for(link.chosen()),
        lines[:MOST_LINES],
        len(lines) > MOST_LINES,
    )


def _state(link: ShareLink, is_open: bool) -> str:
    if is_open:
        return _("Open until %(time)s") % {"time": _moment(link.ends_at)}
    if link.revoked_at:
        return _("Ended early, on %(time)s") % {"time": _moment(link.revoked_at)}
    if link.locked_at:
        return _("Locked on %(time)s after too many wrong passcodes") % {"time": _moment(link.locked_at)}
    if link.ends_at > timezone.now():
        return _("Ended, since the consent or the rights of the person who made it have")
    return _("Ended on %(time)s") % {"time": _moment(link.ends_at)}


def _moment(moment: object) -> str:
    return format_date(timezone.localtime(moment), "j F Y, H:i")  # type: ignore[arg-type]


def words_for(chosen: Selection) -> str:
    """Such as "2 deposits, 3 photos, what changed, lab results"."""
    lesions, photos = len(chosen.lesions), len(chosen.photos) if chosen.shows(Part.PHOTOS) else 0
    words = [ngettext("%(count)d deposit", "%(count)d deposits", lesions) % {"count": lesions}]
    if photos:
        words.append(ngettext("%(count)d photo", "%(count)d photos", photos) % {"count": photos})
    words += [str(part.label) for part in Part if chosen.shows(part) and part != Part.PHOTOS]
    return ", ".join(words)
