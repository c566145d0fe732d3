"""Where somebody goes on after saving: to the list she came from, or to the deposit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

if TYPE_CHECKING:
    from lesions.models import Lesion


def came_from(request: HttpRequest) -> str:
    """ "home", "walk" (check in on all) or "photo-day" where form or address say so; else nothing."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    return asked if asked in ("home", "walk", "photo-day") else ""


def back_or(request: HttpRequest, lesion: Lesion) -> HttpResponse:
    """To the place in the list where the deposit stands, or to its page."""
    if came_from(request) == "walk":
        return redirect("timeline:walk", patient_id=lesion.patient_id)
    if came_from(request) == "photo-day":
        return redirect("timeline:photo-day", patient_id=lesion.patient_id)
    if came_from(request) == "home":
        return HttpResponseRedirect(f"{reverse('timeline:home')}#want-{lesion.pk}")
    return redirect("timeline:lesion", lesion_id=lesion.pk)
