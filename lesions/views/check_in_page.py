"""The page of one check-in: a new one with its draft, or one that is corrected."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.db.models import Q, QuerySet, UUIDField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from accounts.access import person
from accounts.prepared import Prepared, Value
from lesions import anatomy, drafts, steps
from lesions.forms.check_in import CheckInForm, now_text
from lesions.measure_into import OpenedFrom
from lesions.measured_size import pending, readings_of
from lesions.models import CheckIn, Draft
from lesions.open_form import OpenForm
from lesions.photo_choice import PhotoChoice
from lesions.services import save_check_in
from lesions.submissions import take_key
from lesions.views.back import back_or, came_from
from lesions.views.one_by_one import FormPage

if TYPE_CHECKING:
    from lesions.models import Lesion


def last_before(lesion: Lesion, check_in: CheckIn, *, with_size: bool = False) -> CheckIn | None:
    """The check-in that gives the hints: the newest one before this, or the newest that measured."""
    if check_in._state.adding and not with_size:
        return next(iter(_LAST.rows(lesion=lesion.pk)), None)
    earlier = CheckIn.objects.kept().filter(lesion=lesion)
    if not check_in._state.adding:
        earlier = earlier.filter(observed_at__lt=check_in.observed_at).exclude(pk=check_in.pk)
    if with_size:
        earlier = earlier.filter(Q(length_mm__isnull=False) | Q(width_mm__isnull=False))
    return earlier.order_by("-observed_at").first()


def _last(lesion: uuid.UUID) -> QuerySet[CheckIn]:
    return CheckIn.objects.kept().filter(lesion=lesion).order_by("-observed_at")[:1]


_LAST = Prepared(_last, {"lesion": Value(UUIDField(), uuid.UUID("e4c8a2f6-3d71-4b95-a0e8-5c9f1d7b3a06"))})


class CheckInPage(FormPage):
    """Draws the form, keeps its draft, saves it once."""

    questions = steps.CHECK_IN
    template = "lesions/check_in.html"
    step_template = "lesions/check_in_step.html"

    def __init__(self, request: HttpRequest, lesion: Lesion, check_in: CheckIn) -> None:
        self.lesion, self.check_in = lesion, check_in
        self.is_new = check_in._state.adding
        allowed = not (lesion.patient.is_minor and anatomy.SITES[lesion.site].genital)
        self.photos = PhotoChoice(request, lesion.patient, allowed=allowed)
        self.measured = [] if self.is_new else readings_of(check_in)
        open_form = OpenForm(request, lesion.patient, Draft.Kind.CHECK_IN, str(lesion.pk))
        super().__init__(request, open_form, has_draft=self.is_new)
        self.last = last_before(lesion, check_in)
        sized = self.last is None or self.last.has_size
        self.last_size = self.last if sized else last_before(lesion, check_in, with_size=True)

    def suggested(self) -> dict[str, str]:
        return {"observed_at": now_text()}

    def take_up(self, data: dict[str, list[str]]) -> None:
        """The entry that a draft will become keeps its key, wherever it is finished."""
        self.check_in.pk = drafts.submission_in(data) or self.check_in.pk
        self.photos.take_up(data.get("kept_photos", []))
        self._take_up_measured(data.get("measurement", []))

    def _take_up_measured(self, keys: list[str]) -> None:
        if not self.is_new:
            return
        self.measured = pending([photo.pk for photo in self.photos.kept], keys, by=person(self.request))

    def measuring(self) -> OpenedFrom | None:
        """The form that the page of measuring comes back to; a saved check-in is measured from its photo."""
        if not self.is_new:
            return None
        step = "length_mm" if "step" in self.request.POST else ""
        back = came_from(self.request)
        return OpenedFrom(self.lesion.patient, Draft.Kind.CHECK_IN, str(self.lesion.pk), back, step)

    def take_in_photos(self, data: dict[str, list[str]]) -> bool:
        self.photos.take_in()
        data["kept_photos"] = [str(photo.pk) for photo in self.photos.kept]
        return bool(self.photos.refused)

    def make_form(self, data: QueryDict | None) -> CheckInForm:
        has_photos = bool(self.photos.kept) or (not self.is_new and self._has_photos_already())
        return CheckInForm(
            data, instance=self.check_in, last=self.last, last_size=self.last_size, has_photos=has_photos,
            measured=self.measured,
        )  # fmt: skip

    def _has_photos_already(self) -> bool:
        return self.check_in.photo_lesions.filter(photo__deleted_at__isnull=True).exists()

    def save(self, posted: QueryDict) -> HttpResponse:
        if self.is_new and take_key(self.request, self.check_in):
            return self._done()  # the same form, sent a second time
        if "step" not in self.request.POST:
            self.photos.take_in()
        self._take_up_measured(posted.getlist("measurement"))
        form = self.make_form(posted)
        if not form.is_valid():
            if self.is_new:
                self.open.keep_posted(posted, self.photos.kept)
            return self.show_errors(form, posted)
        try:
            save_check_in(
                form.instance, lesion=self.lesion, photos=self.photos.kept, by=person(self.request),
                measured=self.measured,
            )  # fmt: skip
        except IntegrityError:
            # Its twin was saved between the look and the write.
            mine = CheckIn.objects.filter(lesion=self.lesion, entered_by=person(self.request))
            if not (self.is_new and mine.filter(pk=self.check_in.pk).exists()):
                raise
        return self._done()

    def _done(self) -> HttpResponse:
        if self.is_new:
            self.open.forget()
        done = self.photos.done(_("Saved for %(name)s.") % {"name": self.lesion.name}, self.lesion)
        return back_or(self.request, self.lesion) if came_from(self.request) else done

    def context(self) -> dict[str, Any]:
        return {
            "lesion": self.lesion,
            "patient": self.lesion.patient,
            "last": self.last,
            "photos": self.photos,
            "measured": self.measured,
            "check_in": self.check_in,
            "is_new": self.is_new,
            "drawn_at": now_text(),
        }
