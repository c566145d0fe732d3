"""The page on which a deposit is added: its draft, its photos, its first check-in."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import person
from lesions import anatomy, drafts
from lesions.forms.check_in import FirstCheckInForm
from lesions.forms.lesion import LesionForm, MapPointForm
from lesions.measure_into import GO, OpenedFrom
from lesions.measured_size import pending
from lesions.models import CheckIn, Draft, Lesion, Measurement
from lesions.open_form import OpenForm, without_complaints
from lesions.photo_choice import PhotoChoice
from lesions.services import add_lesion, next_name
from lesions.submissions import take_key


class LesionAddPage:
    """Draws the form, keeps its draft, saves it once."""

    def __init__(self, request: HttpRequest, lesion: Lesion) -> None:
        self.request, self.lesion, self.patient = request, lesion, lesion.patient
        allowed = not (self.patient.is_minor and anatomy.SITES[lesion.site].genital)
        self.photos = PhotoChoice(request, self.patient, allowed=allowed)
        self.measured: list[Measurement] = []
        self.open = OpenForm(request, self.patient, Draft.Kind.LESION, f"{lesion.site}-{lesion.side}")

    def answer(self) -> HttpResponse:
        if self.request.method == "POST":
            return self._save()
        typed = self.open.typed({})
        if typed is not None:
            self.lesion.pk = drafts.submission_in(dict(typed.lists())) or self.lesion.pk
            self.photos.take_up(typed.getlist("kept_photos"))
            self._take_up_measured(typed)
        self._make_forms(typed)
        if typed is not None:
            for form in (self.form, self.first, self.point):
                without_complaints(form)
        return self._show()

    def _make_forms(self, data: QueryDict | None) -> None:
        lesion = self.lesion
        name = next_name(self.patient, lesion.site, lesion.side)
        self.form = LesionForm(data, instance=lesion, initial={"name": name})
        check_in = CheckIn(patient=self.patient, lesion=lesion)
        self.first = FirstCheckInForm(data, instance=check_in, measured=self.measured)
        self.point = MapPointForm(data)

    def _take_up_measured(self, data: QueryDict) -> None:
        photos = [photo.pk for photo in self.photos.kept]
        self.measured = pending(photos, data.getlist("measurement"), by=person(self.request))

    def _save(self) -> HttpResponse:
        made = take_key(self.request, self.lesion)
        if made:
            self.lesion = made
            return self._done()  # the same form, sent a second time
        self.photos.take_in()
        self._take_up_measured(self.request.POST)
        self._make_forms(self.request.POST)
        if self.request.POST.get("go", "") == "photos" or self._photo_to_measure():
            return self._keep_and_go()
        if not (self.form.is_valid() and self.first.is_valid()):
            self.open.keep_posted(self.request.POST, self.photos.kept)
            return self._show()
        self.point.put_on(self.lesion)
        with_check_in = self.first.instance if self.first.says_something or self.photos.kept else None
        try:
            add_lesion(
                lesion=self.lesion, first_check_in=with_check_in, photos=self.photos.kept,
                by=person(self.request), measured=self.measured,
            )  # fmt: skip
        except IntegrityError:
            # Its twin was saved between the look and the write.
            mine = Lesion.objects.filter(patient=self.patient, entered_by=person(self.request))
            if not mine.filter(pk=self.lesion.pk).exists():
                raise
        return self._done()

    def _photo_to_measure(self) -> str:
        go = self.request.POST.get("go", "")
        return go.removeprefix(GO) if go.startswith(GO) else ""

    def _keep_and_go(self) -> HttpResponse:
        """To the page of measuring, or back here with the photos that came; all that was typed is kept."""
        self.open.keep_posted(self.request.POST, self.photos.kept)
        photo_id = self._photo_to_measure()
        if photo_id in [str(photo.pk) for photo in self.photos.kept]:
            return HttpResponseRedirect(
                OpenedFrom(self.patient, self.open.kind, self.open.key).measure_url(photo_id)
            )
        return HttpResponseRedirect(f"{self.request.path}#photo-title")

    def _done(self) -> HttpResponse:
        self.open.forget()
        return self.photos.done(_("%(name)s is in the record.") % {"name": self.lesion.name}, self.lesion)

    def _show(self) -> HttpResponse:
        context = {
            "patient": self.patient,
            "lesion": self.lesion,
            "here": Lesion.objects.kept().filter(
                patient=self.patient, site=self.lesion.site, side=self.lesion.side
            ),
            "form": self.form,
            "check_in_form": self.first,
            "point": self.point,
            "photos": self.photos,
            "measured": self.measured,
            "open_form": self.open,
        }
        return render(self.request, "lesions/lesion_add.html", context)
