"""Why a record stands where it stands on the list: reasons as plain data, and the words for them.

The order of need is that of ``Rank``; nothing is added up and there is no score.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from labs.analytes import ANALYTES
from lesions.vocabulary import Sign
from timeline.change import Change
from timeline.facts import SIGNS_COUNT_DAYS
from timeline.models import FollowUpRequest
from timeline.summary import ORDER, LesionLine, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST = 3  # reasons of one kind that are said in full


class Rank(IntEnum):
    """The groups of the list, the greatest need first."""

    SIGNS = 0
    OPEN = 1
    CHANGED = 2
    LABS = 3
    NEW = 4
    UNSEEN = 5
    NOT_SORTED = 9

    @property
    def heading(self) -> str:
        return {
            Rank.SIGNS: _("Red-flag signs"),
            Rank.OPEN: _("Open, infected or inflamed"),
            Rank.CHANGED: _("Growing beyond the error of measuring"),
            Rank.LABS: _("Lab results outside the lab’s own range"),
            Rank.NEW: _("New since your review"),
            Rank.UNSEEN: _("Nothing new, longest unseen first"),
            Rank.NOT_SORTED: _("Not sorted in yet"),
        }[self]


@dataclass(frozen=True)
class Reason:
    icon: str
    text: str
    care: bool = False


Data = dict[str, Any]


def reasons_of(summary: Summary, today: datetime.date) -> list[Data]:
    """Every reason in a summary, as plain data in the order of need; the words come when it is shown."""
    return [
        *_signs(summary, today),
        *(
            {"why": "state", "name": line.name, "state": line.state, "on": line.since}
            for line in _states(summary)
        ),
        *(
            {"why": "change", "name": line.name, "change": line.change, "on": line.change.get("until")}
            for line in _changes(summary)
        ),
        *({"why": "lab", "key": key, "on": on, "flag": flag} for key, on, flag in summary.flagged_labs),
    ]


def _signs(summary: Summary, today: datetime.date) -> list[Data]:
    """Red-flag signs of the last days, from daily entries and from the newest check-in of each deposit."""
    since = (today - datetime.timedelta(days=SIGNS_COUNT_DAYS)).isoformat()
    found: list[Data] = [{"why": "day", "key": sign, "on": on} for sign, on in summary.signs if on >= since]
    for line in summary.lines:
        if line.last_signs and line.seen_on and line.seen_on >= since:
            found += [
                {"why": "sign", "key": sign, "name": line.name, "on": line.seen_on}
                for sign in line.last_signs
            ]
    found.sort(key=lambda reason: reason["on"], reverse=True)
    return found


VERDICTS = ("progressing", "improving")


def _states(summary: Summary) -> list[LesionLine]:
    return sorted(summary.in_care, key=_by_state)


def _by_state(line: LesionLine) -> tuple[int, int]:
    return ORDER[line.state], -(line.since_on.toordinal() if line.since_on else 0)


def _changes(summary: Summary) -> list[LesionLine]:
    """What grew beyond the error of measuring, then what shrank; of each the newest reading first."""
    changed = [line for line in summary.active if line.verdict in VERDICTS]
    return sorted(
        changed, key=lambda line: (VERDICTS.index(line.verdict), -_ordinal(line.change.get("until")))
    )


def rank_of(reasons: Iterable[Data], *, has_news: bool) -> tuple[Rank, int]:
    """Where a record stands and its place there, smaller first: the worst, then the newest."""
    for reason in reasons:
        newest = -_ordinal(reason["on"])
        if reason["why"] in ("day", "sign"):
            return Rank.SIGNS, newest
        if reason["why"] == "state":
            return Rank.OPEN, ORDER[reason["state"]] * 10_000_000 + newest
        if reason["why"] == "change" and reason["change"]["verdict"] == "progressing":
            return Rank.CHANGED, newest
        if reason["why"] == "lab":
            return Rank.LABS, newest
    return (Rank.NEW, 0) if has_news else (Rank.UNSEEN, 0)


def _ordinal(day: str | None) -> int:
    return datetime.date.fromisoformat(day).toordinal() if day else 0


def words_of(reasons: Iterable[Data], today: datetime.date) -> list[Reason]:
    """The reasons as people read them: the first few of each kind, with the number of the rest."""
    said: dict[str, int] = {}
    found: list[Reason] = []
    for reason in reasons:
        group = GROUP[reason["why"]]
        said[group] = said.get(group, 0) + 1
        if said[group] <= MOST and (reason["why"] != "lab" or reason["key"] in ANALYTES):
            found.append(WORDS[reason["why"]](reason, today))
    more = sum(max(count - MOST, 0) for count in said.values())
    if more:
        found.append(Reason("more", ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}))
    return found


def _day(on: str | None, today: datetime.date) -> str:
    if not on:
        return ""
    day = datetime.date.fromisoformat(on)
    return format_date(day, "j F" if day.year == today.year else "j F Y")


def _day_words(reason: Data, today: datetime.date) -> Reason:
    words = {"day": _day(reason["on"], today), "sign": Sign(reason["key"]).label}
    return Reason("care", _("Daily entry on %(day)s: %(sign)s") % words, care=True)


def _sign_words(reason: Data, today: datetime.date) -> Reason:
    sign = {
        "pus": _("pus"),
        "redness": _("clearly red"),
        "warmth": _("clearly warm"),
        "swelling": _("clearly swollen"),
    }[reason["key"]]
    words = {"name": reason["name"], "day": _day(reason["on"], today), "sign": sign}
    return Reason("care", _("%(name)s: %(sign)s at the check-in of %(day)s") % words, care=True)


def _state_words(reason: Data, today: datetime.date) -> Reason:
    words = {"name": reason["name"], "day": _day(reason["on"], today)}
    text = {
        "infected": _("%(name)s: infected since %(day)s"),
        "open": _("%(name)s: open since %(day)s"),
        "inflamed": _("%(name)s: inflamed since %(day)s"),
    }[reason["state"]]
    return Reason("open" if reason["state"] == "open" else "care", text % words, care=True)


def _lab_words(reason: Data, today: datetime.date) -> Reason:
    words = {"test": ANALYTES[reason["key"]].name, "day": _day(reason["on"], today)}
    text = {
        "high": _("%(test)s above the lab’s own range on %(day)s"),
        "low": _("%(test)s below the lab’s own range on %(day)s"),
    }.get(reason["flag"], _("%(test)s not as the lab expects on %(day)s"))
    return Reason("flask", text % words)


def _change_words(reason: Data, today: datetime.date) -> Reason:
    """The sentence of the deposit's own page, without the explanation."""
    sentence = Change.from_dict(reason["change"]).sentence
    return Reason(sentence.icon or "grow", f"{reason['name']}: {_lower(sentence.lead).rstrip('.')}")


def _lower(words: str) -> str:
    """The words as the middle of a sentence."""
    return words[:1].lower() + words[1:]


def _asked_words(reason: Data, today: datetime.date) -> Reason:
    asks = FollowUpRequest.Asks(reason["key"]).label
    words = {
        "what": f"{reason['name']}: {asks}" if reason["name"] else asks,
        "day": _day(reason["on"], today),
    }
    if reason["on"] < today.isoformat():
        return Reason("time", _("Your request (%(what)s) was due on %(day)s and is still open") % words)
    return Reason("time", _("Your request (%(what)s) is open until %(day)s") % words)


WORDS: dict[str, Callable[[Data, datetime.date], Reason]] = {
    "day": _day_words,
    "sign": _sign_words,
    "state": _state_words,
    "change": _change_words,
    "lab": _lab_words,
    "asked": _asked_words,
}
GROUP = {"day": "sign", "sign": "sign", "state": "state", "change": "change", "lab": "lab", "asked": "asked"}


def quiet_reason(due_on: Iterable[str | None], last_on: str | None, today: datetime.date) -> Reason:
    """What is said where nothing else is, for the day on which it is read: what is due, or all quiet."""
    due = sum(day is None or day <= today.isoformat() for day in due_on)
    if not due:
        return Reason("same", _("All quiet"))
    text = ngettext("%(n)d check-in is due", "%(n)d check-ins are due", due) % {"n": due}
    if last_on:
        days = (today - datetime.date.fromisoformat(last_on)).days
        ago = ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
        text = _("%(due)s; the last one was %(ago)s") % {"due": text, "ago": ago}
    return Reason("cal", text)
