"""The dermatologist's list of people by need, with reasons in words and what is new to her."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, DateTimeField, F, Q, QuerySet, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareRelationship, User
from accounts.prepared import Prepared, Value
from care.conditions import CONDITIONS, OTHER
from timeline import worklist_rows
from timeline.models import WorklistRow
from timeline.news import NEWS_KINDS, changed_words
from timeline.worklist_reasons import Rank, Reason, quiet_reason, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Patient

PER_PAGE = 25
# What the queries of the list differ by; see accounts/prepared.py.
VALUES = {
    "user": Value(UUIDField(), uuid.UUID("2c9b6d10-84ef-4a57-b1c3-7f0e9a2d5c07")),
    "now": Value(DateTimeField(), datetime.datetime(2001, 3, 4, 5, 6, 7, 891, datetime.UTC)),
}

SHOWS: dict[str, Q] = {
    "all": Q(),
    "new": Q(unread__gt=0),
    "look": Q(rank__lte=Rank.OPEN),
    "changed": Q(has_changed=True),
    "labs": Q(has_flagged_lab=True),
    "asked": Q(open_requests__gt=0),
    "quiet": Q(rank=Rank.UNSEEN),
}
# Names break ties, so that the order is the same every time.
SORTS: dict[str, tuple[Any, ...]] = {
    "need": ("rank", "place", "patient__name", "patient_id"),
    "unseen": (F("looked_at").asc(nulls_first=True), "patient__name", "patient_id"),
}


def show_label(show: str) -> str:
    return {
        "all": _("All"),
        "new": _("New to you"),
        "look": _("Needs looking at"),
        "changed": _("Changed"),
        "labs": _("Flagged labs"),
        "asked": _("Your open requests"),
        "quiet": _("Quiet"),
    }[show]


@dataclass(frozen=True)
class Choice:
    """How the list is narrowed, sorted and paged; the only things an address of the list may say."""

    show: str = "all"
    sort: str = "need"
    page: int = 1

    @classmethod
    def of(cls, given: dict[str, str] | Any) -> Choice:
        """From a query string or a form; what is unknown counts as not said."""
        show, sort, page = given.get("show", ""), given.get("sort", ""), given.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return cls(show if show in SHOWS else "all", sort if sort in SORTS else "need", max(number, 1))

    @property
    def query(self) -> str:
        return self.with_()

    def with_(self, **other: Any) -> str:
        """The query string of this choice with something else chosen; what is usual is left out."""
        said = {"show": self.show, "sort": self.sort, "page": self.page, **other}
        usual = {"show": "all", "sort": "need", "page": 1}
        kept = {key: value for key, value in said.items() if value != usual[key]}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def carried(self) -> str:
        """What the links into a record carry, so that "next" follows the same order."""
        return self.with_(page=1)


@dataclass(frozen=True)
class Row:
    """One patient on the list."""

    id: Any
    patient: Patient
    about: str
    reasons: list[Reason]
    news: list[str]
    is_marked: bool
    is_behind: bool
    reviewed_at: datetime.datetime | None
    looked_at: datetime.datetime | None
    made_at: datetime.datetime | None
    rank: Rank

    @property
    def is_new(self) -> bool:
        return bool(self.news) or self.is_marked


@dataclass(frozen=True)
class Group:
    heading: str
    count: int  # of all pages
    rows: list[Row]


@dataclass(frozen=True)
class Tab:
    show: str
    label: str
    count: int
    query: str


@dataclass(frozen=True)
class Worklist:
    choice: Choice
    tabs: list[Tab]
    groups: list[Group]
    total: int
    found: int
    pages: int
    behind: int  # how many rows could not be brought up to date within this request
    name: str = ""

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


def worklist_for(user: User, choice: Choice, *, name: str = "") -> Worklist:
    """Everybody who shares with this dermatologist, a page of them: two queries when every row is fresh.

    Args:
        name: only people whose name holds this.
    """
    counts = _counts(user, choice)
    if counts["behind"] or _number_sharing(user) != counts["all"]:
        worklist_rows.add_missing(user)
        worklist_rows.refresh(user, worklist_rows.AT_ONCE)
        counts = _counts(user, choice)
    named = _named(user, choice.show, name) if name else None
    found = counts[choice.show] if named is None else named.count()
    pages = max(-(-found // PER_PAGE), 1)
    choice = Choice(choice.show, choice.sort, min(choice.page, pages))
    first = (choice.page - 1) * PER_PAGE
    if named is not None:
        page = list(named.select_related("patient").order_by(*SORTS[choice.sort])[first : first + PER_PAGE])
    else:
        page = _page(choice.show, choice.sort, first, PER_PAGE).rows(user=user.pk, now=timezone.now())
    return Worklist(
        choice=choice,
        tabs=[Tab(show, show_label(show), counts[show], choice.with_(show=show, page=1)) for show in SHOWS],
        groups=_groups([_row(row) for row in page], choice, counts, found if name else None),
        total=counts["all"],
        found=found,
        pages=pages,
        behind=counts["behind"],
        name=name,
    )


def _named(user: User, show: str, name: str) -> QuerySet[WorklistRow]:
    return worklist_rows.rows_of(user).filter(SHOWS[show], patient__name__icontains=name)


def _groups_query(user: uuid.UUID, now: datetime.datetime) -> QuerySet[WorklistRow, tuple[Any, ...]]:
    columns = ("rank", "unread", "has_changed", "has_flagged_lab", "open_requests")
    rows = worklist_rows.rows_of(User(pk=user), now).order_by().values_list(*columns)
    return rows.annotate(number=Count("pk"), behind=Count("pk", filter=worklist_rows.is_behind(now)))


_GROUPS = Prepared(_groups_query, VALUES)


@lru_cache(maxsize=64)
def _page(show: str, sort: str, first: int, most: int) -> Prepared[WorklistRow]:
    def build(user: uuid.UUID, now: datetime.datetime) -> QuerySet[WorklistRow]:
        rows = worklist_rows.rows_of(User(pk=user), now).filter(SHOWS[show]).select_related("patient")
        return rows.order_by(*SORTS[sort])[first : first + most]

    return Prepared(build, VALUES)


def _counts(user: User, choice: Choice) -> dict[str, int]:
    """Of all who share, whatever is shown: each filter, each group of what is shown, and what is behind.

    Grouped by the plain columns and added up here: a condition for every filter costs more than the rows.
    """
    groups = _GROUPS.rows(user=user.pk, now=timezone.now())
    counts = dict.fromkeys([*SHOWS, "behind"], 0)
    for rank, unread, has_changed, has_flagged_lab, asked, number, behind in groups:
        belongs = {
            "all": True, "new": unread > 0, "look": rank <= Rank.OPEN, "changed": has_changed,
            "labs": has_flagged_lab, "asked": asked > 0, "quiet": rank == Rank.UNSEEN,
        }  # fmt: skip
        for show, is_in in belongs.items():
            counts[show] += number * is_in
        counts[f"rank_{rank}"] = counts.get(f"rank_{rank}", 0) + number * belongs[choice.show]
        counts["behind"] += behind
    return counts


def _sharing_query(user: uuid.UUID, now: datetime.datetime) -> QuerySet[CareRelationship, tuple[int]]:
    access = CareRelationship.objects.active(now).filter(user=user, kind=CareRelationship.Kind.DERMATOLOGIST)
    return access.order_by().values("user_id").annotate(number=Count("pk")).values_list("number")


_SHARING = Prepared(_sharing_query, VALUES)


def _number_sharing(user: User) -> int:
    return next(iter(_SHARING.rows(user=user.pk, now=timezone.now())), (0,))[0]


def _groups(rows: Sequence[Row], choice: Choice, counts: dict[str, int], found: int | None) -> list[Group]:
    if choice.sort == "unseen":
        count = counts[choice.show] if found is None else found
        return [Group(_("Longest unseen first"), count, list(rows))] if rows else []
    groups = []
    for rank in Rank:
        of_rank = [row for row in rows if row.rank == rank]
        count = counts.get(f"rank_{rank}", 0) if found is None else len(of_rank)
        if of_rank:
            groups.append(Group(rank.heading, count, of_rank))
    return groups


def _row(row: WorklistRow) -> Row:
    patient, data = row.patient, row.data
    today = patient.today()
    is_behind = row.revision < patient.revision
    if row.rank == Rank.NOT_SORTED:
        reasons = [Reason("time", _("This record has not been read for the list yet"))]
    else:
        reasons = words_of(data["reasons"], today) or [quiet_reason(data["due_on"], data["last_on"], today)]
    return Row(
        id=row.pk,
        patient=patient,
        about=_about(patient, data.get("conditions", ()), today),
        reasons=reasons,
        news=news_words(data.get("news", {}), data.get("changed", 0)),
        is_marked=data.get("marked", False),
        is_behind=is_behind,
        reviewed_at=row.reviewed_at,
        looked_at=row.looked_at,
        made_at=row.made_at,
        rank=Rank(row.rank),
    )


def news_words(new: dict[str, int], changed: int) -> list[str]:
    """What is new, counted by kind, in the order in which it is listed."""
    words = [kind.words(new[kind.key]) for kind in NEWS_KINDS if new.get(kind.key)]
    return [*words, changed_words(changed)] if changed else words


def _about(patient: Patient, conditions: Sequence[tuple[str, str]], today: datetime.date) -> str:
    age = patient.age_on(today)
    parts = [str(age)] if age is not None else []
    for key, own_words in conditions:
        parts.append(own_words if key == OTHER else str(CONDITIONS[key].name))
    return ", ".join(parts)


def neighbours(user: User, patient: Patient, choice: Choice) -> tuple[Patient | None, Patient | None]:
    """Who comes before and after this patient in the order of the list, as it is stored now."""
    rows = worklist_rows.rows_of(user).order_by(*SORTS[choice.sort])
    if choice.show != "all":  # an empty condition would vanish from the "or"
        rows = rows.filter(SHOWS[choice.show] | Q(patient=patient))
    ids = list(rows.values_list("patient_id", flat=True))
    if patient.pk not in ids:
        return None, None
    place = ids.index(patient.pk)
    around = {step: ids[place + step] for step in (-1, 1) if 0 <= place + step < len(ids)}
    people = user.reviewed_patients().in_bulk(around.values())
    return people.get(around.get(-1)), people.get(around.get(1))
