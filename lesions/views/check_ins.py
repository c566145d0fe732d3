"""Log how a lesion is, in one tap or in full; edit, delete and restore a check-in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, row_or_404
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from lesions.models import CheckIn, Lesion
from lesions.second_readings import hide_sizes, with_blindness
from lesions.services import same_as_last_time
from lesions.views.back import back_or, came_from
from lesions.views.check_in_page import CheckInPage

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_add(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    return CheckInPage(request, lesion, CheckIn(lesion=lesion, patient=lesion.patient)).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_edit(request: HttpRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Correct an entry; its history keeps what was there before."""
    check_in = row_or_404(request, CheckIn.objects.select_related("lesion"), check_in_id, "write")
    check_in.lesion.patient = check_in.patient
    return CheckInPage(request, check_in.lesion, check_in).answer()


@require_POST
def same(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """One tap: the anchor "same" with the time now, and a way to take it back."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    check_in = same_as_last_time(lesion, by=person(request))
    text = _("%(name)s: same as last time, saved.") % {"name": lesion.name}
    if came_from(request) == "walk":  # its last page lists everything with the way to take it back
        messages.success(request, text)
    if came_from(request):  # home shows what was saved in the place of the question
        return back_or(request, lesion)
    offer_undo(request, text, reverse("lesions:check-in-delete", args=[check_in.pk]))
    return redirect("timeline:lesion", lesion_id=lesion.pk)


@require_POST
def check_in_delete(request: HttpRequest, check_in_id: uuid.UUID) -> HttpResponse:
    check_in = row_or_404(request, CheckIn.objects.select_related("lesion"), check_in_id, "write")
    check_in.lesion.patient = check_in.patient
    remove_clinical(check_in, by=person(request))
    text = _("The check-in of %(name)s is deleted.") % {"name": check_in.lesion.name}
    offer_undo(request, text, reverse("lesions:check-in-restore", args=[check_in.pk]))
    return back_or(request, check_in.lesion)


@require_POST
def check_in_restore(request: HttpRequest, check_in_id: uuid.UUID) -> HttpResponse:
    check_in = row_or_404(request, CheckIn.objects.all(), check_in_id, "write", removed=True)
    restore_clinical(check_in, by=person(request))
    messages.success(request, _("The check-in is back."))
    return redirect("timeline:lesion", lesion_id=check_in.lesion_id)


@require_safe
def check_in_list(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Every check-in of a lesion, newest first."""
    lesion = row_or_404(request, with_blindness(Lesion.objects.all(), person(request)), lesion_id)
    rows = (
        CheckIn.objects.kept()
        .filter(lesion=lesion)
        .select_related("entered_by")
        .prefetch_related("photo_lesions__photo")
    )
    page = Paginator(rows.order_by("-observed_at"), PER_PAGE).get_page(request.GET.get("page"))
    hide_sizes(page.object_list, frozenset([lesion.pk] if vars(lesion)["hides_sizes"] else []))
    return render(request, "lesions/check_in_list.html", {"lesion": lesion, "page": page})
