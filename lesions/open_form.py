"""The draft behind a form that is open: what was typed before, where to keep what is typed now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict

from accounts.access import person
from accounts.addresses import address
from lesions import drafts

if TYPE_CHECKING:
    from django.forms import BaseForm

    from accounts.models import Patient
    from lesions.models import Draft, Photo


class OpenForm:
    """One form of one person. Templates read ``draft``, ``keep_url`` and ``discard_url``."""

    def __init__(self, request: HttpRequest, patient: Patient, kind: str, key: str) -> None:
        self.user, self.patient, self.kind, self.key = person(request), patient, kind, key
        where = [patient.pk, kind, key]
        self.keep_url = address("lesions:draft-keep", *where)
        self.discard_url = address("lesions:draft-discard", *where)

    @cached_property
    def draft(self) -> Draft | None:
        return drafts.find(self.user, self.patient, self.kind, self.key)

    def typed(self, defaults: Mapping[str, str]) -> QueryDict | None:
        """What was typed before, with the page's own suggestions in the gaps; None for a fresh form."""
        return drafts.as_posted(self.draft, defaults) if self.draft else None

    def keep(self, data: dict[str, Any]) -> None:
        self.__dict__["draft"] = drafts.keep(self.user, self.patient, self.kind, self.key, data)

    def keep_posted(self, posted: QueryDict, photos: Sequence[Photo] = ()) -> None:
        """Keep a form that could not be saved yet, with the photos that came with it."""
        try:
            data = drafts.values_of(self.kind, posted)
        except ValidationError:
            return  # too long for a draft; it stands in the form that is shown again
        if photos:
            data["kept_photos"] = [str(photo.pk) for photo in photos]
        self.keep(data)

    def forget(self) -> None:
        drafts.forget(self.user, self.patient, self.kind, self.key)


def without_complaints(form: BaseForm) -> None:
    """Show what a draft holds as it was typed, without calling unfinished answers wrong."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]  # Django's own mark of a form that was checked
