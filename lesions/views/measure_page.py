"""The page on which a deposit is measured. It works with plain forms; the script draws on the same page.

Without script each tap is a form that is sent: the picture is an ``<input type="image">``, and what was
tapped before travels along in hidden fields. Nothing is kept but what is accepted.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.access import person
from accounts.services import save_clinical
from lesions import measure_words
from lesions.forms.measure import NO_CARD, AskForm, OutlineForm
from lesions.measure_again import reading_before
from lesions.measure_into import OpenedFrom, fill_draft, opened_from
from lesions.measure_services import MeasuringBusy
from lesions.measured_size import fill_check_in
from lesions.measurement.surfaces import is_known, needs_straight_view, surface_of
from lesions.measurement.terms import Surface
from lesions.measurement_keeping import Drawn, accept
from lesions.measurement_services import NotHere, propose
from lesions.models import CheckIn, Measurement, PhotoLesion, SecondReading
from lesions.second_readings import answer_with
from lesions.submissions import submission_of
from lesions.templatetags.measure import reading_words
from lesions.vocabulary import CardKind, Method, SkinShape

if TYPE_CHECKING:
    from lesions.measure_terms import Answer
    from lesions.models import Lesion, MeasureCard, Photo

#: how wide the picture is shown without script, in CSS pixels: a phone's width, and a larger one
WIDTHS = {"phone": 288, "large": 720}
FINGERS = (SkinShape.FINGER_PAD, SkinShape.FINGER_JOINT, SkinShape.FINGER_SIDE)
EACH = ("tap", "box", "known")


def surface_at(site: str) -> str:
    """How the skin curves at a site of the atlas; empty where that is not known: the photo is then asked."""
    return surface_of(site).value if is_known(site) else ""


class MeasurePage:
    """Asks, proposes, keeps. ``lesion`` is None for one that is being added."""

    def __init__(self, request: HttpRequest, photo: Photo, lesion: Lesion | None) -> None:
        self.request, self.photo, self.lesion = request, photo, lesion
        self.user, self.record = person(request), request.record  # type: ignore[attr-defined]  # set by row_or_404
        self.opened: OpenedFrom | None = None
        if self.record.may_write:
            self.opened = opened_from(photo.patient, {**request.GET.dict(), **request.POST.dict()})
        self.asked = self._asked()
        self.surface = self._surface()
        self.cards: list[MeasureCard] = list(photo.patient.measurecards.in_use())
        self.width = WIDTHS.get(request.POST.get("shown") or request.GET.get("shown") or "", WIDTHS["phone"])

    def _asked(self) -> list[SecondReading]:
        """What she reads a second time here: then nothing of an earlier reading is offered."""
        if self.lesion is None or not self.record.is_dermatologist:
            return []
        asked = SecondReading.objects.open_for(self.user).filter(first__lesion=self.lesion)
        return list(asked.select_related("first"))

    @property
    def answering(self) -> SecondReading | None:
        return next((row for row in self.asked if row.first.photo_id == self.photo.pk), None)

    def _surface(self) -> str:
        return surface_at(self.lesion.site if self.lesion else self.opened.site if self.opened else "")

    # ---- where it leads -------------------------------------------------------------------------------
    @property
    def next_url(self) -> str:
        """Back to the form, to where the address says (here only), or to the deposit."""
        said = self.request.POST.get("next") or self.request.GET.get("next") or ""
        if said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None):
            return said
        if self.opened:
            return self.opened.form_url
        if self.answering:
            return reverse("lesions:second-reading", args=[self.answering.pk])
        if self.lesion:
            return reverse("timeline:lesion", args=[self.lesion.pk])
        return reverse("lesions:photo", args=[self.photo.pk])

    # ---- asking ---------------------------------------------------------------------------------------
    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(AskForm(initial=self.remembered(), cards=self.cards, surface=self.surface))
        if "ask" in self.request.POST:
            return self._propose()
        return self._accept()

    def remembered(self) -> dict[str, str]:
        """The card and its place as at the last measurement in this record; else the newest card.

        A second reader finds the card herself: only what she said before is remembered for her.
        """
        rows = Measurement.objects.kept().filter(patient=self.photo.patient, method=Method.PHOTO_CARD)
        if self.asked:
            rows = rows.filter(entered_by=self.user)
        last = rows.order_by("-entered_at").first()
        newest = str(self.cards[0].pk) if self.cards else ""
        if last is None:
            return {"card": newest}
        said = last.scale["setting"]
        own = {str(card.pk) for card in self.cards}
        card = str(last.card_id) if str(last.card_id) in own else newest or said["card"]
        hand = {True: "yes", False: "no"}.get(said["hand_lies"], "")
        return {"card": card, "place": said["place"], "hand": hand}

    def _propose(self) -> HttpResponse:
        posted = self.request.POST.copy()
        tapped = self._tapped()
        if tapped:
            self._take_up(posted, tapped)
        form = AskForm(posted, cards=self.cards, surface=self.surface)
        if not form.is_valid():
            return self.show(form)
        asked = form.asked
        if not asked.card_kind and not form.cleaned_data["known"]:
            return self.show(form)
        try:
            answer = propose(self.photo, asked, by=self.user, lesion=None if self.asked else self.lesion)
        except MeasuringBusy:
            form.add_error(None, measure_words.busy())
            return self.show(form)
        return self.show(form, answer)

    def _tapped(self) -> str:
        """Where the picture was tapped, or what was typed as "across" and "down" in percent; as a place."""
        posted = self.request.POST
        height = self.width * self.photo.height_px / self.photo.width_px
        for across, down, wide, high in (
            ("picture.x", "picture.y", self.width, height),
            ("across", "down", 100, 100),
        ):
            try:
                x, y = (
                    float(posted[across].replace(",", ".")) / wide,
                    float(posted[down].replace(",", ".")) / high,
                )
            except (KeyError, ValueError):
                continue
            return f"{min(max(x, 0), 1):.5f},{min(max(y, 0), 1):.5f}"
        return ""

    def _take_up(self, posted: Any, place: str) -> None:
        """A tap is the deposit; without a card the first two taps are the ends of the known length."""
        if posted.get("card") != NO_CARD:
            posted["tap"], posted["box"] = place, ""
        elif not posted.get("known"):
            ends = [*filter(None, [posted.get("first_end", "")]), place]
            if len(ends) == 1:
                posted["first_end"] = place
            else:
                posted["known"], posted["first_end"] = ",".join(ends), ""
        else:
            posted["tap"], posted["box"] = place, ""

    # ---- keeping --------------------------------------------------------------------------------------
    def _accept(self) -> HttpResponse:
        form = OutlineForm(self.request.POST, photo=self.photo, by=self.user)
        if not form.is_valid():
            return self._not_accepted([str(error) for errors in form.errors.values() for error in errors])
        said = form.cleaned_data
        check_in = self._check_in()
        try:
            made = accept(
                self.photo,
                Drawn(said["scale"], said["outlines"], said["lines"], said["redness"]),
                by=self.user,
                submission=submission_of(self.request) or uuid.uuid4(),
                lesion=None if self.opened else self.lesion,
                check_in=None if self.opened else check_in,
                as_clinician=self.record.is_dermatologist,
            )
        except NotHere as error:
            return self._not_accepted(error.messages)
        except ValidationError:  # thinner than a hundredth of a millimetre, or larger than anybody
            return self._not_accepted([measure_words.no_size()])
        except MeasuringBusy:
            return self._not_accepted([measure_words.busy()])
        self._hand_on(made, check_in)
        if self.wants_json:
            return JsonResponse({"next": self.next_url})
        return HttpResponseRedirect(self.next_url)

    @property
    def wants_json(self) -> bool:
        """The script saves without leaving the page, so that a line that fails loses nothing drawn."""
        return self.request.headers.get("Accept") == "application/json"

    def _hand_on(self, made: Measurement, check_in: CheckIn | None) -> None:
        """Fill the form that is open, or the check-in that had no size, where that was asked for."""
        words = {"size": reading_words(made)}
        if self.asked:
            answer_with(made, by=self.user)
        if self.opened:
            fill_draft(self.opened, made, self.photo, by=self.user)
            messages.success(
                self.request, _("Measured: %(size)s. It stands in the form; save it there.") % words
            )
            return
        if check_in is not None and self.may_fill(check_in) and "fill" in self.request.POST:
            fill_check_in(check_in, made)
            save_clinical(check_in, by=self.user)
        messages.success(self.request, _("Measured: %(size)s.") % words)

    def _check_in(self) -> CheckIn | None:
        """The check-in that the photo came with."""
        if self.lesion is None:
            return None
        link = (
            PhotoLesion.objects.filter(photo=self.photo, lesion=self.lesion)
            .select_related("check_in")
            .first()
        )
        check_in = link.check_in if link else None
        if check_in is None or check_in.deleted_at is not None:
            return None
        check_in.lesion, check_in.patient = self.lesion, self.photo.patient
        return check_in

    def may_fill(self, check_in: CheckIn) -> bool:
        """Its patient's own number is never overwritten, and a dermatologist fills none."""
        return bool(self.record.may_write and not check_in.has_size and check_in.area_mm2 is None)

    def _not_accepted(self, errors: list[str]) -> HttpResponse:
        if self.wants_json:
            return JsonResponse({"errors": {"outlines": errors}}, status=422)
        form = AskForm(initial=self.remembered(), cards=self.cards, surface=self.surface)
        return self.show(form, errors=errors)

    def _earlier(self) -> Measurement | None:
        if self.lesion is None or self.asked:
            return None
        return reading_before(self.lesion, self.photo, self.user)

    # ---- showing --------------------------------------------------------------------------------------
    def show(
        self, form: AskForm, answer: Answer | None = None, errors: list[str] | None = None
    ) -> HttpResponse:
        check_in = None if self.opened else self._check_in()
        card = form["card"].value() or ""
        surface = form["surface"].value() or self.surface or SkinShape.FLAT
        surface = surface if surface in SkinShape.values else SkinShape.FLAT
        context = {
            "photo": self.photo,
            "patient": self.photo.patient,
            "lesion": self.lesion,
            "form": form,
            "answer": answer,
            "errors": errors or [],
            "opened": self.opened,
            "next": self.next_url,
            "surface": self.surface,
            "straight_surfaces": " ".join(one for one in Surface if needs_straight_view(one)),
            "wants_straight": needs_straight_view(Surface(surface)),
            "asks_about_finger": self.surface in FINGERS or self.surface == SkinShape.LIMB,
            "is_finger": self.surface in FINGERS,
            "card_kinds": CardKind.choices,
            "by_hand": card == NO_CARD,
            "first_end": form.data.get("first_end", "") if form.is_bound else "",
            "check_in_to_fill": check_in if check_in is not None and self.may_fill(check_in) else None,
            "earlier": self._earlier(),
            "answering": self.answering,
            "submission": uuid.uuid4(),
            "width": self.width,
            "height": round(self.width * self.photo.height_px / self.photo.width_px),
        }
        return render(self.request, "lesions/measure.html", context)
