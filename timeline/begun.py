"""What somebody has begun to write in a record and not saved yet, in words, with the way back to it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from lesions import anatomy, drafts
from lesions.models import Draft

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from timeline.summary import LesionLine

Kind = Draft.Kind


@dataclass(frozen=True)
class Begun:
    name: str
    at: datetime.datetime
    url: str
    discard_url: str


def begun(patient: Patient, user: User, lines: Sequence[LesionLine]) -> tuple[list[Begun], bool]:
    """The forms that were begun, and whether a walk through the due deposits was begun today."""
    kept = drafts.begun(user, patient)
    names = {line.id: line.name for line in lines}
    walking = any(draft.kind == Kind.WALK and draft.key == str(patient.today()) for draft in kept)
    found = [(draft, _name_and_url(patient, draft, names)) for draft in kept if draft.kind != Kind.WALK]
    return [_begun(patient, draft, *there) for draft, there in found if there], walking


def _begun(patient: Patient, draft: Draft, name: str, url: str) -> Begun:
    discard_url = reverse("lesions:draft-discard", args=[patient.pk, draft.kind, draft.key])
    return Begun(name, draft.updated_at, url, discard_url)


def _name_and_url(patient: Patient, draft: Draft, names: dict[str, str]) -> tuple[str, str] | None:
    """None for a form that is not there any more, such as of a deleted deposit."""
    if draft.kind == Kind.CHECK_IN:
        name = names.get(draft.key)
        return (name, reverse("lesions:check-in", args=[draft.key])) if name else None
    if draft.kind == Kind.DAY:
        day = datetime.date.fromisoformat(draft.key)
        name = _("The day, %(day)s") % {"day": format_date(day, "j F")}
        return name, reverse("lesions:day", args=[patient.pk, day])
    site, side = drafts.place_of(draft.key)
    name = _("New deposit: %(place)s") % {"place": anatomy.site_label(site, side)}
    return name, reverse("lesions:lesion-add", args=[patient.pk, site, side])
