"""Making an account: what it creates, who is refused, and that nobody can find out who has one."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.models import Consent, Patient, User
from tests.accounts.helpers import is_signed_in, last_mail, link_in, sign_up, with_address
from tests.make import make_patient, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_signed_up_a_moment_ago(db: None) -> None:
    """The limits are counted in a table that emptying the models' tables leaves alone."""
    cache.clear()


def test_signing_up_for_oneself_creates_the_record_and_the_consent(client: Client, settings: Any) -> None:
    sign_up(client)
    user = User.objects.get(email="mara@example.org")
    patient = user.managed_patients().get()
    assert (patient.name, patient.birth_on) == ("Mara Muster", datetime.date(1980, 2, 29))
    assert (user.time_zone, patient.time_zone) == ("Europe/Zurich", "Europe/Zurich")
    relationship = patient.care_relationships.get()
    assert (relationship.kind, relationship.may_write, relationship.may_manage) == ("self", True, True)
    consent = Consent.objects.get(user=user)
    assert (consent.patient, consent.version) == (patient, settings.CONSENT_VERSION)
    assert abs(consent.given_at - timezone.now()) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("purpose", ["caregiver", "invited"])
def test_signing_up_for_somebody_else_creates_the_consent_and_no_record(client: Client, purpose: str) -> None:
    sign_up(client, purpose=purpose)
    assert Consent.objects.get(user__email="mara@example.org").patient is None
    assert not Patient.objects.exists()


@pytest.mark.parametrize("missing", ["consent", "is_old_enough", "purpose", "name"])
def test_signing_up_without_a_needed_answer_creates_nothing(client: Client, missing: str) -> None:
    response = sign_up(client, **{missing: None})
    assert response.status_code == 200
    assert missing in response.context["form"].errors
    assert not User.objects.exists()


def test_somebody_too_young_is_refused_with_a_reason(client: Client, settings: Any) -> None:
    nearly = timezone.localdate() - datetime.timedelta(days=365 * settings.MINIMUM_AGE_YEARS)
    response = sign_up(client, birth_on=nearly.isoformat())
    assert "a parent can keep the record" in response.context["form"].errors["birth_on"][0]
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short one", "password123", "1234567890"])
def test_a_short_or_common_password_is_refused(client: Client, password: str) -> None:
    assert "password1" in sign_up(client, password1=password).context["form"].errors


def test_a_password_of_128_signs_without_capitals_or_digits_is_taken(client: Client) -> None:
    sign_up(client, password1="sieben gruene fahrraeder " * 5 + "abc")
    assert User.objects.filter(email="mara@example.org").exists()


def test_what_was_typed_stays_after_a_mistake(client: Client) -> None:
    page = sign_up(client, consent=None).content.decode()
    assert "Mara Muster" in page
    assert "1980-02-29" in page


def test_a_known_address_gets_the_same_answer_and_a_mail_instead_of_an_account(client: Client) -> None:
    with_address(make_user("Stan Stranger", email="stan@example.org"))
    new = sign_up(client)
    mail.outbox.clear()
    known = sign_up(Client(), email="stan@example.org")
    assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])
    assert User.objects.filter(email="stan@example.org").count() == 1
    assert link_in(last_mail()).startswith(reverse("account_reset_password"))


def test_signing_in_has_to_wait_for_the_confirmed_address(client: Client) -> None:
    sign_up(client)
    client.post(reverse("account_login"), {"login": "mara@example.org", "password": "seven green bicycles"})
    assert not is_signed_in(client)


def test_the_link_in_the_mail_confirms_the_address(client: Client) -> None:
    sign_up(client)
    path = link_in(last_mail())
    assert client.get(path).status_code == 200
    client.post(path)
    other_browser = Client()
    other_browser.post(
        reverse("account_login"), {"login": "mara@example.org", "password": "seven green bicycles"}
    )
    assert is_signed_in(other_browser)


def test_closed_sign_up_explains_and_creates_nothing(client: Client, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    assert "by invitation" in client.get(reverse("account_signup")).content.decode()
    sign_up(client)
    assert not User.objects.exists()


def test_an_invitation_opens_a_closed_sign_up(client: Client, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    owner = make_user("Rosa Owner")
    invitations.invite(make_patient(owner), by=owner, email="mara@example.org", kind="caregiver")
    client.get(link_in(last_mail()))
    sign_up(client, purpose="invited")
    assert User.objects.filter(email="mara@example.org").exists()


def test_a_used_up_invitation_does_not_open_a_closed_sign_up(client: Client, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    owner = make_user("Rosa Owner")
    invitation, _ = invitations.invite(
        make_patient(owner), by=owner, email="mara@example.org", kind="caregiver"
    )
    client.get(link_in(last_mail()))
    invitations.withdraw(invitation)
    sign_up(client, purpose="invited")
    assert not User.objects.filter(email="mara@example.org").exists()


@pytest.mark.parametrize(
    ("page", "name", "autocomplete"),
    [
        ("account_login", "login", "email"),
        ("account_login", "password", "current-password"),
        ("account_signup", "email", "email"),
        ("account_signup", "name", "name"),
        ("account_signup", "password1", "new-password"),
        ("account_reset_password", "email", "email"),
    ],
)
def test_password_managers_are_told_what_a_field_is(
    client: Client, page: str, name: str, autocomplete: str
) -> None:
    form = client.get(reverse(page)).context["form"]
    assert form.fields[name].widget.attrs["autocomplete"] == autocomplete
