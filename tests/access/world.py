"""One record with an object of every clinical model, deleted ones too, and a session of everybody."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from importlib import import_module
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.clinical import ClinicalRow
from accounts.models import Invitation, Patient, User
from accounts.services import remove_clinical
from education.models import Article, Revision, Source
from lesions.models import DailyEntry, Lesion, Photo, PhotoLesion, SecondReading
from lesions.photo_services import stage_photo
from records.models import SavedSelection
from records.selection import Selection
from records.sheet_services import keep_made, save_named
from tests.care.make import make_condition, make_context, make_treatment
from tests.conftest import Cast
from tests.labs.make import make_result
from tests.lesions.corpus import jpeg
from tests.make import (
    make_check_in,
    make_event,
    make_lesion,
    make_measure_card,
    make_measurement,
    make_photo,
    make_second_reading,
    make_user,
    relate,
)
from tests.records.make import share
from timeline.merging import merge_lesions
from timeline.models import CalendarFeed, FollowUpRequest, Note, ReminderPlan, Review

if TYPE_CHECKING:
    # What the test client hands back; the stubs have no public name for it.
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

ANONYMOUS = "anonymous"
ROLES = (
    "owner", "caregiver", "reader", "dermatologist", "colleague", "other_dermatologist",
    "stranger", "editor", "superuser", "revoked", "expired", ANONYMOUS,
)  # fmt: skip


# Loading the middleware anew for each of many thousand requests would take longer than answering them.
HANDLERS = {checks: ClientHandler(enforce_csrf_checks=checks) for checks in (False, True)}


@dataclass
class World:
    """The cast, the ids that URLs are made of, and a session of everybody.

    Attributes:
        ids: keyword of a URL -> the object it names in the record of the cast's owner.
        removed: the same for deleted objects that can be restored.
        foreign: the same kinds of object in the record of the stranger.
    """

    cast: Cast
    colleague: User
    ids: dict[str, Any]
    removed: dict[str, Any]
    foreign: dict[str, Any]
    cookies: dict[str, str] = field(default_factory=dict)

    def user(self, role: str) -> User:
        user: User = self.colleague if role == "colleague" else getattr(self.cast, role)
        return user

    def client(self, role: str, **options: Any) -> Client:
        """A browser in which this person is signed in; nothing else is in its cookies."""
        client = Client(**options)
        client.handler = HANDLERS[client.handler.enforce_csrf_checks]
        if role != ANONYMOUS:
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: self.cookies[role]})
        return client

    def ask(self, role: str, method: str, url: str, **options: Any) -> Answer:
        return self.client(role).generic(method, url, **options)


def sign_in_quietly(user: User) -> str:
    """A session of somebody who has just typed the password; returns its key."""
    request = RequestFactory().get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()
    return str(request.session.session_key)


def _photo(patient: Patient, by: User, quality: int) -> Photo:
    upload = SimpleUploadedFile("hand.jpg", jpeg(quality=quality), "image/jpeg")
    photo = stage_photo(patient=patient, upload=upload, by=by)
    photo.attached_at = timezone.now()
    photo.save()
    return photo


def _asked(patient: Patient, owner: User, doctor: User, reader: User) -> SecondReading:
    """A second reading of a deposit of its own, so that the reader is blind to nothing else."""
    lesion = make_lesion(patient, "elbow", "left")
    first = make_measurement(make_photo(patient, lesion), owner, lesion)
    return make_second_reading(first, reader, doctor)


def _objects(patient: Patient, owner: User, doctor: User, reader: User, *, quality: int) -> dict[str, Any]:
    """One object of every kind, keyed by the keyword that names it in a URL."""
    lesion = make_lesion(patient)
    check_in = make_check_in(lesion, 3, length_mm="5.0", entered_by=owner)
    photo = _photo(patient, owner, quality)
    PhotoLesion.objects.create(photo=photo, lesion=lesion, check_in=check_in)
    due = patient.today() + datetime.timedelta(days=7)
    merged = merge_lesions(kept=make_lesion(patient), other=make_lesion(patient), by=owner)
    return {
        "lesion_id": lesion,
        "other_id": make_lesion(patient),
        "change_id": merged,
        "check_in_id": check_in,
        "event_id": make_event(lesion, "opened", 2),
        "entry_id": DailyEntry.objects.create(patient=patient, on=patient.today(), entered_by=owner),
        "photo_id": photo,
        "card_id": make_measure_card(patient),
        "measurement_id": make_measurement(photo, owner, lesion),
        "reading_id": _asked(patient, owner, doctor, reader),
        "result_id": make_result(patient),
        "context_id": make_context(patient),
        "condition_id": make_condition(patient, since_on=datetime.date(2020, 1, 1)),
        "treatment_id": make_treatment(patient, lesions=[lesion], start_on=datetime.date(2024, 1, 1)),
        "note_id": Note.objects.create(patient=patient, lesion=lesion, text="Looks calm.", entered_by=doctor),
        "request_id": FollowUpRequest.objects.create(
            patient=patient, lesion=lesion, asks="photo", due_on=due, entered_by=doctor
        ),
        "plan_id": ReminderPlan.objects.create(
            user=owner, patient=patient, lesion=lesion, starts_on=patient.today()
        ),
        "selection_id": _selections(patient, owner, lesion, photo),
        "link_id": share(patient, owner, photo).link,
        "review_id": Review.objects.create(patient=patient, entered_by=doctor),
        "feed_id": CalendarFeed.objects.create(user=owner, patient=patient, token_hash=uuid.uuid4().hex),
    }


def _selections(patient: Patient, owner: User, lesion: Lesion, photo: Photo) -> SavedSelection:
    """A sheet that was made, and ticks kept under a name."""
    ticked = Selection(patient.today(), lesions=(lesion.pk,), photos=(photo.pk,))
    keep_made(ticked, patient=patient, by=owner)
    return save_named(ticked, patient=patient, by=owner, name="For Dr Derm")


def _removed(patient: Patient, owner: User, doctor: User, reader: User, *, quality: int) -> dict[str, Any]:
    """Deleted ones. Their lesion is there still, so that only they are gone."""
    gone: dict[str, Any] = {
        key: row
        for key, row in _objects_for_removal(patient, owner, doctor, reader, quality).items()
        if isinstance(row, ClinicalRow)
    }
    for key, row in gone.items():
        remove_clinical(row, by=doctor if key in ("note_id", "request_id", "review_id") else owner)
    gone["plan_id"] = ReminderPlan.objects.create(
        user=owner, patient=patient, starts_on=patient.today(), removed_at=timezone.now()
    )
    return gone


def _objects_for_removal(
    patient: Patient, owner: User, doctor: User, reader: User, quality: int
) -> dict[str, Any]:
    yesterday = patient.today() - datetime.timedelta(days=1)
    lesion = make_lesion(patient, "index_tip_palmar", "right")
    return {
        "change_id": merge_lesions(kept=make_lesion(patient), other=make_lesion(patient), by=owner),
        "lesion_id": make_lesion(patient, "middle_tip_palmar", "right"),
        "check_in_id": make_check_in(lesion, 3),
        "event_id": make_event(lesion, "opened", 2),
        "entry_id": DailyEntry.objects.create(patient=patient, on=yesterday, entered_by=owner),
        "photo_id": _photo(patient, owner, quality),
        "card_id": make_measure_card(patient),
        "measurement_id": make_measurement(make_photo(patient, lesion), owner, lesion),
        "reading_id": _asked(patient, owner, doctor, reader),
        "result_id": make_result(patient),
        "context_id": make_context(patient, "knock", 1),
        "condition_id": make_condition(patient, "gout"),
        "treatment_id": make_treatment(patient, "warfarin"),
        "note_id": Note.objects.create(patient=patient, text="Taken back.", entered_by=doctor),
        "review_id": Review.objects.create(patient=patient, entered_by=doctor),
        "request_id": FollowUpRequest.objects.create(
            patient=patient, asks="lab", due_on=yesterday, entered_by=doctor
        ),
    }


def build_world(cast: Cast) -> World:
    """Fill both records and sign everybody in. Private files go where the settings say at this moment."""
    colleague = make_user("Dr Colleague", role=User.Role.DERMATOLOGIST)
    relate(colleague, cast.record, "dermatologist", granted_by=cast.owner)
    invitation = Invitation.objects.create(
        patient=cast.record, invited_by=cast.owner, email="new@example.org", kind="caregiver",
        token_hash=uuid.uuid4().hex, expires_at=timezone.now() + datetime.timedelta(days=9),
    )  # fmt: skip
    article = Article.objects.exclude(published=None).order_by("slug").first()
    assert article is not None
    ids = _objects(cast.record, cast.owner, cast.dermatologist, colleague, quality=80)
    ids |= {
        "patient_id": cast.record,
        "relationship_id": cast.record.care_relationships.get(user=cast.reader),
        "invitation_id": invitation,
        "article": article,
        "revision": Revision.objects.filter(article=article).first(),
        "source": Source.objects.order_by("key").first(),
        "user": cast.stranger,
        "group": Group.objects.get(name="Editors"),
        "task": DBTaskResult.objects.create(
            task_path="accounts.mail.deliver", backend_name="default", args_kwargs={"args": [], "kwargs": {}}
        ),
    }
    foreign = _objects(cast.stranger_record, cast.stranger, cast.other_dermatologist, colleague, quality=70)
    foreign["patient_id"] = cast.stranger_record
    removed = _removed(cast.record, cast.owner, cast.dermatologist, colleague, quality=60)
    world = World(cast, colleague, ids, removed, foreign)
    for role in sorted(set(ROLES) - {ANONYMOUS}):
        user = world.user(role)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    world.cookies = {role: sign_in_quietly(world.user(role)) for role in ROLES if role != ANONYMOUS}
    return world


NOT_OURS_TO_COUNT = {"sessions.Session", "accounts.AccessEvent", "accounts.AuditSubject", "timeline.Seen"}
# Made anew from the other tables by looking, and saying nothing of their own.
DRAWN_FROM_THE_REST = {"timeline.PatientSummary", "timeline.KeptFragment", "timeline.WorklistRow"}


def counted_models() -> list[Any]:
    """Every table of ours and of the libraries but sessions, audit and looks, which every visit writes."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in NOT_OURS_TO_COUNT | DRAWN_FROM_THE_REST
    ]


def state() -> tuple[int, ...]:
    """The number of rows of every table and the sum of the patients' revisions, in one query."""
    tables = [model._meta.db_table for model in counted_models()]
    counts = [f"(SELECT COUNT(*) FROM {table})" for table in tables]  # noqa: S608  # our own table names
    counts.append("(SELECT SUM(revision) FROM accounts_patient)")
    counts.append("(SELECT COUNT(*) FROM accounts_carerelationship WHERE revoked_at IS NULL)")
    counts.append("(SELECT COUNT(*) FROM accounts_invitation WHERE withdrawn_at IS NULL)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}")
        return tuple(cursor.fetchone())
