"""Reminders of one's own in a record, the calendar address, and the photo day."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person
from accounts.models import Patient
from accounts.undo import offer_undo
from lesions.models import Lesion
from timeline import calendar_feed, reminders
from timeline.intervals import DUE_DAYS, DUE_DAYS_IN_TROUBLE, PHOTO_DUE_DAYS
from timeline.models import CalendarFeed, ReminderPlan
from timeline.photo_day import photo_day as photo_day_of
from timeline.reminder_forms import ReminderForm


@require_safe
def reminder_list(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """What this person set for this record; nobody else sees it."""
    patient = patient_or_404(request, patient_id, "write")
    today, user = patient.today(), person(request)
    plans = [(plan, reminders.next_day(plan, today)) for plan in reminders.plans_of(user, patient)]
    feeds = [feed for feed in calendar_feed.open_feeds(user) if feed.patient_id in (None, patient.pk)]
    context = {
        "patient": patient, "plans": plans, "feeds": feeds,
        "has_others": any(one.may_write for one in request.record.others),  # type: ignore[attr-defined]
        "due_days": DUE_DAYS, "due_days_in_trouble": DUE_DAYS_IN_TROUBLE, "photo_due_days": PHOTO_DUE_DAYS,
    }  # fmt: skip
    return render(request, "timeline/reminders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "write")
    plan = ReminderPlan(user=person(request), patient=patient, starts_on=patient.today())
    start = {"lesion": _lesion_asked_for(request, patient)}
    return _form_page(request, patient, plan, start)


def _lesion_asked_for(request: HttpRequest, patient: Patient) -> uuid.UUID | None:
    """The deposit whose page led here, if it is one of this record."""
    try:
        pk = uuid.UUID(request.GET.get("lesion", ""))
    except ValueError:
        return None
    return Lesion.objects.kept().filter(patient=patient, pk=pk).values_list("pk", flat=True).first()


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_edit(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    plan = _plan_or_404(request, plan_id)
    return _form_page(request, plan.patient, plan, {})


def _form_page(
    request: HttpRequest, patient: Patient, plan: ReminderPlan, start: dict[str, uuid.UUID | None]
) -> HttpResponse:
    form = ReminderForm(
        request.POST or None, instance=plan, user=person(request), patient=patient, initial=start
    )
    is_new = plan._state.adding
    if request.method == "POST" and form.is_valid():
        try:
            reminders.save_plan(form.instance)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The reminder is set."))
            return redirect("timeline:reminders", patient.pk)
    context = {"patient": patient, "form": form, "plan": plan, "is_new": is_new}
    return render(request, "timeline/reminder_form.html", context)


def _plan_or_404(request: HttpRequest, plan_id: uuid.UUID, *, removed: bool = False) -> ReminderPlan:
    """One's own reminder in a record where one may log; nobody reaches that of somebody else."""
    mine = ReminderPlan.objects.filter(user=person(request), removed_at__isnull=not removed)
    plan = mine.select_related("lesion").filter(pk=plan_id).first()
    if plan is None:
        raise Http404(_("There is no such page."))
    plan.patient = patient_or_404(request, plan.patient_id, "write")
    if plan.lesion is not None and plan.lesion.deleted_at is not None:
        raise Http404(_("There is no such page."))
    return plan


@require_POST
def reminder_pause(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Pause, or go on."""
    plan = _plan_or_404(request, plan_id)
    reminders.pause(plan, paused=plan.paused_at is None)
    messages.success(request, _("The reminder is paused.") if plan.paused_at else _("The reminder goes on."))
    return redirect("timeline:reminders", plan.patient_id)


@require_POST
def reminder_remove(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    plan = _plan_or_404(request, plan_id)
    reminders.remove(plan)
    offer_undo(request, _("The reminder is removed."), reverse("timeline:reminder-restore", args=[plan.pk]))
    return redirect("timeline:reminders", plan.patient_id)


@require_POST
def reminder_restore(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    plan = _plan_or_404(request, plan_id, removed=True)
    try:
        reminders.restore(plan)
        messages.success(request, _("The reminder is back."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("timeline:reminders", plan.patient_id)


@require_POST
def calendar_make(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Make a new address and show it, this once; only its hash is kept."""
    patient = patient_or_404(request, patient_id, "write")
    of_all = request.POST.get("of") == "all"
    token = calendar_feed.make_feed(person(request), None if of_all else patient)
    address = settings.SITE_URL + reverse("timeline:calendar-feed", args=[token])
    context = {
        "patient": patient,
        "address": address,
        "webcal": "webcal://" + address.partition("://")[2],
        "of_all": of_all,
    }
    return render(request, "timeline/calendar_new.html", context)


@require_POST
def calendar_stop(request: HttpRequest, patient_id: uuid.UUID, feed_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "write")
    feed = CalendarFeed.objects.filter(pk=feed_id, user=person(request), revoked_at=None).first()
    if feed is None or feed.patient_id not in (None, patient.pk):
        raise Http404(_("There is no such page."))
    calendar_feed.stop_feed(feed)
    messages.success(request, _("The address is dead. Take the calendar off your phone, too."))
    return redirect("timeline:reminders", patient.pk)


@require_safe
def photo_day(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Every deposit of which a photo is due."""
    patient = patient_or_404(request, patient_id, "write")
    return render(request, "timeline/photo_day.html", {"patient": patient, "page": photo_day_of(patient)})
