"""My account, my records, closing the account, the open pages, and the doors of the demo."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real_settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.closing import close_account
from accounts.demo_people import DEMO_DOMAIN, DEMO_PEOPLE
from accounts.models import Consent, Patient, User
from tests.accounts.helpers import is_signed_in, sign_in_by_form, with_address
from tests.conftest import Cast, SignIn
from tests.make import PASSWORD, make_patient, make_user, relate

pytestmark = pytest.mark.django_db
CHILD = {
    "kind": "caregiver",
    "name": "Mia",
    "birth_on": "2016-04-03",
    "time_zone": "Europe/Oslo",
    "consent": "on",
}


def test_the_profile_is_saved(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.owner).post(
        reverse("accounts:profile"),
        {"name": " Rosa \n Neu ", "time_zone": "Asia/Tokyo", "lab_units": "si", "reduced_effort": "on"},
    )
    cast.owner.refresh_from_db()
    user = cast.owner
    assert (user.name, user.time_zone, user.lab_units, user.reduced_effort) == (
        "Rosa Neu",
        "Asia/Tokyo",
        "si",
        True,
    )


def test_the_profile_never_gives_a_role(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.owner).post(
        reverse("accounts:profile"),
        {"name": "R", "time_zone": "UTC", "lab_units": "si", "role": "dermatologist", "is_staff": "on"},
    )
    cast.owner.refresh_from_db()
    assert (cast.owner.role, cast.owner.is_staff) == ("patient", False)


def test_a_parent_begins_the_record_of_a_child(cast: Cast, sign_in: SignIn) -> None:
    parent = make_user("Paul Parent")
    sign_in(parent).post(reverse("accounts:patient-add"), CHILD)
    child = parent.managed_patients().get()
    relationship = child.care_relationships.get()
    assert (child.name, relationship.kind, relationship.may_write) == ("Mia", "caregiver", True)
    assert Consent.objects.get(user=parent).patient == child


def test_a_record_is_not_begun_without_consent(cast: Cast, sign_in: SignIn) -> None:
    parent = make_user("Paul Parent")
    response = sign_in(parent).post(reverse("accounts:patient-add"), CHILD | {"consent": ""})
    assert "consent" in response.context["form"].errors
    assert not parent.patients().exists()


def test_a_person_has_one_record_of_her_own(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.owner).post(reverse("accounts:patient-add"), CHILD | {"kind": "self"})
    assert "kind" in response.context["form"].errors
    assert Patient.objects.filter(name="Mia").count() == 0


def test_editing_a_record_raises_its_revision(cast: Cast, sign_in: SignIn) -> None:
    before = cast.record.revision
    sign_in(cast.owner).post(
        reverse("accounts:patient-edit", args=[cast.record.pk]),
        {"name": "Rosa", "birth_on": "1970-01-02", "sex_for_calculations": "", "time_zone": "Europe/Rome"},
    )
    cast.record.refresh_from_db()
    assert (cast.record.time_zone, cast.record.revision) == ("Europe/Rome", before + 1)


def test_the_records_page_lists_what_a_person_may_open_and_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    own = make_patient(cast.dermatologist, "Own record")
    page = sign_in(cast.dermatologist).get(reverse("accounts:records"))
    assert [one.patient for one in page.context["relationships"]] == [own, cast.record]


@pytest.mark.parametrize("who", ["revoked", "expired", "superuser"])
def test_the_records_page_is_empty_for_somebody_without_access(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("accounts:records")).context["relationships"] == []


# ---- closing the account ----


def confirmed(client: Client, user: User) -> Client:
    sign_in_by_form(client, with_address(user))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_closing_asks_for_the_password_first(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.reader).post(reverse("accounts:account-close"), {"sure": "on"})
    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    cast.reader.refresh_from_db()
    assert cast.reader.is_active


def test_a_closed_account_cannot_sign_in_and_sees_nothing(cast: Cast, client: Client) -> None:
    email, other = cast.reader.email, Client()
    confirmed(other, cast.reader)
    confirmed(client, cast.reader).post(reverse("accounts:account-close"), {"sure": "on"})
    assert not is_signed_in(client)
    assert other.get(reverse("accounts:records")).status_code == 302
    fresh = Client()
    fresh.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert not is_signed_in(fresh)
    assert not User.objects.filter(email=email).exists()
    assert cast.record not in cast.reader.patients()


def test_the_only_manager_is_told_to_hand_over_first(cast: Cast, client: Client) -> None:
    response = confirmed(client, cast.owner).post(reverse("accounts:account-close"), {"sure": "on"})
    assert "Invite somebody who may manage" in response.content.decode()
    cast.owner.refresh_from_db()
    assert cast.owner.is_active


def test_with_a_second_manager_the_first_may_go(cast: Cast) -> None:
    relate(make_user("Second Parent"), cast.record, may_write=True, may_manage=True)
    close_account(cast.owner)
    assert not cast.owner.patients().exists()


def test_the_service_itself_refuses_to_orphan_a_record(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        close_account(cast.owner)
    assert cast.record in cast.owner.managed_patients()


# ---- open pages ----


@pytest.mark.parametrize("page", ["privacy", "intended-use", "contact"])
def test_open_pages_open_for_everybody(client: Client, page: str) -> None:
    assert client.get(reverse(f"accounts:{page}")).status_code == 200


def test_the_operator_and_the_clinic_stand_on_the_pages(client: Client, settings: Any) -> None:
    settings.OPERATOR = settings.OPERATOR | {"name": "Verein Muster", "email": "hallo@muster.example"}
    settings.CLINIC = settings.CLINIC | {"phone": "044 555 12 12", "emergency_phone": "144"}
    page = client.get(reverse("accounts:contact")).content.decode()
    assert "Verein Muster" in page
    assert 'href="tel:0445551212"' in page
    assert 'href="tel:144"' in page


def test_intended_use_says_what_it_is_not(client: Client) -> None:
    page = client.get(reverse("accounts:intended-use")).content.decode()
    assert "not a medical device" in page
    assert "does not diagnose" in page


# ---- the demo ----


def test_outside_the_demo_there_are_no_doors(client: Client, settings: Any) -> None:
    settings.DEMO = False
    make_user("Rosa Keller", email="rosa@demo.invalid")
    assert client.post(reverse("accounts:enter-as"), {"email": "rosa@demo.invalid"}).status_code == 404
    assert not is_signed_in(client)
    assert "Enter the demo" not in client.get(reverse("account_login")).content.decode()


def test_in_the_demo_one_enters_with_a_button(client: Client, settings: Any) -> None:
    settings.DEMO = True
    make_user("Rosa Keller", email="rosa@demo.invalid")
    page = client.get(reverse("account_login")).content.decode()
    assert all(person.name in page for person in DEMO_PEOPLE)
    client.post(reverse("accounts:enter-as"), {"email": "rosa@demo.invalid"})
    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["real@example.org", "rosa@demo.invalid.example.org", ""])
def test_even_in_the_demo_real_people_cannot_be_entered(client: Client, settings: Any, email: str) -> None:
    settings.DEMO = True
    make_user("Real", email=email or None) if email else None
    assert client.post(reverse("accounts:enter-as"), {"email": email}).status_code == 404
    assert not is_signed_in(client)


def test_nobody_enters_the_demo_by_a_link(client: Client, settings: Any) -> None:
    settings.DEMO = True
    assert client.get(reverse("accounts:enter-as")).status_code == 405


def test_all_demo_people_have_an_address_that_cannot_exist() -> None:
    assert all(person.email.endswith(DEMO_DOMAIN) for person in DEMO_PEOPLE)


def test_the_demo_refuses_to_start_outside_development(tmp_path: Path) -> None:
    environment = os.environ | {
        "DEBUG": "False",
        "CALCITRACK_DEMO": "True",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "localhost",
        "CALCITRACK_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "calcitrack.settings",
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=real_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert "Demo mode" in run.stderr
