"""The page "who looked": events of the audit in words, by day and person."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import patient_ref, user_ref
from accounts.models import AccessEvent, AuditSubject, Patient, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

Words = str | Promise
# Gives the names of rows by their ids, such as "left thumb tip 2"; the app that owns the rows registers it.
NamesOf = Callable[[Sequence[uuid.UUID]], dict[uuid.UUID, str]]

PER_PAGE = 100
_words: dict[str, Words] = {
    "accounts:sharing": gettext_lazy("the sharing"),
    "accounts:access-log": gettext_lazy("this list"),
    "accounts:patient-edit": gettext_lazy("the details of the record"),
    "accounts:relationship-end": gettext_lazy("an access"),
    "accounts:invitation-withdraw": gettext_lazy("an invitation"),
    "accounts:invitation-waiting": gettext_lazy("the sharing, by accepting an invitation"),
    "accounts:handover": gettext_lazy("how the record passes to the patient"),
    "accounts:relationship-writing": gettext_lazy("what a caregiver may do"),
    "accounts:consent": gettext_lazy("the consent"),
    "timeline:overview": gettext_lazy("the overview"),
    "timeline:home": gettext_lazy("the home page"),
    "timeline:timeline": gettext_lazy("the timeline"),
    "timeline:lesion": gettext_lazy("the page of a deposit"),
    "timeline:search": gettext_lazy("the search"),
    "timeline:review": gettext_lazy("the review"),
    "lesions:photo": gettext_lazy("a photo"),
}
_by_app: dict[str, Words] = {
    "accounts": gettext_lazy("the sharing"),
    "lesions": gettext_lazy("deposits and entries"),
    "labs": gettext_lazy("lab results"),
    "care": gettext_lazy("conditions, treatments and reports"),
    "timeline": gettext_lazy("the record"),
    "records": gettext_lazy("printing and export"),
    "education": gettext_lazy("an article"),
}
_names: dict[str, NamesOf] = {}
_actors: list[NamesOf] = []


def describe(url_name: str, words: Words, names_of: NamesOf | None = None) -> None:
    """Say what a page is called in "who looked". Apps call it from ``AppConfig.ready``.

    Args:
        url_name: such as ``timeline:lesion``.
        words: fit after "opened", such as "the page of a deposit".
        names_of: turns the ids of the rows that were opened into names; rows that are gone are left out.
    """
    _words[url_name] = words
    if names_of:
        _names[url_name] = names_of


def name_actors(names_of: NamesOf) -> None:
    """Say who stands behind references that are no person's, such as those of shared links.

    Args:
        names_of: turns references of the audit into names; those it does not know are left out.
    """
    _actors.append(names_of)


@dataclass(frozen=True)
class Line:
    """One person's looks at one page on one day: "opened the overview", how often, and when last."""

    action: str
    what: str
    times: int
    last_at: datetime.datetime


@dataclass(frozen=True)
class Visitor:
    name: str
    is_viewer: bool
    lines: list[Line]


@dataclass(frozen=True)
class Day:
    on: datetime.date
    visitors: list[Visitor]


def events_about(patient: Patient, *, viewer: User, with_own: bool) -> QuerySet[AccessEvent]:
    """The events of a record, newest first; the viewer's own only when asked for."""
    events = AccessEvent.objects.filter(subject_ref=patient_ref(patient)).order_by("-at", "-id")
    return events if with_own else events.exclude(actor_ref=user_ref(viewer))


@dataclass(frozen=True)
class Look:
    """That somebody opened something, for where there is no room for more."""

    name: str
    at: datetime.datetime


def latest_looks(patient: Patient, *, viewer: User, most: int) -> list[Look]:
    """The newest looks of others, newest first; none means that nobody else has ever opened the record."""
    looks = events_about(patient, viewer=viewer, with_own=False).exclude(action=AccessEvent.Action.REFUSED)
    events = list(looks[:most])
    people = _people(events)
    return [Look(_name_of(people.get(event.actor_ref)), event.at) for event in events]


def page_of_days(
    patient: Patient, *, viewer: User, with_own: bool, number: str
) -> tuple[Page[AccessEvent], list[Day]]:
    """One page of the log, grouped by day (in the current zone) and person."""
    page = Paginator(events_about(patient, viewer=viewer, with_own=with_own), PER_PAGE).get_page(number)
    events = list(page.object_list)
    people = _people(events)
    names = _names_for(events)
    days = []
    for on, of_day in groupby(events, key=lambda event: timezone.localdate(event.at)):
        by_person: dict[uuid.UUID, list[AccessEvent]] = {}
        for event in of_day:
            by_person.setdefault(event.actor_ref, []).append(event)
        visitors = [_visitor(people.get(ref), looks, viewer, names) for ref, looks in by_person.items()]
        days.append(Day(on, visitors))
    return page, days


def _people(events: list[AccessEvent]) -> dict[uuid.UUID, User | str | None]:
    """Who stands behind the references of these events; those erased are left out.

    One query; another only where somebody is no person with an account.
    """
    refs = {event.actor_ref for event in events}
    subjects = AuditSubject.objects.filter(ref__in=refs).select_related("user")
    people: dict[uuid.UUID, User | str | None] = {subject.ref: subject.user for subject in subjects}
    for names_of in _actors:
        if strangers := refs - people.keys():
            people |= names_of(list(strangers))
    return people


def _name_of(person: User | str | None) -> str:
    return str(person) if person else _("Somebody who has left")


def _visitor(
    person: User | str | None, events: list[AccessEvent], viewer: User, names: dict[uuid.UUID, str]
) -> Visitor:
    grouped: dict[tuple[str, str], list[AccessEvent]] = {}
    for event in events:
        grouped.setdefault((event.action, _in_words(event, names)), []).append(event)
    lines = [
        Line(_action(action), what, len(looks), looks[0].at) for (action, what), looks in grouped.items()
    ]
    return Visitor(_name_of(person), person == viewer, lines)


def _names_for(events: list[AccessEvent]) -> dict[uuid.UUID, str]:
    """Names of the rows on this page, asked for once per kind of page."""
    names: dict[uuid.UUID, str] = {}
    for url_name, names_of in _names.items():
        ids = [event.object_ref for event in events if event.what == url_name and event.object_ref]
        if ids:
            names |= names_of(ids)
    return names


def _in_words(event: AccessEvent, names: dict[uuid.UUID, str]) -> str:
    if event.object_ref and event.object_ref in names:
        return names[event.object_ref]
    if event.what in _words:
        return str(_words[event.what])
    return str(_by_app.get(event.what.partition(":")[0], _("a page of the record")))


def _action(action: str) -> str:
    return {
        "view": _("opened"),
        "change": _("changed"),
        "download": _("opened a file:"),
        "refused": _("was refused:"),
    }.get(action, _("opened"))
