"""What happened at the links of a record: written into the audit, read back for those who made them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import note_access_of, patient_ref
from accounts.models import AccessEvent, Patient
from records.models import ShareLink

OPENED = "records:link-page"
PHOTO = "records:link-photo"
PDF = "records:link-pdf"
WRONG_PASSCODE = "records:link-wrong-passcode"
LOCKED = "records:link-locked"
# What stands in "who looked", after "opened" or "was refused:".
WORDS: dict[str, str | Promise] = {
    OPENED: gettext_lazy("what was shared with it"),
    PHOTO: gettext_lazy("a photo in full size"),
    PDF: gettext_lazy("the PDF of what was shared"),
    WRONG_PASSCODE: gettext_lazy("a wrong passcode"),
    LOCKED: gettext_lazy("locked after too many wrong passcodes"),
}
# What stands beside the link itself.
_SHORT: dict[str, str | Promise] = {
    OPENED: gettext_lazy("opened"),
    PHOTO: gettext_lazy("a photo opened in full size"),
    PDF: gettext_lazy("PDF fetched"),
    WRONG_PASSCODE: gettext_lazy("a wrong passcode"),
    LOCKED: gettext_lazy("locked after too many wrong passcodes"),
}
# Enough for a day of one doctor; the rest stands in "who looked".
MOST_LINES = 12


def note(link: ShareLink, action: AccessEvent.Action, what: str, object_id: uuid.UUID | None = None) -> None:
    """Append one event of this link to the audit of its record. No address of a computer is kept."""
    note_access_of(link.audit_ref, patient=link.patient, action=action, what=what, object_id=object_id)


def names_of_links(refs: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What links are called in "who looked", by their references in the audit."""
    links = ShareLink.objects.filter(audit_ref__in=refs).values_list("audit_ref", "for_whom")
    return {ref: _("The link for %(name)s") % {"name": for_whom} for ref, for_whom in links}


@dataclass(frozen=True)
class Line:
    """One thing that happened at a link."""

    at: datetime.datetime
    words: str
    is_refusal: bool


def lines_of(patient: Patient, links: Sequence[ShareLink]) -> dict[uuid.UUID, list[Line]]:
    """What happened at each of these links of one record, newest first; one query for all."""
    if not links:
        return {}
    by_ref = {link.audit_ref: link.pk for link in links}
    events = AccessEvent.objects.filter(
        subject_ref=patient_ref(patient),
        at__gte=min(link.starts_at for link in links),
        actor_ref__in=by_ref,
    ).order_by("-at")
    lines: dict[uuid.UUID, list[Line]] = {link.pk: [] for link in links}
    for event in events:
        is_refusal = event.action == AccessEvent.Action.REFUSED
        words = str(_SHORT.get(event.what, event.what))
        lines[by_ref[event.actor_ref]].append(Line(event.at, words, is_refusal))
    return lines
