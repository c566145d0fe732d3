"""The open form that asked for a measurement: where it stands, and how the accepted size gets into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from lesions import anatomy, drafts
from lesions.measured_size import tenth
from lesions.models import Draft

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from lesions.models import Measurement, Photo

KINDS = (Draft.Kind.CHECK_IN, Draft.Kind.LESION)
GO = "measure-"  # what the button of a photo sends: this and the photo's id


@dataclass(frozen=True)
class OpenedFrom:
    """The form of one person that waits in a draft.

    Args:
        kind, key: as in ``Draft``.
        back: where its own way back leads, such as "walk".
        step: the question it is at, one by one; empty on the whole form.
    """

    patient: Patient
    kind: str
    key: str
    back: str = ""
    step: str = ""

    @property
    def lesion_id(self) -> str:
        return self.key if self.kind == Draft.Kind.CHECK_IN else ""

    @property
    def site(self) -> str:
        return drafts.place_of(self.key)[0] if self.kind == Draft.Kind.LESION else ""

    @property
    def form_url(self) -> str:
        """The form, at the question about the size where it asks one by one."""
        if self.kind == Draft.Kind.LESION:
            site, side = drafts.place_of(self.key)
            return reverse("lesions:lesion-add", args=[self.patient.pk, site, side])
        asked = {name: value for name, value in (("step", self.step), ("back", self.back)) if value}
        url = reverse("lesions:check-in", args=[self.key])
        return f"{url}?{urlencode(asked)}" if asked else url

    def measure_url(self, photo_id: object) -> str:
        said = {"into": self.kind, "key": self.key, "back": self.back, "step": self.step}
        asked = urlencode({name: value for name, value in said.items() if value})
        if self.kind == Draft.Kind.CHECK_IN:
            return f"{reverse('lesions:measure', args=[photo_id, self.key])}?{asked}"
        return f"{reverse('lesions:measure-unnamed', args=[photo_id])}?{asked}"


def opened_from(patient: Patient, asked: dict[str, str]) -> OpenedFrom | None:
    """The form named in an address, if this record has such a form."""
    kind, key = asked.get("into", ""), asked.get("key", "")
    if kind not in KINDS or not drafts.is_form_of(patient, kind, key):
        return None
    if kind == Draft.Kind.LESION and drafts.place_of(key)[0] not in anatomy.SITES:
        return None
    return OpenedFrom(patient, kind, key, asked.get("back", ""), asked.get("step", ""))


def fill_draft(form: OpenedFrom, measurement: Measurement, photo: Photo, *, by: User) -> None:
    """Put the accepted size into the form, with the photo it was read from; what was typed besides stays."""
    draft = drafts.find(by, form.patient, form.kind, form.key)
    data = dict(draft.data) if draft else {}
    for name in ("length_mm", "width_mm"):
        value = tenth(getattr(measurement, name))
        data[name] = [f"{value}"] if value is not None else []
    data["method"] = [measurement.method]
    data["measurement"] = [*data.get("measurement", []), str(measurement.pk)][-drafts.MAX_VALUES :]
    photos = data.get("kept_photos", [])
    data["kept_photos"] = photos if str(photo.pk) in photos else [*photos, str(photo.pk)]
    drafts.keep(by, form.patient, form.kind, form.key, {name: kept for name, kept in data.items() if kept})
