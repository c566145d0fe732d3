"""A form with a draft, whole or one question to a screen. Every step of it works without script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import person
from lesions import drafts, steps
from lesions.measure_into import GO, OpenedFrom
from lesions.open_form import OpenForm, without_complaints
from lesions.steps import Step
from lesions.views.back import came_from


class FormPage:
    """What the page of a check-in and the page of a day have in common; each says how it makes and saves.

    In the reduced-effort mode one question stands on the screen, and each step is kept in the draft.
    """

    questions: Sequence[Step]
    template: str
    step_template: str

    def __init__(self, request: HttpRequest, open_form: OpenForm, *, has_draft: bool = True) -> None:
        self.request, self.open, self.has_draft = request, open_form, has_draft

    # ---- what each page says for itself ---------------------------------------------------------------
    def make_form(self, data: QueryDict | None) -> ModelForm[Any]:
        raise NotImplementedError

    def save(self, posted: QueryDict) -> HttpResponse:
        raise NotImplementedError

    def suggested(self) -> dict[str, str]:
        """What the page fills in by itself."""
        return {}

    def saved_before(self) -> dict[str, list[str]]:
        """What the entry says already, for a form that changes one."""
        return {}

    def take_up(self, data: dict[str, list[str]]) -> None:
        """Go on with what a draft has kept beside the fields."""

    def take_in_photos(self, data: dict[str, list[str]]) -> bool:
        """Take in what came with the screen for photos; whether something was refused."""
        return False

    def measuring(self) -> OpenedFrom | None:
        """The form as the page of measuring knows it; None where no photo of it is measured."""
        return None

    def context(self) -> dict[str, Any]:
        raise NotImplementedError

    # ---- asking ---------------------------------------------------------------------------------------
    def answer(self) -> HttpResponse:
        if self.request.method == "POST":
            return self._sent()
        draft = self.open.draft if self.has_draft else None
        data = draft.data if draft else None
        if data is not None:
            self.take_up(data)
        form = self.make_form(self._posted(data) if data is not None else None)
        if data is not None:
            without_complaints(form)
        if self.has_draft and person(self.request).reduced_effort:
            step = steps.find(self.questions, self.request.GET.get("step")) or self.questions[0]
            return self.show_step(step, form, data or self.saved_before())
        return self.show(form)

    def _posted(self, data: dict[str, list[str]]) -> QueryDict:
        return drafts.as_posted_data(data, self.suggested())

    def show(self, form: ModelForm[Any]) -> HttpResponse:
        open_form = self.open if self.has_draft else None
        context = {"form": form, "open_form": open_form, "back": came_from(self.request)}
        return render(self.request, self.template, {**context, **self.context()})

    def show_step(self, step: Step, form: ModelForm[Any], data: dict[str, list[str]]) -> HttpResponse:
        number = self.questions.index(step) + 1
        context = {
            "form": form,
            "open_form": self.open,
            "back": came_from(self.request),
            "step": step,
            "number": number,
            "total": len(self.questions),
            "is_last": steps.after(self.questions, step, data) is None,
            "step_before": number > 1,
        }
        return render(self.request, self.step_template, {**context, **self.context()})

    def _address(self, step: Step | None = None) -> str:
        asked = {"step": step.key} if step else {}
        back = {"back": came_from(self.request)} if came_from(self.request) else {}
        words = urlencode({**asked, **back})
        return f"{self.request.path}?{words}" if words else self.request.path

    # ---- what came --------------------------------------------------------------------------------------
    def _sent(self) -> HttpResponse:
        posted, go = self.request.POST, self.request.POST.get("go")
        if self.has_draft and "step" in posted:
            return self._step_sent(go or "next")
        if self.has_draft and (go in ("one-by-one", "photos") or self._photo_to_measure()):
            try:
                data = drafts.values_of(self.open.kind, posted)
            except ValidationError as error:
                return self._too_long(error)
            self.take_in_photos(data)
            self.open.keep(data)
            if go == "one-by-one":
                return self._switch(reduced=True)
            return self._to_measure() or HttpResponseRedirect(f"{self._address()}#photo-title")
        return self.save(posted)

    def _photo_to_measure(self) -> str:
        """The id of the photo whose button was pressed; empty for another button."""
        go = self.request.POST.get("go", "")
        return go.removeprefix(GO) if go.startswith(GO) and self.measuring() else ""

    def _to_measure(self) -> HttpResponse | None:
        """To the page of measuring; what was typed waits in the draft."""
        form, photo_id = self.measuring(), self._photo_to_measure()
        if form is None or photo_id not in (self.open.draft.data if self.open.draft else {}).get(
            "kept_photos", []
        ):
            return None
        return HttpResponseRedirect(form.measure_url(photo_id))

    def _step_sent(self, go: str) -> HttpResponse:
        step = steps.find(self.questions, self.request.POST.get("step"))
        if step is None:
            raise Http404(_("There is no such question."))
        try:
            data = self._kept_with(step, skipped=go == "skip")
        except ValidationError as error:
            return self._too_long(error, step)
        refused = step.key == "kept_photos" and self.take_in_photos(data)
        self.open.keep(data)
        if self._photo_to_measure() and not refused:
            return self._to_measure() or HttpResponseRedirect(self._address(step))
        if go == "photos" and not refused:
            return HttpResponseRedirect(self._address(step))
        if go == "all":
            return self._switch(reduced=False)
        if step.key != "kept_photos":
            self.take_up(data)
        if go == "back":
            return HttpResponseRedirect(self._address(steps.before(self.questions, step, data)))
        following = steps.after(self.questions, step, data)
        form = self.make_form(self._posted(data))
        if refused or (go != "skip" and any(name in form.errors for name in step.fields)):
            return self.show_step(step, form, data)
        if go == "save" or following is None:
            return self.save(self._posted(data))
        return HttpResponseRedirect(self._address(following))

    def _kept_with(self, step: Step, *, skipped: bool) -> dict[str, list[str]]:
        posted = self.request.POST.copy()
        for name in step.fields + step.brings if skipped else ():
            posted.pop(name, None)
        return steps.merged(step, self._kept(), drafts.values_of(self.open.kind, posted))

    def _kept(self) -> dict[str, list[str]]:
        return dict(self.open.draft.data) if self.open.draft else self.saved_before()

    def _too_long(self, error: ValidationError, step: Step | None = None) -> HttpResponse:
        """More than a draft holds: it stands on the screen as it was typed, with what to do about it."""
        kept = self._kept()
        self.take_up(kept)
        self.take_in_photos(dict(kept))
        form = self.make_form(self.request.POST)
        form.add_error(None, error)
        return self.show_step(step, form, kept) if step else self.show(form)

    def _switch(self, *, reduced: bool) -> HttpResponse:
        user = person(self.request)
        user.reduced_effort = reduced
        user.save(update_fields=["reduced_effort"])
        return HttpResponseRedirect(self._address())

    def show_errors(self, form: ModelForm[Any], posted: QueryDict) -> HttpResponse:
        """Lead to the question with the error: on the whole form, or to the screen that asks it."""
        if "step" not in self.request.POST:
            return self.show(form)
        data = {name: values for name, values in dict(posted.lists()).items() if any(values)}
        wrong = (one for one in self.questions if any(name in form.errors for name in one.fields))
        here = steps.find(self.questions, self.request.POST.get("step"))
        return self.show_step(next(wrong, here or self.questions[0]), form, data)
