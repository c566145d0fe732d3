"""What was entered, changed or deleted in a record since one dermatologist's last review, entry by entry."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.utils.translation import ngettext

from care.models import Condition, ContextEntry, Treatment
from labs.models import LabResult
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, Photo, PhotoLesion
from lesions.vocabulary import EventKind
from timeline.models import Note

if TYPE_CHECKING:
    from accounts.models import Patient, User

What = Literal["new", "changed"]


class NewsKind(NamedTuple):
    """One kind of entry: its rows, since when one counts as there, its lesion, and words for a number."""

    key: str
    model: Any
    words: Callable[[int], str]
    lesion: str = ""  # the field that names its lesion
    there_since: str = "entered_at"
    left_out: Q | None = None


def _check_ins(n: int) -> str:
    return ngettext("%(n)d check-in", "%(n)d check-ins", n) % {"n": n}


def _photos(n: int) -> str:
    return ngettext("%(n)d photo", "%(n)d photos", n) % {"n": n}


def _lesions(n: int) -> str:
    return ngettext("%(n)d new deposit", "%(n)d new deposits", n) % {"n": n}


def _events(n: int) -> str:
    return ngettext("%(n)d event", "%(n)d events", n) % {"n": n}


def _days(n: int) -> str:
    return ngettext("%(n)d daily entry", "%(n)d daily entries", n) % {"n": n}


def _labs(n: int) -> str:
    return ngettext("%(n)d lab result", "%(n)d lab results", n) % {"n": n}


def _treatments(n: int) -> str:
    return ngettext("%(n)d treatment", "%(n)d treatments", n) % {"n": n}


def _conditions(n: int) -> str:
    return ngettext("%(n)d condition", "%(n)d conditions", n) % {"n": n}


def _context(n: int) -> str:
    return ngettext("%(n)d thing that happened around", "%(n)d things that happened around", n) % {"n": n}


def _notes(n: int) -> str:
    return ngettext("%(n)d note by a colleague", "%(n)d notes by colleagues", n) % {"n": n}


def changed_words(n: int) -> str:
    return ngettext("%(n)d entry changed or deleted", "%(n)d entries changed or deleted", n) % {"n": n}


# In the order in which they are listed.
NEWS_KINDS = (
    NewsKind("events", LifeEvent, _events, "lesion", left_out=Q(kind=EventKind.NOTICED)),
    NewsKind("check-ins", CheckIn, _check_ins, "lesion"),
    # A photo waits in its form first; it is there for others once the form is saved.
    NewsKind("photos", Photo, _photos, "photo", "attached_at"),
    NewsKind("lesions", Lesion, _lesions, "pk"),
    NewsKind("days", DailyEntry, _days),
    NewsKind("labs", LabResult, _labs),
    NewsKind("treatments", Treatment, _treatments),
    NewsKind("conditions", Condition, _conditions),
    NewsKind("context", ContextEntry, _context, "lesion"),
    NewsKind("notes", Note, _notes, "lesion"),
)
KIND_BY_KEY = {kind.key: kind for kind in NEWS_KINDS}


@dataclass(frozen=True, slots=True)
class News:
    """One entry that is new, or was changed or deleted, since the review.

    ``is_unread``: neither reviewed nor looked at on its lesion's page since.
    """

    kind: str
    id: uuid.UUID
    lesion_id: uuid.UUID | None
    at: datetime.datetime
    what: What
    is_unread: bool


def news_of(
    user: User,
    patient: Patient,
    *,
    since: datetime.datetime | None,
    seen: dict[uuid.UUID, datetime.datetime],
) -> list[News]:
    """Everything new to this person, the newest first, in one query for all kinds.

    Args:
        since: her last review; None: everything is new, and nothing counts as changed.
        seen: when she last opened each lesion's page; what is older there is read.
    """
    parts = [_entered(user, patient, kind, number, since) for number, kind in enumerate(NEWS_KINDS)]
    if since is not None:
        parts += [_changed(user, patient, kind, number, since) for number, kind in enumerate(NEWS_KINDS)]
    found: dict[uuid.UUID, News] = {}
    for number, pk, lesion_id, at, is_change in parts[0].union(*parts[1:], all=True):
        if pk in found:  # a new one that was corrected is new
            continue
        read_at = seen.get(lesion_id) if lesion_id else None
        found[pk] = News(
            NEWS_KINDS[number].key, pk, lesion_id, at,
            "changed" if is_change else "new", read_at is None or at > read_at,
        )  # fmt: skip
    return sorted(found.values(), key=lambda one: (one.at, str(one.id)), reverse=True)


def _entered(
    user: User, patient: Patient, kind: NewsKind, number: int, since: datetime.datetime | None
) -> QuerySet[Any, Any]:
    rows = kind.model.objects.kept().filter(patient=patient, **{f"{kind.there_since}__isnull": False})
    if since is not None:
        rows = rows.filter(**{f"{kind.there_since}__gt": since})
    if kind.left_out is not None:
        rows = rows.exclude(kind.left_out)
    rows = rows.exclude(entered_by=user)
    return _columns(rows, kind, number, F(kind.there_since), is_change=0)


def _changed(
    user: User, patient: Patient, kind: NewsKind, number: int, since: datetime.datetime
) -> QuerySet[Any, Any]:
    """Entries that stood there at the review and were corrected or deleted since, by somebody else."""
    later = kind.model.history.filter(id=OuterRef("pk"), history_type="~", history_date__gt=since)
    later = later.exclude(history_user=user).order_by("-history_date")
    touched = kind.model.history.filter(patient=patient, history_type="~", history_date__gt=since)
    rows = kind.model.objects.filter(
        pk__in=touched.exclude(history_user=user).values("id"), **{f"{kind.there_since}__lte": since}
    )
    if kind.left_out is not None:
        rows = rows.exclude(kind.left_out)
    return _columns(rows, kind, number, Subquery(later.values("history_date")[:1]), is_change=1)


def _columns(
    rows: QuerySet[Any, Any], kind: NewsKind, number: int, at: Any, *, is_change: int
) -> QuerySet[Any, Any]:
    """The same columns for every kind, so that one question asks for all."""
    columns: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            news_kind=Value(number, output_field=IntegerField()),
            news_lesion=_lesion_of(kind),
            news_at=at,
            news_is_change=Value(is_change, output_field=IntegerField()),
        )
        .values_list("news_kind", "pk", "news_lesion", "news_at", "news_is_change")
    )
    return columns


def _lesion_of(kind: NewsKind) -> Any:
    if kind.lesion == "photo":
        links = PhotoLesion.objects.filter(photo=OuterRef("pk")).order_by("pk")
        return Subquery(links.values("lesion_id")[:1], output_field=UUIDField())
    if kind.lesion:
        return F("pk" if kind.lesion == "pk" else "lesion_id")
    return Value(None, output_field=UUIDField())
