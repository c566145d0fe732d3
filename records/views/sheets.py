"""The visit sheet: choosing what goes on it, looking at it, printing it, and selections kept for again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person
from accounts.models import AccessEvent
from records.forms import NameForm, QuestionsForm, SelectionForm
from records.models import SavedSelection
from records.selection import Selection
from records.sheet import sheet_of
from records.sheet_parts import Sheet
from records.sheet_pdf import PAPERS, SheetNotSet, pdf_of
from records.sheet_services import (
    keep_made,
    made_last,
    questions_of,
    save_named,
    save_questions,
)

if TYPE_CHECKING:
    from accounts.models import Patient, User


def photo_url(photo_id: uuid.UUID, size: str) -> str:
    """Where a signed-in person gets a photo of the sheet from."""
    return reverse("lesions:photo-file", args=[photo_id, size])


@require_safe
def index(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Everything that takes a record out: visit sheets, and the links that are shared."""
    patient = patient_or_404(request, patient_id, "take_out")
    saved = SavedSelection.objects.of(person(request), patient).named()
    context = {"patient": patient, "saved": saved, "last": made_last(person(request), patient)}
    return render(request, "records/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_choose(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Tick what goes on the sheet; sending it makes the sheet."""
    patient, user = patient_or_404(request, patient_id, "take_out"), person(request)
    start, saved = _start(request, patient, user)
    form = SelectionForm(
        request.POST or None,
        viewer=user,
        patient=patient,
        start=start,
        saved_at=saved.made_at if saved and saved.name else None,
        keeps_sensitive=bool(saved and not saved.name),
    )
    may_ask = request.record.may_write  # type: ignore[attr-defined]
    questions = QuestionsForm(request.POST or None, instance=questions_of(patient)) if may_ask else None
    name = NameForm(request.POST or None)
    if request.method == "POST" and all(
        [form.is_valid(), not questions or questions.is_valid(), name.is_valid()]
    ):
        with transaction.atomic():
            if questions and questions.has_changed():
                save_questions(questions.instance, by=user)
            _save_as(request, form.selection(), patient, name.cleaned_data["save_as"])
            keep_made(form.selection(), patient=patient, by=user)
        return redirect("records:sheet", patient_id=patient.pk)
    context = {
        "patient": patient, "form": form, "questions": questions, "name": name, "saved": saved,
        "asked": questions_of(patient).asked,
        "selections": SavedSelection.objects.of(user, patient).named(),
    }  # fmt: skip
    return render(request, "records/sheet_choose.html", context)


def _start(
    request: HttpRequest, patient: Patient, user: User
) -> tuple[Selection | None, SavedSelection | None]:
    """What the form begins with: a saved selection, the sheet made last, or nothing of the kind."""
    wanted = request.GET.get("from", "")
    if wanted == "last":
        saved = made_last(user, patient)
    else:
        try:
            key = uuid.UUID(wanted)
        except ValueError:
            return None, None
        saved = SavedSelection.objects.of(user, patient).filter(pk=key).first()
    return (saved.selection, saved) if saved else (None, None)


def _save_as(request: HttpRequest, selection: Selection, patient: Patient, name: str) -> None:
    if not name:
        return
    kept = save_named(selection, patient=patient, by=person(request), name=name)
    words = _("The selection is kept as “%(name)s”.") % {"name": name}
    if len(kept.selection.photos) < len(selection.photos):
        words += " " + _("Sensitive photos are not kept in it: they are ticked for one sheet at a time.")
    messages.success(request, words)


@require_safe
def sheet(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The sheet that was asked for last, as it will be printed."""
    patient, user = patient_or_404(request, patient_id, "take_out"), person(request)
    made = made_last(user, patient)
    if made is None:
        return redirect("records:sheet-choose", patient_id=patient.pk)
    drawn = sheet_of(user, patient, made.selection, today=patient.today(), made_by=user.name)
    context = {"patient": patient, "sheet": drawn, "photo_url": photo_url}
    return render(request, "records/sheet.html", context)


@require_safe
def sheet_pdf(request: HttpRequest, patient_id: uuid.UUID, paper: str) -> HttpResponse:
    """The same sheet as a tagged PDF. Who takes it out is written down."""
    patient, user = patient_or_404(request, patient_id, "take_out"), person(request)
    made = made_last(user, patient)
    if paper not in PAPERS:
        raise Http404(_("There is no such page."))
    if made is None:
        return redirect("records:sheet-choose", patient_id=patient.pk)
    request.audit_action = AccessEvent.Action.DOWNLOAD  # type: ignore[attr-defined]  # for RecordMiddleware
    drawn = sheet_of(user, patient, made.selection, today=patient.today(), made_by=user.name)
    try:
        content = pdf_of(drawn, paper)
    except SheetNotSet:
        messages.error(
            request,
            _("The PDF could not be made just now. Nothing is lost: try again, or print this page instead."),
        )
        return redirect("records:sheet", patient_id=patient.pk)
    return pdf_response(content, drawn)


def pdf_response(content: bytes, drawn: Sheet) -> HttpResponse:
    """The file under a name that tells nothing, kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    name = f"sheet-{drawn.made_on.isoformat()}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The patient's three questions for the next visit."""
    patient = patient_or_404(request, patient_id, "write")
    form = QuestionsForm(request.POST or None, instance=questions_of(patient))
    if request.method == "POST" and form.is_valid():
        save_questions(form.instance, by=person(request))
        messages.success(request, _("The questions are kept; they stand on the next visit sheet."))
        return redirect("timeline:overview", patient_id=patient.pk)
    return render(request, "records/questions.html", {"patient": patient, "form": form})


def _own_selection(request: HttpRequest, patient: Patient, selection_id: uuid.UUID) -> SavedSelection:
    """A named selection of one's own; somebody else's is as if it were not there."""
    found = SavedSelection.objects.of(person(request), patient).named().filter(pk=selection_id).first()
    if found is None:
        raise Http404(_("There is no such page."))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def selection_edit(request: HttpRequest, patient_id: uuid.UUID, selection_id: uuid.UUID) -> HttpResponse:
    """Give a saved selection another name."""
    patient = patient_or_404(request, patient_id, "take_out")
    saved = _own_selection(request, patient, selection_id)
    taken = SavedSelection.objects.of(person(request), patient).named().exclude(pk=saved.pk)
    form = NameForm(
        request.POST or None,
        initial={"save_as": saved.name},
        taken=set(taken.values_list("name", flat=True)),
        must_be_given=True,
    )
    if request.method == "POST" and form.is_valid():
        saved.name = form.cleaned_data["save_as"]
        saved.save()
        messages.success(request, _("Saved."))
        return redirect("records:index", patient_id=patient.pk)
    return render(request, "records/sheet_selection.html", {"patient": patient, "saved": saved, "form": form})


@require_POST
def selection_delete(request: HttpRequest, patient_id: uuid.UUID, selection_id: uuid.UUID) -> HttpResponse:
    """Forget a saved selection; the record itself stays as it is."""
    patient = patient_or_404(request, patient_id, "take_out")
    saved = _own_selection(request, patient, selection_id)
    saved.delete()
    messages.success(request, _("The selection “%(name)s” is deleted.") % {"name": saved.name})
    return redirect("records:index", patient_id=patient.pk)
