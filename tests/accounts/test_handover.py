"""A child's record passes to the child at the age, when the child accepts, and to nobody by a trick."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import invitations, sharing
from accounts.closing import close_account
from accounts.handover import handover_of, take_over
from accounts.models import AccessEvent, CareRelationship, Consent, Patient, User
from accounts.sharing import managers
from tests.accounts.helpers import last_mail, link_in
from tests.accounts.test_mail import assert_neutral
from tests.make import make_patient, make_user, relate

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
OF_AGE, TOO_YOUNG = datetime.date(2010, 11, 25), datetime.date(2010, 11, 26)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def paul() -> User:
    return make_user("Paul Nyberg", email="paul@example.org")


@pytest.fixture
def mia(paul: User) -> Patient:
    """Mia is 16 today; her father has kept her record since she was six."""
    return child_of(paul, OF_AGE)


def child_of(parent: User, birth_on: datetime.date | None, **extra: Any) -> Patient:
    began = datetime.datetime(2016, 9, 1, tzinfo=datetime.UTC)
    patient = make_patient(name="Mia Nyberg", birth_on=birth_on, created_at=began, **extra)
    relate(parent, patient, "caregiver", may_write=True, may_manage=True, starts_at=began)
    return patient


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, patient: Patient) -> str:
    return client_of(user).get(reverse("accounts:handover", args=[patient.pk])).content.decode()


def invite(user: User, patient: Patient, email: str = "mia@example.org", **data: str) -> Any:
    return client_of(user).post(
        reverse("accounts:handover", args=[patient.pk]), {"email": email, "rights": "write", **data}
    )


def accept(user: User, path: str, **data: str) -> Any:
    client = client_of(user)
    client.get(path)
    return client.post(
        reverse("accounts:invitation-waiting"), {"do": "accept", "consent": "on", **data}, follow=True
    )


def standing(user: User, patient: Patient) -> tuple[str, bool, bool] | None:
    found = CareRelationship.objects.active().filter(user=user, patient=patient).first()
    return (found.kind, found.may_write, found.may_manage) if found else None


@pytest.fixture
def her() -> User:
    return make_user("Mia Nyberg", email="mia@example.org")


# ---- the way it is meant -------------------------------------------------------------------------------


def test_at_the_age_control_passes_when_the_child_accepts(paul: User, mia: Patient, her: User) -> None:
    invite(paul, mia)
    assert standing(paul, mia) == ("caregiver", True, True)
    accept(her, link_in(last_mail()))
    assert standing(her, mia) == ("self", True, True)
    # He reads until she decides otherwise.
    assert standing(paul, mia) == ("caregiver", False, False)


def test_whoever_accepts_is_told_that_it_is_hers(paul: User, mia: Patient, her: User) -> None:
    invite(paul, mia)
    answer = accept(her, link_in(last_mail()))
    assert answer.redirect_chain[-1][0] == reverse("accounts:sharing", args=[mia.pk])
    assert "The record is yours now." in answer.content.decode()
    assert "You decide about it, nobody else." in page(her, mia)


def test_nothing_passes_by_itself_on_the_birthday(paul: User, mia: Patient, clock: Any) -> None:
    clock.move_to(NOW + datetime.timedelta(days=900))
    page(paul, mia)
    assert standing(paul, mia) == ("caregiver", True, True)


def test_the_child_is_asked_for_her_own_consent(paul: User, mia: Patient, her: User) -> None:
    invite(paul, mia)
    path = link_in(last_mail())
    answer = accept(her, path, consent="")
    assert "Without your agreement" in answer.content.decode()
    assert standing(her, mia) is None
    accept(her, path)
    assert Consent.objects.filter(user=her, patient=mia, withdrawn_at=None).count() == 1


def test_the_mail_to_the_child_is_neutral(paul: User, mia: Patient) -> None:
    invite(paul, mia, email="m@example.org")
    message = last_mail()
    assert_neutral(message.__class__(message.subject, message.body, message.from_email, ["x@example.org"]))
    assert "Mia" not in message.body


def test_what_happened_stands_in_the_list_of_who_looked(paul: User, mia: Patient, her: User) -> None:
    invite(paul, mia)
    accept(her, link_in(last_mail()))
    seen = list(AccessEvent.objects.filter(action="change").values_list("what", flat=True))
    assert seen == ["accounts:handover", "accounts:invitation-waiting"]


def test_she_lets_her_father_write_or_only_read(paul: User, mia: Patient, her: User) -> None:
    invite(paul, mia)
    accept(her, link_in(last_mail()))
    his = CareRelationship.objects.active().get(user=paul)
    url = reverse("accounts:relationship-writing", args=[his.pk])
    assert "Let write" in client_of(her).get(reverse("accounts:sharing", args=[mia.pk])).content.decode()
    client_of(her).post(url, {"may": "write"})
    assert standing(paul, mia) == ("caregiver", True, False)
    client_of(her).post(url, {"may": "read"})
    assert standing(paul, mia) == ("caregiver", False, False)
    assert client_of(paul).post(url, {"may": "write"}).status_code == 404


def test_afterwards_no_parent_can_end_her_access_or_invite_anybody(
    paul: User, mia: Patient, her: User
) -> None:
    invite(paul, mia)
    accept(her, link_in(last_mail()))
    hers = CareRelationship.objects.active().get(user=her)
    client = client_of(paul)
    assert client.post(reverse("accounts:relationship-end", args=[hers.pk])).status_code == 404
    for name in ("accounts:invite", "accounts:consent", "accounts:patient-edit", "accounts:handover"):
        assert client.post(reverse(name, args=[mia.pk])).status_code == 404
    assert standing(her, mia) == ("self", True, True)


def test_invitations_of_the_parent_die_with_his_control(paul: User, mia: Patient, her: User) -> None:
    invitations.invite(mia, by=paul, email="aunt@example.org", kind="caregiver", may_manage=True)
    to_aunt = link_in(last_mail())
    invite(paul, mia)
    accept(her, link_in(last_mail()))
    assert Client().get(to_aunt).status_code == 404


def test_she_may_decline_and_everything_stays(paul: User, mia: Patient, her: User) -> None:
    invite(paul, mia)
    accept(her, link_in(last_mail()), do="decline")
    assert standing(her, mia) is None
    assert standing(paul, mia) == ("caregiver", True, True)


# ---- before the age ------------------------------------------------------------------------------------


def test_before_the_age_the_page_says_from_when(paul: User) -> None:
    patient = child_of(paul, TOO_YOUNG)
    html = page(paul, patient)
    assert "It can pass from 26 November 2026" in html
    assert 'name="email"' not in html
    invite(paul, patient)
    assert mail.outbox == []


def test_where_the_site_lets_younger_children_join_they_read_or_write_and_take_over_later(
    paul: User, her: User, clock: Any, settings: Any
) -> None:
    settings.MINIMUM_AGE_YEARS = 13
    patient = child_of(paul, TOO_YOUNG)
    invite(paul, patient, rights="read")
    accept(her, link_in(last_mail()))
    assert standing(her, patient) == ("self", False, False)
    assert standing(paul, patient) == ("caregiver", True, True)
    with pytest.raises(ValidationError):
        take_over(patient, by=her)
    clock.move_to(NOW + datetime.timedelta(days=1))
    client = client_of(her)
    url = reverse("accounts:handover", args=[patient.pk])
    assert "Take over my record" in client.get(url).content.decode()
    assert "Without your agreement" in client.post(url).content.decode()
    client.post(url, {"consent": "on"})
    assert standing(her, patient) == ("self", True, True)
    assert standing(paul, patient) == ("caregiver", False, False)


def test_a_parent_may_let_a_younger_child_out_but_not_one_of_age(
    paul: User, her: User, clock: Any, settings: Any
) -> None:
    settings.MINIMUM_AGE_YEARS = 13
    patient = child_of(paul, TOO_YOUNG)
    invite(paul, patient)
    accept(her, link_in(last_mail()))
    hers = CareRelationship.objects.active().get(user=her)
    hers.patient = patient
    clock.move_to(NOW + datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="does not end"):
        sharing.end_access(hers, by=paul)
    clock.move_to(NOW)
    sharing.end_access(hers, by=paul)
    assert standing(her, patient) is None


def test_a_parent_who_withdraws_the_consent_does_not_shut_the_child_out(
    paul: User, mia: Patient, her: User
) -> None:
    relate(her, mia, "self", may_write=True)
    sharing.withdraw_consent(Consent.objects.create(user=paul, patient=mia, version="1"))
    assert standing(her, mia) == ("self", False, False)


def test_managers_are_told_some_months_before_and_nobody_else(paul: User, her: User) -> None:
    def is_told(user: User) -> bool:
        return "the record can pass" in client_of(user).get("/").content.decode()

    near = child_of(paul, datetime.date(2011, 5, 20))
    assert is_told(paul)
    aunt = make_user("Aunt")
    relate(aunt, near, "caregiver", may_write=True)
    assert not is_told(aunt)
    Patient.objects.filter(pk=near.pk).update(birth_on=datetime.date(2012, 5, 20))
    assert not is_told(paul)


def test_a_record_begun_for_a_grown_up_is_not_nagged_about(paul: User) -> None:
    mother = make_patient(name="Vera", birth_on=datetime.date(1950, 1, 1))
    relate(paul, mother, "caregiver", may_write=True, may_manage=True)
    assert "can pass" not in client_of(paul).get("/").content.decode()


# ---- the date of birth ---------------------------------------------------------------------------------


def set_birth(user: User, patient: Patient, day: str) -> Any:
    data = {"name": patient.name, "birth_on": day, "time_zone": "Europe/Zurich"}
    return client_of(user).post(reverse("accounts:patient-edit", args=[patient.pk]), data)


def test_without_a_date_of_birth_it_is_asked_for(paul: User) -> None:
    patient = child_of(paul, None)
    assert "Enter the date of birth" in page(paul, patient)
    invite(paul, patient)
    assert mail.outbox == []


def test_a_changed_date_of_birth_counts_after_thirty_days(
    paul: User, her: User, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    patient = child_of(paul, TOO_YOUNG)
    mother = make_user("Mother")
    relate(mother, patient, "caregiver", may_write=True, may_manage=True)
    with django_capture_on_commit_callbacks(execute=True):
        set_birth(paul, patient, "2008-01-01")
    assert [message.to for message in mail.outbox] == [[mother.email]]
    assert_neutral(mail.outbox[0])
    patient.refresh_from_db()
    assert "It counts from 25 December 2026" in page(paul, patient)
    invite(paul, patient)
    accept(her, link_in(last_mail()))
    assert standing(her, patient) == ("self", True, False)
    assert standing(mother, patient) == ("caregiver", True, True)
    clock.move_to(NOW + datetime.timedelta(days=31))
    take_over(Patient.objects.get(pk=patient.pk), by=her)
    assert standing(mother, patient) == ("caregiver", False, False)


def test_correcting_a_date_that_was_old_enough_anyway_starts_no_wait(paul: User, mia: Patient) -> None:
    set_birth(paul, mia, "2010-11-20")
    assert handover_of(Patient.objects.get(pk=mia.pk)).may_pass


def test_a_parent_cannot_put_the_day_off_once_the_child_is_in(paul: User, mia: Patient, her: User) -> None:
    relate(her, mia, "self", may_write=True)
    for day in ("2014-01-01", ""):
        answer = set_birth(paul, mia, day)
        assert "birth_on" in answer.context["form"].errors
    assert Patient.objects.get(pk=mia.pk).birth_on == OF_AGE


# ---- who can be the child ------------------------------------------------------------------------------


def test_only_the_account_of_the_invited_address_can_be_the_child(paul: User, mia: Patient) -> None:
    invite(paul, mia)
    other = make_user("Somebody", email="other@example.org")
    answer = accept(other, link_in(last_mail()))
    assert "another e-mail address" in answer.content.decode()
    assert standing(other, mia) is None
    assert standing(paul, mia) == ("caregiver", True, True)


@pytest.mark.parametrize("ended", [False, True])
def test_somebody_who_kept_the_record_cannot_become_the_child(paul: User, mia: Patient, ended: bool) -> None:
    uncle = make_user("Uncle", email="uncle@example.org")
    relate(uncle, mia, "caregiver", revoked_at=NOW - datetime.timedelta(days=1) if ended else None,
           starts_at=NOW - datetime.timedelta(days=9))  # fmt: skip
    invite(paul, mia, email="uncle@example.org")
    answer = accept(uncle, link_in(last_mail()))
    assert "it cannot be about you" in answer.content.decode()
    assert standing(paul, mia) == ("caregiver", True, True)


def test_where_two_manage_control_passes_a_week_after_joining_and_the_other_is_told(
    paul: User, mia: Patient, her: User, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """One parent alone cannot take control from the other by an account of his own making."""
    mother = make_user("Mother")
    relate(mother, mia, "caregiver", may_write=True, may_manage=True)
    with django_capture_on_commit_callbacks(execute=True):
        invite(paul, mia)
    assert {message.to[0] for message in mail.outbox} == {mother.email, "mia@example.org"}
    path = next(link_in(message) for message in mail.outbox if message.to == ["mia@example.org"])
    accept(her, path)
    assert standing(her, mia) == ("self", True, False)
    assert standing(mother, mia) == ("caregiver", True, True)
    with pytest.raises(ValidationError):
        take_over(mia, by=her)
    clock.move_to(NOW + datetime.timedelta(days=7))
    take_over(mia, by=her)
    assert [standing(user, mia) for user in (her, paul, mother)] == [
        ("self", True, True),
        ("caregiver", False, False),
        ("caregiver", False, False),
    ]


def test_the_other_parent_can_withdraw_the_invitation(paul: User, mia: Patient, her: User) -> None:
    mother = make_user("Mother")
    relate(mother, mia, "caregiver", may_write=True, may_manage=True)
    invite(paul, mia)
    path = link_in(last_mail())
    offer = invitations.open_invitations().get()
    client_of(mother).post(reverse("accounts:invitation-withdraw", args=[mia.pk, offer.pk]))
    assert Client().get(path).status_code == 404


def test_a_record_is_about_one_person_in_the_database_too(mia: Patient, her: User) -> None:
    relate(her, mia, "self")
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(make_user(), mia, "self")


def test_a_second_child_cannot_be_invited(paul: User, mia: Patient, her: User) -> None:
    relate(her, mia, "self", may_write=True)
    with pytest.raises(ValidationError, match="has access already"):
        invitations.invite(mia, by=paul, email="x@example.org", kind="self")


def test_the_invitation_form_of_the_sharing_page_makes_nobody_the_patient(paul: User, mia: Patient) -> None:
    data = {"email": "x@example.org", "kind": "self", "rights": "manage", "until": "open"}
    client_of(paul).post(reverse("accounts:invite", args=[mia.pk]), data)
    assert mail.outbox == []


def test_somebody_always_decides(paul: User, mia: Patient, her: User) -> None:
    """Neither parent nor child can leave the record to nobody, before or after."""
    with pytest.raises(ValidationError):
        close_account(paul)
    invite(paul, mia)
    accept(her, link_in(last_mail()))
    assert [one.user for one in managers(mia)] == [her]
    close_account(paul)
    with pytest.raises(ValidationError):
        close_account(her)


@pytest.mark.parametrize("role", ["reader", "stranger"])
def test_the_page_is_there_for_managers_and_the_patient_only(paul: User, mia: Patient, role: str) -> None:
    user = make_user()
    if role == "reader":
        relate(user, mia, "caregiver", may_write=True)
    assert client_of(user).get(reverse("accounts:handover", args=[mia.pk])).status_code == 404
