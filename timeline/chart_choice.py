"""What somebody asked the chart's page to show, read from the address. Nothing typed is lost."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lesions.partial_dates import EARLIEST_YEAR
from timeline.chart_data import ChartChoice, Panel
from timeline.chart_series import MOST_ANALYTES, Offered
from timeline.chart_sizes import MOST_LINES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Range(TextChoices):
    """The ranges that have a button."""

    THREE_MONTHS = "3m", gettext_lazy("3 months")
    SIX_MONTHS = "6m", gettext_lazy("6 months")
    YEAR = "1y", gettext_lazy("1 year")
    TWO_YEARS = "2y", gettext_lazy("2 years")
    ALL = "all", gettext_lazy("All")


DAYS = {Range.THREE_MONTHS: 91, Range.SIX_MONTHS: 183, Range.YEAR: 365, Range.TWO_YEARS: 730}


@dataclass(frozen=True, slots=True)
class RangeButton:
    label: StrPromise | str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What to draw, and the form as it was filled in.

    Attributes:
        errors: by name of the field, in words for people.
        since_text, until_text: as typed.
        query: the address's query without the range, for buttons and the file.
        was_sent: the form was sent, so that an empty group of ticks means none.
    """

    choice: ChartChoice
    range: str
    errors: dict[str, str] = field(default_factory=dict)
    since_text: str = ""
    until_text: str = ""
    query: str = ""
    was_sent: bool = False

    @property
    def buttons(self) -> list[RangeButton]:
        """Each keeps what is ticked."""
        before = f"{self.query}&" if self.query else ""
        return [
            RangeButton(one.label, f"?{before}range={one.value}", one.value == self.range) for one in Range
        ]


def asked_for(query: QueryDict, offer: Offered, *, today: datetime.date, units: str) -> Asked:
    """Read the address of the chart's page; what nobody asked for is as it usually is.

    Args:
        offer: what this viewer can choose from; anything else in the address is passed over.
        today: the patient's today.
    """
    errors: dict[str, str] = {}
    was_sent = "chosen" in query
    lesions = _ids(query.getlist("lesion"), {pk for pk, _name in offer.lesions})
    analytes = [key for key in query.getlist("analyte") if key in dict(offer.analytes)]
    panels = frozenset(query.getlist("panel")) & frozenset(Panel.values)
    if len(lesions) > MOST_LINES:
        errors["lesion"] = _("At most %(count)d deposits can be told apart; the first are drawn.") % {
            "count": MOST_LINES
        }
    if len(analytes) > MOST_ANALYTES:
        errors["analyte"] = _("At most %(count)d tests fit; the first are drawn.") % {"count": MOST_ANALYTES}
    if was_sent and not panels:
        errors["panel"] = _("Tick at least one of these. Until then all are drawn.")
    choice = ChartChoice(
        lesions=tuple(lesions[:MOST_LINES]),
        panels=panels or frozenset(Panel.values),
        analytes=tuple(analytes[:MOST_ANALYTES]) if was_sent or analytes else None,
        treatment=next(iter(_ids(query.getlist("treatment"), {one.id for one in offer.treatments})), None),
        units=units,
    )
    asked = Asked(choice, _range(query), errors, was_sent=was_sent, query=_without_range(query))
    return _with_days(asked, query, today)


def _ids(texts: Iterable[str], known: set[uuid.UUID]) -> list[uuid.UUID]:
    found = []
    for text in dict.fromkeys(texts):
        try:
            pk = uuid.UUID(text)
        except ValueError:
            continue
        if pk in known:
            found.append(pk)
    return found


def _range(query: QueryDict) -> str:
    asked = query.get("range", "")
    usual = Range.ALL if query.get("treatment") else Range.YEAR
    return asked if asked in Range.values else usual.value


def _without_range(query: QueryDict) -> str:
    kept = query.copy()
    for name in ("range", "since", "until"):
        kept.pop(name, None)
    return kept.urlencode()


def _with_days(asked: Asked, query: QueryDict, today: datetime.date) -> Asked:
    """The typed range where one was typed and holds, else that of the button."""
    texts = {name: query.get(name, "").strip()[:20] for name in ("since", "until")}
    days = {name: _day(text) for name, text in texts.items()}
    errors = dict(asked.errors)
    for name, text in texts.items():
        if text and days[name] is None:
            errors[name] = _("That is no day of the calendar. Write it like this: %(example)s.") % {
                "example": today.isoformat()
            }
    since, until = days["since"], days["until"]
    if since and since > today:
        errors["since"] = _("%(day)s is still to come.") % {"day": format_date(since, "j F Y")}
    elif since and until and until < since:
        errors["until"] = _("This lies before the first day. Check both.")
    kept = replace(asked, errors=errors, since_text=texts["since"], until_text=texts["until"])
    if (since or until) and not errors.keys() & {"since", "until"}:
        return replace(kept, range="", choice=replace(asked.choice, since=since, until=until))
    length = DAYS.get(Range(asked.range))
    start = today - datetime.timedelta(days=length) if length else None
    return replace(kept, choice=replace(asked.choice, since=start))


def _day(text: str) -> datetime.date | None:
    """A day as a browser sends it, or as people write it."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            day = datetime.datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        return day if day.year >= EARLIEST_YEAR else None
    return None
