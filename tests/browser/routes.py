"""The pages of the main roles, for what holds on every page: axe, width, height of controls."""

from __future__ import annotations

from django.urls import reverse

from accounts.models import User
from tests.browser.filled import Filled

MAIN_PAGES = (
    "timeline:home", "timeline:overview", "timeline:lesion", "lesions:check-in", "lesions:place-choose",
    "lesions:lesion-add", "lesions:today", "timeline:timeline", "labs:list", "labs:add", "care:list",
    "care:treatment-add", "accounts:sharing",
)  # fmt: skip


def own_pages(filled: Filled) -> dict[str, str]:
    """Every page of somebody who keeps a record, by the name of its address."""
    patient, lesion = filled.cast.record.pk, filled.lesion.pk
    of_patient = [
        "timeline:overview", "timeline:timeline", "timeline:more", "timeline:search", "lesions:place-choose",
        "lesions:today", "timeline:walk", "lesions:photo-list", "lesions:photo-import", "labs:list",
        "labs:add", "care:list",
        "care:condition-add", "care:treatment-add", "timeline:context", "timeline:chart",
        "accounts:sharing", "accounts:invite",
        "accounts:access-log", "accounts:patient-edit", "accounts:consent", "lesions:written-offline-in",
        "timeline:photo-day", "timeline:reminders", "timeline:reminder-add", "timeline:map",
        "accounts:handover", "lesions:card-list", "lesions:card-add", "timeline:request-list",
        "records:index", "records:questions", "records:sheet", "records:sheet-choose",
        "records:links", "records:link-new",
    ]  # fmt: skip
    of_lesion = ["timeline:lesion", "lesions:lesion-edit", "lesions:lesion-place", "lesions:lesion-delete",
                 "lesions:check-in", "lesions:check-in-list", "lesions:event-add", "timeline:merge-choose",
                 "lesions:measurement-list",
                 "timeline:split", "timeline:compare"]  # fmt: skip
    return {
        "timeline:home": reverse("timeline:home"),
        **{name: reverse(name, args=[patient]) for name in of_patient},
        **{name: reverse(name, args=[lesion]) for name in of_lesion},
        "lesions:lesion-add": reverse("lesions:lesion-add", args=[patient, "index_tip_palmar", "left"]),
        "timeline:lab-trend": reverse("timeline:lab-trend", args=[patient, "calcium_total"]),
        "lesions:day": reverse("lesions:day", args=[patient, filled.cast.record.today()]),
        "lesions:written-offline": reverse("lesions:written-offline"),
        "timeline:deleted": reverse("timeline:deleted", args=[patient]),
        "lesions:check-in-edit": reverse("lesions:check-in-edit", args=[filled.check_in.pk]),
        "lesions:event-edit": reverse("lesions:event-edit", args=[filled.event.pk]),
        "lesions:photo": reverse("lesions:photo", args=[filled.photo.pk]),
        "timeline:note": reverse("timeline:note", args=[filled.note.pk]),
        "lesions:measure": reverse("lesions:measure", args=[filled.photo.pk, lesion]),
        "lesions:measure-unnamed": reverse("lesions:measure-unnamed", args=[filled.photo.pk]),
        "lesions:photo-edit": reverse("lesions:photo-edit", args=[filled.photo.pk]),
        "lesions:card-edit": reverse("lesions:card-edit", args=[filled.card.pk]),
        "labs:edit": reverse("labs:edit", args=[filled.result.pk]),
        "timeline:reminder-edit": reverse("timeline:reminder-edit", args=[filled.plan.pk]),
        "care:treatment-edit": reverse("care:treatment-edit", args=[filled.treatment.pk]),
        "timeline:merge": reverse("timeline:merge", args=[lesion, filled.elbow.pk]),
        "care:context-edit": reverse("care:context-edit", args=[filled.context.pk]),
        "care:condition-edit": reverse("care:condition-edit", args=[filled.condition.pk]),
        "accounts:records": reverse("accounts:records"),
        "accounts:profile": reverse("accounts:profile"),
        "accounts:patient-add": reverse("accounts:patient-add"),
    }


def caregiver_pages(filled: Filled) -> dict[str, str]:
    own = own_pages(filled)
    names = (
        "timeline:home", "timeline:lesion", "lesions:check-in", "accounts:records", "timeline:photo-day",
        "timeline:reminders", "timeline:reminder-add", "timeline:walk", "timeline:context",
        "lesions:lesion-add", "lesions:card-add",
    )  # fmt: skip
    return {name: own[name] for name in names}


def reader_pages(filled: Filled) -> dict[str, str]:
    """What somebody sees who may read and nothing else."""
    own = own_pages(filled)
    names = (
        "timeline:home", "timeline:overview", "timeline:lesion", "timeline:timeline", "timeline:context",
        "timeline:map", "timeline:more", "lesions:photo", "lesions:photo-list", "lesions:check-in-list",
        "lesions:card-list",
    )  # fmt: skip
    return {name: own[name] for name in names}


def dermatologist_pages(filled: Filled) -> dict[str, str]:
    patient, lesion = filled.cast.record.pk, filled.lesion.pk
    own = own_pages(filled)
    return {
        "timeline:worklist": reverse("timeline:worklist"),
        "lesions:second-readings": reverse("lesions:second-readings"),
        **{name: reverse(name, args=[patient]) for name in
           ("timeline:review", "timeline:patient-note-add", "timeline:patient-request-add")},
        **{name: reverse(name, args=[lesion]) for name in
           ("timeline:lesion-note-add", "timeline:lesion-request-add", "timeline:diagnosis",
            "timeline:compare")},
        "timeline:note-edit": reverse("timeline:note-edit", args=[filled.note.pk]),
        "timeline:check-in-note-add": reverse("timeline:check-in-note-add", args=[filled.check_in.pk]),
        "timeline:photo-note-add": reverse("timeline:photo-note-add", args=[filled.photo.pk]),
        **{name: own[name] for name in
           ("timeline:overview", "timeline:lesion", "timeline:timeline", "labs:list", "timeline:map",
            "timeline:context", "timeline:chart", "lesions:photo", "lesions:photo-list",
            "lesions:check-in-list")},
    }  # fmt: skip


def open_pages(slugs: list[str]) -> dict[str, str]:
    names = [
        "account_login", "account_signup", "account_reset_password", "education:learn", "accounts:privacy",
        "accounts:intended-use", "accounts:contact", "accounts:offline", "accounts:offline-unsaved",
        "lesions:card-print",
    ]  # fmt: skip
    articles = {f"education:article {slug}": reverse("education:article", args=[slug]) for slug in slugs}
    return {**{name: reverse(name) for name in names}, **articles}


def pages_of(role: str, filled: Filled, slugs: list[str]) -> tuple[User | None, dict[str, str]]:
    """Who looks and at which pages, for a role's name."""
    cast = filled.cast
    return {
        "patient": (cast.owner, own_pages(filled)),
        "caregiver": (cast.caregiver, caregiver_pages(filled)),
        "reader": (cast.reader, reader_pages(filled)),
        "dermatologist": (cast.dermatologist, dermatologist_pages(filled)),
        "anybody": (None, open_pages(slugs)),
    }[role]
