"""Two deposits are the same one, or one is really two: choose, look at what happens, do it, take it back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, row_or_404
from accounts.undo import offer_undo
from lesions.models import Lesion
from timeline.merge_preview import merge_preview
from timeline.merging import merge_lesions, split_lesion, undo
from timeline.models import LesionChange
from timeline.split_form import SplitForm


@require_safe
def merge_choose(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Which other one is the same? Those at the same place come first."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    others = list(Lesion.objects.kept().filter(patient=lesion.patient_id).exclude(pk=lesion.pk))
    others.sort(key=lambda one: ((one.site, one.side) != (lesion.site, lesion.side), one.name))
    return render(request, "timeline/merge_choose.html", {"lesion": lesion, "others": others})


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, lesion_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """What would happen; then it happens. ``lesion`` is the one that is kept."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    others = Lesion.objects.kept().filter(patient=lesion.patient_id).exclude(pk=lesion.pk)
    other = get_object_or_404(others, pk=other_id)
    if request.method == "POST":
        try:
            change = merge_lesions(kept=lesion, other=other, by=person(request))
        except ValidationError as error:  # one of them went between the look and the write
            messages.error(request, " ".join(error.messages))
            return redirect("timeline:overview", patient_id=lesion.patient_id)
        text = _("%(other)s is now part of %(kept)s.") % {"other": other.name, "kept": lesion.name}
        offer_undo(request, text, reverse("timeline:change-undo", args=[change.pk]))
        return redirect("timeline:lesion", lesion_id=lesion.pk)
    context = {"lesion": lesion, "other": other, "preview": merge_preview(lesion, other)}
    return render(request, "timeline/merge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Place and name of the second one, and what belongs to it."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    typed = request.POST if "tick_from" in request.POST else None
    told = typed or {"place": f"{lesion.site}/{lesion.side}", "name": ""}
    form = SplitForm(
        None if typed else request.POST or None,
        lesion=lesion,
        ticking=typed,
        initial={name: told.get(name, "") for name in ("place", "name")},
    )
    if request.method == "POST" and form.is_valid():
        new = form.new_lesion()
        change = split_lesion(lesion=lesion, new=new, rows=form.picked(), by=person(request))
        text = _("%(new)s is now a deposit of its own.") % {"new": new.name}
        offer_undo(request, text, reverse("timeline:change-undo", args=[change.pk]))
        return redirect("timeline:lesion", lesion_id=new.pk)
    return render(request, "timeline/split.html", {"lesion": lesion, "form": form})


@require_POST
def change_undo(request: HttpRequest, change_id: uuid.UUID) -> HttpResponse:
    """Take a merge or a split back within the grace days."""
    rows = LesionChange.objects.select_related("kept", "other")
    change = row_or_404(request, rows, change_id, "write")
    try:
        merged = undo(change, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("timeline:overview", patient_id=change.patient_id)
    if merged is None:
        text = _("%(other)s and %(kept)s are two again.")
        messages.success(request, text % {"other": change.other.name, "kept": change.kept.name})
    else:
        text = _("%(kept)s is one again.") % {"kept": change.kept.name}
        offer_undo(request, text, reverse("timeline:change-undo", args=[merged.pk]))
    return redirect("timeline:lesion", lesion_id=change.kept_id)
