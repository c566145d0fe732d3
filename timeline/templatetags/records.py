"""The records that the header offers, with what waits in each."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from django import template
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import switcher
from timeline.models import PatientSummary

register = template.Library()


class Offered(NamedTuple):
    choice: switcher.Choice
    waits: str


@register.simple_tag(takes_context=True)
def record_choices(context: dict[str, Any]) -> list[Offered]:
    """The menu of records, or nothing for whoever can open one only; then it costs no query."""
    record = context.get("record")
    match = getattr(context.get("request"), "resolver_match", None)
    if record is None:
        return []
    choices = switcher.choices(record, match.view_name if match else "")
    counts = _counts([one for one in choices if not one.is_here])
    return [Offered(one, _waits(counts.get(one.patient.pk))) for one in choices]


def _counts(choices: list[switcher.Choice]) -> dict[uuid.UUID, dict[str, int]]:
    """What waits, from summaries that are still right; a record that has moved on since shows no number."""
    if not choices:
        return {}
    today = {one.patient.pk: one.patient.today() for one in choices}
    rows = PatientSummary.objects.filter(patient__in=list(today), revision=F("patient__revision"))
    found = rows.values_list("patient_id", "made_on", "data__counts")
    return {pk: counts for pk, made_on, counts in found if counts and made_on == today[pk]}


def _waits(counts: dict[str, int] | None) -> str:
    if not counts:
        return ""
    words = []
    if care := counts.get("care"):
        words.append(ngettext("%(n)d needs care", "%(n)d need care", care) % {"n": care})
    if due := counts.get("due"):
        words.append(ngettext("%(n)d is due", "%(n)d are due", due) % {"n": due})
    return ", ".join(words) or _("nothing is due")
