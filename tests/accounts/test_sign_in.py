"""Signing in, a lost password, second steps, and the limits on guessing."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import crypto
from accounts.models import User
from tests.accounts.helpers import is_signed_in, last_mail, link_in, sign_in_by_form, totp_code, with_address
from tests.make import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return with_address(make_user("Rosa Owner"))


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    call_command("createcachetable")
    cache.clear()


def confirm_it_is_me(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def turn_on_totp(client: Client) -> tuple[str, list[str]]:
    """Enrol by the pages; gives the key and the recovery codes."""
    confirm_it_is_me(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    return secret, codes


def test_a_lost_password_is_replaced_by_the_link_in_the_mail(client: Client, user: User) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})
    page = client.get(link_in(last_mail()), follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "eleven brown horses", "password2": "eleven brown horses"}
    )
    fresh = Client()
    sign_in_by_form(fresh, user, "eleven brown horses")
    assert is_signed_in(fresh)


def test_the_link_for_a_new_password_works_once(client: Client, user: User) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})
    path = link_in(last_mail())
    page = client.get(path, follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "eleven brown horses", "password2": "eleven brown horses"}
    )
    assert "too old" in Client().get(path, follow=True).content.decode()


def test_a_new_password_for_an_unknown_address_answers_the_same_and_mails_nobody(
    client: Client, user: User
) -> None:
    known = client.post(reverse("account_reset_password"), {"email": user.email})
    mail.outbox.clear()
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (unknown.status_code, unknown.headers["Location"]) == (
        known.status_code,
        known.headers["Location"],
    )
    assert mail.outbox == []


def test_changing_the_password_signs_out_the_other_devices(client: Client, user: User) -> None:
    other = Client()
    sign_in_by_form(other, user)
    sign_in_by_form(client, user)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "eleven brown horses", "password2": "eleven brown horses"},
    )
    assert other.get(reverse("accounts:profile")).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_an_authenticator_app_asks_for_its_code_from_then_on(client: Client, user: User) -> None:
    sign_in_by_form(client, user)
    secret, _ = turn_on_totp(client)
    fresh = Client()
    assert sign_in_by_form(fresh, user).headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(fresh)
    fresh.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_signed_in(fresh)
    # A code counts once: the one that turned the app on is used up.
    cache.clear()
    fresh.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
    assert is_signed_in(fresh)


def test_a_code_of_the_app_works_once(client: Client, user: User) -> None:
    sign_in_by_form(client, user)
    secret, _ = turn_on_totp(client)
    cache.clear()
    first, second = Client(), Client()
    code = totp_code(secret)
    for browser in (first, second):
        sign_in_by_form(browser, user)
        browser.post(reverse("mfa_authenticate"), {"code": code})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_a_recovery_code_signs_in_once(client: Client, user: User) -> None:
    sign_in_by_form(client, user)
    _, codes = turn_on_totp(client)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in_by_form(browser, user)
        browser.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_a_new_password_does_not_get_round_the_second_step(client: Client, user: User) -> None:
    sign_in_by_form(client, user)
    turn_on_totp(client)
    fresh = Client()
    fresh.post(reverse("account_reset_password"), {"email": user.email})
    page = fresh.get(link_in(last_mail()), follow=True)
    fresh.post(
        page.request["PATH_INFO"], {"password1": "eleven brown horses", "password2": "eleven brown horses"}
    )
    sign_in_by_form(fresh, user, "eleven brown horses")
    assert not is_signed_in(fresh)


def test_the_key_of_the_app_is_not_in_the_database_in_clear(client: Client, user: User) -> None:
    sign_in_by_form(client, user)
    secret, _ = turn_on_totp(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = " ".join(str(row[0]) for row in cursor.fetchall())
    assert crypto.VERSION in stored
    assert secret not in stored


def test_an_encrypted_text_comes_back() -> None:
    assert crypto.decrypt_text(crypto.encrypt_text("JBSWY3DPEHPK3PXP")) == "JBSWY3DPEHPK3PXP"


def test_a_changed_value_is_not_decrypted() -> None:
    value = crypto.encrypt_text("JBSWY3DPEHPK3PXP")
    changed = value[:-4] + ("A" if value[-4] != "A" else "B") + value[-3:]
    with pytest.raises(crypto.CannotDecryptError):
        crypto.decrypt_text(changed)


def test_another_key_does_not_decrypt(settings: Any) -> None:
    value = crypto.encrypt_text("JBSWY3DPEHPK3PXP")
    settings.FIELD_KEY = "another key"
    with pytest.raises(crypto.CannotDecryptError):
        crypto.decrypt_text(value)


def test_five_wrong_passwords_close_the_door_for_the_right_one_too(client: Client, user: User) -> None:
    for _ in range(5):
        sign_in_by_form(client, user, "wrong wrong wrong")
    response = sign_in_by_form(client, user)
    assert not is_signed_in(client)
    assert "Too many failed login attempts" in response.content.decode()


def test_wrong_passwords_for_one_person_do_not_lock_another_out(client: Client, user: User) -> None:
    for _ in range(5):
        sign_in_by_form(client, user, "wrong wrong wrong")
    other = with_address(make_user("Stan Stranger"))
    sign_in_by_form(client, other)
    assert is_signed_in(client)


def test_the_sign_in_page_offers_a_passkey(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert 'data-passkey="login"' in page


def test_the_admin_sends_people_to_the_one_sign_in_page(client: Client) -> None:
    response = client.get(reverse("admin:index"), follow=True)
    assert response.request["PATH_INFO"] == reverse("account_login")


def test_the_first_operator_chooses_a_password_by_the_printed_link(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_operator", "Root@Example.org")
    path = re.findall(r"https?://[^/\s]+(/\S+)", capsys.readouterr().out)[0]
    page = client.get(path, follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "eleven brown horses", "password2": "eleven brown horses"}
    )
    operator = User.objects.get(email="root@example.org")
    sign_in_by_form(client, operator, "eleven brown horses")
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_lost_second_factor_is_removed_and_the_person_is_told(
    client: Client, user: User, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in_by_form(client, user)
    turn_on_totp(client)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_second_factor", user.email, "--yes")
    assert not Authenticator.objects.filter(user=user).exists()
    assert last_mail().to == [user.email]
    fresh = Client()
    sign_in_by_form(fresh, user)
    assert is_signed_in(fresh)


@pytest.mark.parametrize("page", ["add", "delete"])
def test_the_admin_neither_adds_nor_deletes_people(client: Client, user: User, page: str) -> None:
    client.force_login(make_user("Root", is_staff=True, is_superuser=True))
    arguments = [user.pk] if page == "delete" else []
    assert client.get(reverse(f"admin:accounts_user_{page}", args=arguments)).status_code == 403


def test_the_admin_gives_the_role_and_leaves_the_address(client: Client, user: User) -> None:
    client.force_login(make_user("Root", is_staff=True, is_superuser=True))
    address = user.email
    client.post(
        reverse("admin:accounts_user_change", args=[user.pk]),
        {"name": user.name, "role": "dermatologist", "is_active": "on", "email": "taken@example.org"},
    )
    user.refresh_from_db()
    assert (user.role, user.email) == ("dermatologist", address)
