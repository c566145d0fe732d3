"""What making one of two lesions would do, said before it is done; and what a split can choose from."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.models import ContextEntry, Treatment
from lesions.models import CheckIn, Lesion, LifeEvent, PhotoLesion
from timeline.models import FollowUpRequest, Note


@dataclass(frozen=True)
class Preview:
    """Sentences: what moves to the one that is kept, and what is worth knowing first."""

    moves: list[str]
    remarks: list[str]


def merge_preview(kept: Lesion, other: Lesion) -> Preview:
    return Preview(_moves(other), [*_differences(kept, other), *_collisions(kept, other)])


def _moves(other: Lesion) -> list[str]:
    def of(model: Any) -> int:
        return int(model.objects.kept().filter(lesion=other).count())

    photos = PhotoLesion.objects.filter(lesion=other, photo__deleted_at__isnull=True).count()
    treatments = Treatment.objects.kept().filter(lesions=other).count()
    counted = [
        (n := of(CheckIn), ngettext("%(n)d check-in", "%(n)d check-ins", n)),
        (n := of(LifeEvent), ngettext("%(n)d event", "%(n)d events", n)),
        (n := photos, ngettext("%(n)d photo", "%(n)d photos", n)),
        (n := treatments, ngettext("%(n)d treatment", "%(n)d treatments", n)),
        (n := of(Note), ngettext("%(n)d note of the dermatologist", "%(n)d notes of the dermatologist", n)),
        (n := of(FollowUpRequest), ngettext("%(n)d request", "%(n)d requests", n)),
        (
            n := of(ContextEntry),
            ngettext("%(n)d thing that happened around", "%(n)d things that happened around", n),
        ),
    ]
    return [words % {"n": number} for number, words in counted if number]


def _differences(kept: Lesion, other: Lesion) -> list[str]:
    found = []
    if (kept.site, kept.side) != (other.site, other.side):
        text = _("They stand at different places, %(one)s and %(two)s. The first one counts.")
        found.append(text % {"one": kept.place, "two": other.place})
    if kept.diagnosis_type and other.diagnosis_type and kept.diagnosis_type != other.diagnosis_type:
        text = _("A dermatologist named two types. “%(type)s” counts.")
        found.append(text % {"type": kept.get_diagnosis_type_display()})
    forms = {one.clinician_morphology for one in (kept, other)} - {""}
    if len(forms) == 2:
        text = _("A dermatologist named two forms. “%(form)s” counts.")
        found.append(text % {"form": kept.get_clinician_morphology_display()})
    if kept.noticed_on and other.noticed_on and kept.noticed_on != other.noticed_on:
        found.append(_("The earlier of the two first days counts."))
    if kept.note and other.note:
        found.append(_("Both have a note about themselves. The one of the kept deposit is shown."))
    return found


def _collisions(kept: Lesion, other: Lesion) -> list[str]:
    def of(lesion: Lesion) -> set[Any]:
        return set(CheckIn.objects.of(lesion).values_list("observed_at", flat=True))

    def photos(lesion: Lesion) -> set[uuid.UUID]:
        return set(PhotoLesion.objects.filter(lesion=lesion).values_list("photo_id", flat=True))

    found = []
    if both := len(photos(kept) & photos(other)):
        text = ngettext(
            "%(n)d photo shows both. It stays once.", "%(n)d photos show both. They stay once.", both
        )
        found.append(text % {"n": both})
    if same := len(of(kept) & of(other)):
        text = ngettext(
            "At %(n)d moment both were checked in. Both check-ins are kept.",
            "At %(n)d moments both were checked in. All of these check-ins are kept.",
            same,
        )
        found.append(text % {"n": same})
    if any(
        Treatment.objects.kept().filter(control_lesion=one, lesions=two).exists()
        for one, two in ((kept, other), (other, kept))
    ):
        found.append(
            _("One was treated, the other left untreated to compare. It cannot be both: treated counts.")
        )
    return found
