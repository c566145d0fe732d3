"""Drafts of open forms: kept on the server for the person who types, found again, removed when saved."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, QuerySet, UUIDField
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.prepared import Prepared, Value
from lesions import anatomy
from lesions.models import CheckIn, DailyEntry, Draft, Lesion
from lesions.partial_dates import EARLIEST_YEAR

if TYPE_CHECKING:
    from accounts.models import Patient, User

Kind = Draft.Kind
KEPT_FOR = datetime.timedelta(days=30)
MAX_CHARACTERS = 12_000
MAX_VALUES = 30
MOST_KEPT = 200  # of one person in one record; every day of the past has a form, so a script could keep many
FORM_FIELDS: dict[str, frozenset[str]] = {
    Kind.CHECK_IN: frozenset(
        {
            "submission", "observed_at", "anchor", "length_mm", "width_mm", "height_mm", "method",
            "lump_count", "arrangement", "colour", "consistency", "surface", "drainage", "pain_rest",
            "pain_pressure", "itch", "redness", "warmth", "swelling", "tenderness", "function", "note",
            "kept_photos", "size_confirmed", "measurement",
        }
    ),
    Kind.DAY: frozenset(
        {
            "submission", "anchor", "pain", "hands_small_things", "hands_grip", "hands_self_care", "signs",
            "note",
        }
    ),
    Kind.LESION: frozenset(
        {
            "submission", "name", "noticed_day", "noticed_month", "noticed_year", "morphology", "visibility",
            "note", "length_mm", "width_mm", "method", "pain_rest", "map_view", "map_x", "map_y",
            "kept_photos", "measurement",
        }
    ),
}  # fmt: skip
# What the page fills in by itself; a draft of nothing else would be none.
BY_ITSELF = frozenset({"submission", "size_confirmed", "name", "map_view", "map_x", "map_y"})


def values_of(kind: str, posted: QueryDict) -> dict[str, list[str]]:
    """What was typed, without empty answers and without fields that the form does not have.

    Raises:
        ValidationError: it is more than a person types.
    """
    data: dict[str, list[str]] = {}
    for name in FORM_FIELDS[kind] & posted.keys():
        values = [kept for value in posted.getlist(name) if (kept := value.replace("\0", ""))]
        if values:
            data[name] = values[:MAX_VALUES]
    # The moment that the page suggested is no answer: tomorrow it would be wrong.
    if data.get("observed_at") == [posted.get("drawn_at", "")]:
        del data["observed_at"]
    if sum(len(value) for values in data.values() for value in values) > MAX_CHARACTERS:
        raise ValidationError(_("This is too long to be kept as a draft. Save it, or make it shorter."))
    return data


def says_anything(data: Mapping[str, Any]) -> bool:
    return any(values for name, values in data.items() if name not in BY_ITSELF)


def find(user: User, patient: Patient, kind: str, key: str) -> Draft | None:
    """The draft of this person's form. Call only for a patient whose record the person may write in."""
    return next(iter(_FIND.rows(user=user.pk, patient=patient.pk, kind=kind, key=key)), None)


def _draft(user: uuid.UUID, patient: uuid.UUID, kind: str, key: str) -> QuerySet[Draft]:
    return Draft.objects.filter(user=user, patient=patient, kind=kind, key=key).order_by("pk")[:1]


_FIND = Prepared(
    _draft,
    {
        "user": Value(UUIDField(), uuid.UUID("0a7c3f52-1b8d-4e69-9c47-d2e5f8a1b604")),
        "patient": Value(UUIDField(), uuid.UUID("b6e2d9c1-5f3a-4c07-8e1b-3a9d7f2c4e05")),
        "kind": Value(CharField(), "an example of a kind"),
        "key": Value(CharField(), "an example of a key"),
    },
)


def keep(user: User, patient: Patient, kind: str, key: str, data: dict[str, Any]) -> Draft | None:
    """Keep what was typed in place of what was kept before; nothing typed leaves no draft."""
    if not says_anything(data) or _is_saved_already(user, patient, kind, data):
        forget(user, patient, kind, key)
        return None
    return _store(user, patient, kind, key, data)


def _store(user: User, patient: Patient, kind: str, key: str, data: dict[str, Any]) -> Draft | None:
    which: dict[str, Any] = {"user": user, "patient": patient, "kind": kind, "key": key}
    for _try in range(2):  # two tabs that begin at once collide: the later one writes over the first
        try:
            with transaction.atomic():
                draft, is_new = Draft.objects.update_or_create(**which, defaults={"data": data})
                if is_new:
                    _drop_oldest(user, patient)
                return draft
        except IntegrityError:
            continue
    return None  # the record or the account was erased at this very moment


def _drop_oldest(user: User, patient: Patient) -> None:
    newest = Draft.objects.filter(user=user, patient=patient).order_by("-updated_at")
    too_many = list(newest.values_list("pk", flat=True)[MOST_KEPT:])
    if too_many:
        Draft.objects.filter(pk__in=too_many).delete()


def _is_saved_already(user: User, patient: Patient, kind: str, data: Mapping[str, list[str]]) -> bool:
    """A page that is left sends its draft once more; the entry may be saved before that arrives.

    Only this person's own entries of this record count: the answer tells of no other whether it is there.
    """
    submission = submission_in(data)
    model: Any = {Kind.CHECK_IN: CheckIn, Kind.LESION: Lesion}.get(Kind(kind))
    if submission is None or model is None:
        return False
    own: bool = model.objects.filter(pk=submission, patient=patient, entered_by=user).exists()
    return own


def forget(user: User, patient: Patient, kind: str, key: str) -> None:
    Draft.objects.filter(user=user, patient=patient, kind=kind, key=key).delete()


def begun(user: User, patient: Patient) -> list[Draft]:
    """Everything this person has begun in this record, newest first."""
    return list(Draft.objects.filter(user=user, patient=patient).order_by("-updated_at")[:20])


def as_posted(draft: Draft, defaults: Mapping[str, str]) -> QueryDict:
    """The draft as its form would send it; what the page suggests fills the gaps."""
    return as_posted_data(draft.data, defaults)


def as_posted_data(data: Mapping[str, list[str]], defaults: Mapping[str, str]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, value in defaults.items():
        posted[name] = value
    for name, values in data.items():
        posted.setlist(name, values)
    return posted


def submission_in(data: Mapping[str, list[str]]) -> uuid.UUID | None:
    try:
        return uuid.UUID(data["submission"][0])
    except (KeyError, IndexError, ValueError):
        return None


def place_of(key: str) -> tuple[str, str]:
    """Site and side of the draft of a new lesion."""
    site, _dash, side = key.rpartition("-")
    return site, side


def is_form_of(patient: Patient, kind: str, key: str) -> bool:
    """Whether this patient's record has such a form at all."""
    if kind == Kind.CHECK_IN:
        try:
            return Lesion.objects.kept().filter(patient=patient, pk=uuid.UUID(key)).exists()
        except ValueError:
            return False
    if kind == Kind.DAY:
        return _is_day(key, patient)
    if kind == Kind.LESION:
        site, side = place_of(key)
        return site in anatomy.SITES and side in anatomy.sides_for(site)
    return False


def _is_day(key: str, patient: Patient) -> bool:
    try:
        day = parse_date(key)
    except ValueError:
        return False
    if day is None or day.isoformat() != key:
        return False
    return day.year >= EARLIEST_YEAR and day <= patient.today()


def photo_ids_in_drafts() -> set[str]:
    """Photos that wait in a draft: they stay as long as the draft does."""
    rows = Draft.objects.exclude(kind=Kind.WALK).values_list("data", flat=True)
    return {photo for data in rows for photo in data.get("kept_photos", [])}


def said_in(entry: DailyEntry | None) -> dict[str, list[str]]:
    """What a saved day says, as its form would send it: a draft of one question must not empty the others."""
    if entry is None or entry._state.adding:
        return {}
    said = {name: getattr(entry, name) for name in FORM_FIELDS[Kind.DAY] - {"submission"}}
    answers = {name: value for name, value in said.items() if value not in (None, "", [])}
    return {name: value if isinstance(value, list) else [str(value)] for name, value in answers.items()}


def kept_or_saved(user: User, patient: Patient, kind: str, key: str) -> dict[str, list[str]]:
    """What the other questions of a form say while one of them is typed: from the draft, or the saved day."""
    draft = find(user, patient, kind, key)
    if draft is not None or kind != Kind.DAY:
        return dict(draft.data) if draft else {}
    return said_in(DailyEntry.objects.kept().filter(patient=patient, on=key).first())
