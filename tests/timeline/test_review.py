"""What a dermatologist adds: notes, requests, the type; who may, who sees it, and what the mail says."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareRelationship
from lesions.models import Lesion
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.lesions.pages import errors_of, text_of
from tests.make import make_check_in, make_lesion, make_note, make_photo, make_request, make_user, relate
from timeline.models import FollowUpRequest, Note, Review
from timeline.requests import open_requests

HEALTH_WORDS = (
    "calci",
    "deposit",
    "lesion",
    "doctor",
    "dermat",
    "health",
    "note",
    "skin",
    "patient",
    "photo",
)


@pytest.fixture
def derm(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.dermatologist)


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, name="Left thumb tip 1")


def test_a_note_is_seen_by_the_patient_at_once(
    cast: Cast, sign_in: SignIn, derm: Client, lesion: Lesion
) -> None:
    derm.post(reverse("timeline:lesion-note-add", args=[lesion.pk]), {"text": "Soak it."})
    note = Note.objects.get()
    assert (note.entered_by, note.lesion, note.patient) == (cast.dermatologist, lesion, cast.record)
    rosa = sign_in(cast.owner)
    for url in (
        reverse("timeline:lesion", args=[lesion.pk]),
        reverse("timeline:timeline", args=[cast.record.pk]),
        reverse("timeline:overview", args=[cast.record.pk]),
    ):
        page = text_of(rosa.get(url))
        assert "Soak it." in page
        assert "Dr Derm" in page


def test_a_note_is_announced_by_a_mail_that_says_nothing(
    cast: Cast, derm: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        derm.post(reverse("timeline:patient-note-add", args=[cast.record.pk]), {"text": "Soak it."})
    (sent,) = mail.outbox
    words = f"{sent.subject} {sent.body} {sent.from_email}".lower()
    assert sent.to == [cast.owner.email]
    assert not [word for word in HEALTH_WORDS if word in words]


def test_a_corrected_note_is_not_announced_again(
    cast: Cast, derm: Client, django_capture_on_commit_callbacks: Any
) -> None:
    note = make_note(cast.record, cast.dermatologist)
    with django_capture_on_commit_callbacks(execute=True):
        derm.post(reverse("timeline:note-edit", args=[note.pk]), {"text": "Soak it twice."})
    note.refresh_from_db()
    assert note.text == "Soak it twice."
    assert note.history.latest().history_user == cast.dermatologist
    assert mail.outbox == []


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_only_the_author_changes_a_note(cast: Cast, sign_in: SignIn, action: str) -> None:
    colleague = make_user("Dr Colleague")
    relate(colleague, cast.record, "dermatologist")
    note = make_note(cast.record, cast.dermatologist, "Looks calm.")
    for user in (colleague, cast.owner, cast.caregiver, cast.other_dermatologist, cast.superuser):
        answer = sign_in(user).post(reverse(f"timeline:note-{action}", args=[note.pk]), {"text": "changed"})
        assert answer.status_code == 404
    note.refresh_from_db()
    assert (note.text, note.deleted_at) == ("Looks calm.", None)


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_the_author_changes_a_note_only_while_she_is_related(cast: Cast, derm: Client, action: str) -> None:
    note = make_note(cast.record, cast.dermatologist)
    CareRelationship.objects.filter(user=cast.dermatologist).update(revoked_at=timezone.now())
    answer = derm.post(reverse(f"timeline:note-{action}", args=[note.pk]), {"text": "changed"})
    assert answer.status_code == 404
    note.refresh_from_db()
    assert (note.text, note.deleted_at) == ("Looks calm.", None)


def test_a_note_is_deleted_and_restored_by_its_author(cast: Cast, derm: Client, sign_in: SignIn) -> None:
    note = make_note(cast.record, cast.dermatologist)
    timeline = reverse("timeline:timeline", args=[cast.record.pk])
    derm.post(reverse("timeline:note-delete", args=[note.pk]))
    assert "Looks calm." not in text_of(sign_in(cast.owner).get(timeline))
    derm.post(reverse("timeline:note-restore", args=[note.pk]))
    assert "Looks calm." in text_of(sign_in(cast.owner).get(timeline))


def test_an_empty_note_is_refused(cast: Cast, derm: Client) -> None:
    answer = derm.post(reverse("timeline:patient-note-add", args=[cast.record.pk]), {"text": "  "})
    assert "text" in errors_of(answer)
    assert not Note.objects.exists()


def test_what_a_note_says_is_never_read_as_markup(cast: Cast, sign_in: SignIn) -> None:
    make_note(cast.record, cast.dermatologist, "<script>alert(1)</script>")
    page = sign_in(cast.owner).get(reverse("timeline:timeline", args=[cast.record.pk])).content.decode()
    assert "<script>alert" not in page


def test_the_type_is_signed_and_taken_back(cast: Cast, derm: Client, lesion: Lesion, sign_in: SignIn) -> None:
    url = reverse("timeline:diagnosis", args=[lesion.pk])
    derm.post(url, {"diagnosis_type": "dystrophic"})
    lesion.refresh_from_db()
    assert (lesion.diagnosis_type, lesion.diagnosed_by) == ("dystrophic", cast.dermatologist)
    assert lesion.diagnosed_at is not None
    assert "said by Dr Derm" in text_of(sign_in(cast.owner).get(reverse("timeline:lesion", args=[lesion.pk])))
    derm.post(url, {"diagnosis_type": ""})
    lesion.refresh_from_db()
    assert not lesion.diagnosis_type
    assert not lesion.diagnosed_by_id
    assert not lesion.diagnosed_at


def words_of(answer: Any) -> str:
    """The page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(answer)).split())


def test_the_form_stands_beside_the_patients_own_and_never_in_its_place(
    cast: Cast, derm: Client, lesion: Lesion, sign_in: SignIn
) -> None:
    lesion.morphology = "mousse"
    lesion.save()
    derm.post(reverse("timeline:diagnosis", args=[lesion.pk]), {"clinician_morphology": "stone"})
    lesion.refresh_from_db()
    assert (lesion.morphology, lesion.clinician_morphology) == ("mousse", "stone")
    text = words_of(sign_in(cast.owner).get(reverse("timeline:lesion", args=[lesion.pk])))
    assert "A paste under the skin as you say" in text
    assert "A stone said by Dr Derm on" in text


def test_each_answer_keeps_the_name_of_whoever_said_it(cast: Cast, derm: Client, lesion: Lesion) -> None:
    earlier = timezone.now() - datetime.timedelta(days=9)
    lesion.diagnosis_type, lesion.diagnosed_by, lesion.diagnosed_at = "dystrophic", cast.owner, earlier
    lesion.save()
    said = {"diagnosis_type": "dystrophic", "clinician_morphology": "plate"}
    derm.post(reverse("timeline:diagnosis", args=[lesion.pk]), said)
    lesion.refresh_from_db()
    assert (lesion.diagnosed_by, lesion.diagnosed_at) == (cast.owner, earlier)
    assert lesion.clinician_morphology_by == cast.dermatologist


def test_what_was_said_before_is_listed_with_who_and_when(
    cast: Cast, derm: Client, lesion: Lesion, sign_in: SignIn
) -> None:
    url = reverse("timeline:diagnosis", args=[lesion.pk])
    for value in ("net", "stone", ""):
        derm.post(url, {"clinician_morphology": value})
    told = "taken back Before: A stone, said by Dr Derm on"
    owner = sign_in(cast.owner).get(reverse("timeline:lesion", args=[lesion.pk]))
    assert told in words_of(owner)
    assert "; A net, seen on an X-ray, said by Dr Derm on" in words_of(owner)
    assert "A net, seen on an X-ray, said by" in words_of(derm.get(url))


def test_saving_without_a_change_signs_nothing(cast: Cast, derm: Client, lesion: Lesion) -> None:
    url = reverse("timeline:diagnosis", args=[lesion.pk])
    derm.post(url, {"clinician_morphology": "stone"})
    before = Lesion.objects.get(pk=lesion.pk).clinician_morphology_at
    derm.post(url, {"clinician_morphology": "stone"})
    assert Lesion.objects.get(pk=lesion.pk).clinician_morphology_at == before


@pytest.mark.parametrize(
    "who", ["owner", "caregiver", "reader", "other_dermatologist", "superuser", "expired"]
)
def test_nobody_else_says_a_type_writes_notes_or_asks(
    cast: Cast, sign_in: SignIn, lesion: Lesion, who: str
) -> None:
    client = sign_in(getattr(cast, who))
    for name in ("timeline:diagnosis", "timeline:lesion-note-add", "timeline:lesion-request-add"):
        assert client.get(reverse(name, args=[lesion.pk])).status_code == 404
        values = {"text": "x", "diagnosis_type": "dystrophic", "asks": "photo", "due_on": "2199-01-01"}
        assert client.post(reverse(name, args=[lesion.pk]), values).status_code == 404
    assert not Note.objects.exists()
    assert not FollowUpRequest.objects.exists()


def test_a_request_stands_in_the_record_and_is_announced(
    cast: Cast, derm: Client, lesion: Lesion, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    values = {"asks": "photo", "due_on": cast.record.today().isoformat(), "text": "from the side"}
    with django_capture_on_commit_callbacks(execute=True):
        derm.post(reverse("timeline:lesion-request-add", args=[lesion.pk]), values)
    asked = FollowUpRequest.objects.get()
    assert (asked.asks, asked.lesion, asked.entered_by) == ("photo", lesion, cast.dermatologist)
    assert "from the side" in text_of(
        sign_in(cast.owner).get(reverse("timeline:overview", args=[cast.record.pk]))
    )
    assert [sent.to for sent in mail.outbox] == [[cast.owner.email]]


def test_a_request_for_a_day_that_is_over_is_refused(cast: Cast, derm: Client, lesion: Lesion) -> None:
    yesterday = cast.record.today() - datetime.timedelta(days=1)
    values = {"asks": "photo", "due_on": yesterday.isoformat()}
    assert "due_on" in errors_of(derm.post(reverse("timeline:lesion-request-add", args=[lesion.pk]), values))


def test_without_a_deposit_only_a_lab_result_can_be_asked_for(cast: Cast, derm: Client) -> None:
    url, due = reverse("timeline:patient-request-add", args=[cast.record.pk]), cast.record.today().isoformat()
    assert "asks" in errors_of(derm.post(url, {"asks": "photo", "due_on": due}))
    assert derm.post(url, {"asks": "lab", "due_on": due, "analyte": "calcium_total"}).status_code == 302


def test_the_patient_declines_a_request(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    asked = make_request(cast.record, cast.dermatologist, lesion=lesion)
    sign_in(cast.owner).post(reverse("timeline:request-decline", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.declined_at is not None
    assert open_requests(cast.record) == []


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger"])
def test_only_writers_decline(cast: Cast, sign_in: SignIn, lesion: Lesion, who: str) -> None:
    asked = make_request(cast.record, cast.dermatologist, lesion=lesion)
    answer = sign_in(getattr(cast, who)).post(reverse("timeline:request-decline", args=[asked.pk]))
    assert answer.status_code == 404
    assert open_requests(cast.record) == [asked]


def test_only_who_asked_withdraws(cast: Cast, sign_in: SignIn, derm: Client, lesion: Lesion) -> None:
    asked = make_request(cast.record, cast.dermatologist, lesion=lesion)
    colleague = make_user("Dr Colleague")
    relate(colleague, cast.record, "dermatologist")
    url = reverse("timeline:request-withdraw", args=[asked.pk])
    assert sign_in(colleague).post(url).status_code == 404
    assert sign_in(cast.owner).post(url).status_code == 404
    assert derm.post(url).status_code == 302
    assert open_requests(cast.record) == []


def fulfil(cast: Cast, lesion: Lesion, what: str) -> None:
    if what == "check_in":
        make_check_in(lesion, anchor=0)
    elif what == "photo":
        make_photo(cast.record, lesion)
    elif what == "lab":
        make_result(cast.record)
    elif what == "elsewhere":
        other = make_lesion(cast.record, side="right")
        make_photo(cast.record, other, make_check_in(other))
    elif what == "deleted":
        make_check_in(lesion, deleted_at=timezone.now())
        make_photo(cast.record, lesion, deleted_at=timezone.now())


@pytest.mark.parametrize(
    ("asks", "analyte", "entered", "stands"),
    [
        ("check_in", "", "check_in", False),
        ("check_in", "", "photo", True),
        ("check_in", "", "elsewhere", True),
        ("check_in", "", "deleted", True),
        ("photo", "", "photo", False),
        ("photo", "", "check_in", True),
        ("photo", "", "elsewhere", True),
        ("photo", "", "deleted", True),
        ("lab", "", "lab", False),
        ("lab", "calcium_total", "lab", False),
        ("lab", "phosphate", "lab", True),
        ("lab", "", "check_in", True),
    ],
)
def test_what_fulfils_a_request(
    cast: Cast, sign_in: SignIn, lesion: Lesion, asks: str, analyte: str, entered: str, stands: bool
) -> None:
    asked = make_request(cast.record, cast.dermatologist, asks, analyte=analyte, lesion=lesion)
    fulfil(cast, lesion, entered)
    page = sign_in(cast.owner).get(reverse("timeline:lesion", args=[lesion.pk])).context["page"]
    expected = [asked] if stands else []
    assert open_requests(cast.record) == expected
    assert page.requests == expected


def test_what_was_entered_before_does_not_fulfil_a_request(cast: Cast, lesion: Lesion) -> None:
    fulfil(cast, lesion, "check_in")
    asked = make_request(cast.record, cast.dermatologist, lesion=lesion)
    assert open_requests(cast.record) == [asked]


def test_reviewed_reaches_only_as_far_as_the_page_that_was_read(
    cast: Cast, derm: Client, lesion: Lesion
) -> None:
    page = derm.get(reverse("timeline:review", args=[cast.record.pk])).content.decode()
    seen_at = page.split('name="seen_at" value="')[1].split('"')[0]
    make_check_in(lesion, note="came in while she was reading")
    derm.post(reverse("timeline:reviewed", args=[cast.record.pk]), {"seen_at": seen_at})
    again = text_of(derm.get(reverse("timeline:review", args=[cast.record.pk])))
    assert "came in while she was reading" in again


@pytest.mark.parametrize("seen_at", ["", "yesterday", "2026-01-01", "2999-01-01T00:00:00+00:00"])
def test_a_moment_that_cannot_be_counts_as_now(cast: Cast, derm: Client, seen_at: str) -> None:
    before = timezone.now()
    derm.post(reverse("timeline:reviewed", args=[cast.record.pk]), {"seen_at": seen_at})
    assert before <= Review.objects.get().reviewed_at <= timezone.now()
