"""Who shares a record: inviting, answering, ending at once, and somebody always decides."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations, sharing
from accounts.models import CareRelationship, Consent, Invitation, User
from tests.accounts.helpers import last_mail, link_in, sign_in_by_form, with_address
from tests.conftest import Cast, SignIn
from tests.make import make_patient, make_user, relate

pytestmark = pytest.mark.django_db
OFFER = {"email": "new@example.org", "kind": "caregiver", "rights": "write", "until": "1y"}


def invite(cast: Cast, sign_in: SignIn, **changes: Any) -> str:
    """Invite by the page as the owner; gives the path of the link in the mail."""
    sign_in(cast.owner).post(reverse("accounts:invite", args=[cast.record.pk]), {**OFFER, **changes})
    return link_in(last_mail())


def accept(client: Client, path: str) -> Any:
    client.get(path)
    return client.post(reverse("accounts:invitation-waiting"), {"do": "accept"}, follow=True)


def end(client: Client, relationship: CareRelationship) -> Any:
    return client.post(reverse("accounts:relationship-end", args=[relationship.pk]))


def standing(user: User, cast: Cast) -> CareRelationship:
    return CareRelationship.objects.active().get(user=user, patient=cast.record)


# ---- inviting and answering ----


def test_an_invited_caregiver_gets_what_was_offered_until_the_day_that_was_offered(
    cast: Cast, sign_in: SignIn
) -> None:
    path = invite(cast, sign_in)
    guest = make_user("Gita Guest")
    accept(sign_in(guest), path)
    relationship = standing(guest, cast)
    assert (relationship.kind, relationship.may_write, relationship.may_manage) == ("caregiver", True, False)
    assert relationship.ends_at is not None
    last_day = relationship.ends_at.astimezone(cast.record.zone).date()
    assert last_day == cast.record.today() + datetime.timedelta(days=365)
    assert relationship.granted_by == cast.owner


def test_the_inviter_is_told_when_somebody_joins(
    cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    path = invite(cast, sign_in)
    with django_capture_on_commit_callbacks(execute=True):
        accept(sign_in(make_user("Gita Guest")), path)
    assert last_mail().to == [cast.owner.email]


def test_an_end_date_of_ones_own_is_the_last_day(cast: Cast, sign_in: SignIn) -> None:
    day = cast.record.today() + datetime.timedelta(days=10)
    invite(cast, sign_in, until="date", until_on=day.isoformat())
    ends_at = Invitation.objects.get().access_ends_at
    assert ends_at is not None
    assert ends_at.astimezone(cast.record.zone).date() == day


@pytest.mark.parametrize("until_on", ["", "2001-01-01"])
def test_an_end_date_that_is_missing_or_past_is_asked_for_again(
    cast: Cast, sign_in: SignIn, until_on: str
) -> None:
    response = sign_in(cast.owner).post(
        reverse("accounts:invite", args=[cast.record.pk]), {**OFFER, "until": "date", "until_on": until_on}
    )
    assert "until_on" in response.context["form"].errors
    assert mail.outbox == []


def test_a_dermatologist_is_let_in_to_read_whatever_rights_were_ticked(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in, kind="dermatologist", rights="manage")
    accept(sign_in(cast.other_dermatologist), path)
    relationship = standing(cast.other_dermatologist, cast)
    assert (relationship.kind, relationship.may_write, relationship.may_manage) == (
        "dermatologist",
        False,
        False,
    )


def test_somebody_without_the_role_cannot_join_as_dermatologist_and_is_told_why(
    cast: Cast, sign_in: SignIn
) -> None:
    path = invite(cast, sign_in, kind="dermatologist")
    client = sign_in(cast.stranger)
    page = client.get(path, follow=True).content.decode()
    assert "not marked as one yet" in page
    accept(client, path)
    assert cast.record not in cast.stranger.patients()


def test_a_refused_dermatologist_can_come_back_after_the_role_is_given(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in, kind="dermatologist")
    accept(sign_in(cast.stranger), path)
    cast.stranger.role = User.Role.DERMATOLOGIST
    cast.stranger.save()
    accept(sign_in(cast.stranger), path)
    assert cast.record in cast.stranger.patients()


def test_the_token_is_stored_as_a_hash_only(cast: Cast, sign_in: SignIn) -> None:
    token = invite(cast, sign_in).rstrip("/").rpartition("/")[2]
    invitation = Invitation.objects.get()
    assert token not in [str(value) for value in vars(invitation).values()]
    assert invitation.token_hash == invitations.hash_token(token)


def test_an_invitation_works_once(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in)
    accept(sign_in(make_user("Gita Guest")), path)
    assert sign_in(make_user("Second Guest")).get(path).status_code == 404


def test_two_people_who_opened_the_link_cannot_both_join(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in)
    first, second = sign_in(make_user("Gita Guest")), sign_in(cast.stranger)
    first.get(path)
    second.get(path)
    for client in (first, second):
        client.post(reverse("accounts:invitation-waiting"), {"do": "accept"})
    assert cast.record not in cast.stranger.patients()


def test_an_invitation_runs_out(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=invitations.OPEN_DAYS, minutes=1)):
        assert Client().get(path).status_code == 404


def test_a_wrong_token_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in)
    assert Client().get(path).status_code == 200
    assert Client().get(path[:-5] + "AAAA/").status_code == 404


def test_a_withdrawn_invitation_leads_nowhere(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in)
    invitation = Invitation.objects.get()
    sign_in(cast.owner).post(reverse("accounts:invitation-withdraw", args=[cast.record.pk, invitation.pk]))
    assert Client().get(path).status_code == 404


def test_a_declined_invitation_leads_nowhere(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in)
    client = sign_in(cast.stranger)
    client.get(path)
    client.post(reverse("accounts:invitation-waiting"), {"do": "decline"})
    assert client.get(path).status_code == 404
    assert cast.record not in cast.stranger.patients()


def test_an_invitation_dies_with_the_rights_of_its_sender(cast: Cast, sign_in: SignIn) -> None:
    parent = make_user("Second Parent")
    relationship = relate(parent, cast.record, may_write=True, may_manage=True)
    invitations.invite(cast.record, by=parent, email="new@example.org", kind="caregiver", may_manage=True)
    path = link_in(last_mail())
    sharing.end_access(relationship, by=cast.owner)
    assert Client().get(path).status_code == 404


def test_inviting_the_same_address_again_replaces_the_older_link(cast: Cast, sign_in: SignIn) -> None:
    old = invite(cast, sign_in)
    new = invite(cast, sign_in)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_nobody_can_invite_herself(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.owner).post(
        reverse("accounts:invite", args=[cast.record.pk]), {**OFFER, "email": cast.owner.email.upper()}
    )
    assert "your own address" in str(response.context["form"].errors)
    assert not Invitation.objects.exists()


def test_the_inviter_cannot_accept_with_the_own_account(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in)
    accept(sign_in(cast.owner), path)
    assert standing(cast.owner, cast).kind == "self"


def test_the_patient_cannot_be_turned_into_a_reader_by_an_invitation(cast: Cast) -> None:
    parent = make_user("Second Parent")
    relate(parent, cast.record, may_write=True, may_manage=True)
    invitation, _ = invitations.invite(cast.record, by=parent, email=cast.owner.email, kind="caregiver")
    with pytest.raises(ValidationError):
        invitations.accept(invitation, user=cast.owner)
    assert standing(cast.owner, cast).may_manage


def test_a_record_has_a_limit_of_open_invitations(cast: Cast) -> None:
    for number in range(invitations.MOST_OPEN_PER_RECORD):
        invitations.invite(cast.record, by=cast.owner, email=f"n{number}@example.org", kind="caregiver")
    with pytest.raises(ValidationError):
        invitations.invite(cast.record, by=cast.owner, email="more@example.org", kind="caregiver")


def test_the_open_page_does_not_say_whose_record_it_is(cast: Cast, sign_in: SignIn) -> None:
    cast.record.name = "Quite Somebody"
    cast.record.save()
    page = Client().get(invite(cast, sign_in)).content.decode()
    assert cast.owner.name in page
    assert "Quite Somebody" not in page


def test_signing_in_leads_back_to_the_invitation(cast: Cast, sign_in: SignIn) -> None:
    path = invite(cast, sign_in)
    guest = with_address(make_user("Gita Guest"))
    client = Client()
    client.get(path)
    response = sign_in_by_form(client, guest)
    assert response.headers["Location"] == reverse("accounts:invitation-waiting")
    assert guest.email in client.get(response.headers["Location"]).content.decode()


# ---- ending ----


def test_an_ended_access_is_closed_on_the_very_next_request(cast: Cast, sign_in: SignIn) -> None:
    parent = make_user("Second Parent")
    relationship = relate(parent, cast.record, may_write=True, may_manage=True)
    client, page = sign_in(parent), reverse("accounts:sharing", args=[cast.record.pk])
    assert client.get(page).status_code == 200
    end(sign_in(cast.owner), relationship)
    assert client.get(page).status_code == 404


def test_the_person_whose_access_was_ended_is_told(
    cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        end(sign_in(cast.owner), standing(cast.dermatologist, cast))
    assert [message.to for message in mail.outbox] == [[cast.dermatologist.email]]


def test_a_dermatologist_can_give_up_her_access_and_the_manager_is_told(
    cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        end(sign_in(cast.dermatologist), standing(cast.dermatologist, cast))
    assert cast.record not in cast.dermatologist.patients()
    assert [message.to for message in mail.outbox] == [[cast.owner.email]]


@pytest.mark.parametrize(
    "who", ["caregiver", "reader", "dermatologist", "stranger", "superuser", "revoked", "expired"]
)
def test_only_managers_end_the_access_of_others(cast: Cast, sign_in: SignIn, who: str) -> None:
    victim = standing(cast.reader if who != "reader" else cast.caregiver, cast)
    assert end(sign_in(getattr(cast, who)), victim).status_code == 404
    victim.refresh_from_db()
    assert victim.is_active


def test_the_last_manager_stays(cast: Cast, sign_in: SignIn) -> None:
    child = make_patient(None, "Mia")
    parent = make_user("Only Parent")
    relationship = relate(parent, child, may_write=True, may_manage=True)
    response = sign_in(parent).post(reverse("accounts:relationship-end", args=[relationship.pk]), follow=True)
    assert "Somebody must always decide" in response.content.decode()
    assert child in parent.managed_patients()


def test_a_manager_with_an_end_date_does_not_count_as_the_one_who_stays(cast: Cast) -> None:
    child = make_patient(None, "Mia")
    lasting = relate(make_user("Parent"), child, may_write=True, may_manage=True)
    relate(make_user("Aunt"), child, may_manage=True, ends_at=timezone.now() + datetime.timedelta(days=9))
    with pytest.raises(ValidationError):
        sharing.end_access(lasting, by=lasting.user)


def test_of_two_parents_one_may_go(cast: Cast) -> None:
    child = make_patient(None, "Mia")
    first, second = (relate(make_user(), child, may_write=True, may_manage=True) for _ in range(2))
    sharing.end_access(first, by=first.user)
    assert child in second.user.managed_patients()
    assert child not in first.user.patients()


def test_a_manager_cannot_shut_the_patient_out(cast: Cast, sign_in: SignIn) -> None:
    parent = make_user("Second Parent")
    relate(parent, cast.record, may_write=True, may_manage=True)
    end(sign_in(parent), standing(cast.owner, cast))
    assert cast.record in cast.owner.managed_patients()


@pytest.mark.parametrize("who", ["revoked", "expired"])
def test_somebody_whose_access_is_over_can_be_invited_again(cast: Cast, sign_in: SignIn, who: str) -> None:
    guest = getattr(cast, who)
    accept(sign_in(guest), invite(cast, sign_in))
    assert cast.record in guest.writable_patients()


def test_a_new_invitation_replaces_the_standing_a_person_has(cast: Cast, sign_in: SignIn) -> None:
    accept(sign_in(cast.reader), invite(cast, sign_in))
    assert standing(cast.reader, cast).may_write


# ---- who may see the pages ----


@pytest.mark.parametrize("page", ["sharing", "invite", "access-log", "patient-edit", "consent"])
@pytest.mark.parametrize(
    "who", ["caregiver", "reader", "dermatologist", "stranger", "superuser", "revoked", "expired"]
)
def test_pages_about_sharing_exist_for_managers_only(
    cast: Cast, sign_in: SignIn, page: str, who: str
) -> None:
    url = reverse(f"accounts:{page}", args=[cast.record.pk])
    assert sign_in(cast.owner).get(url).status_code == 200
    assert sign_in(getattr(cast, who)).get(url).status_code == 404


def test_the_list_of_people_takes_the_same_number_of_queries_however_many_there_are(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client, url = sign_in(cast.owner), reverse("accounts:sharing", args=[cast.record.pk])
    client.get(url)
    for _ in range(8):
        relate(make_user(), cast.record)
    with django_assert_max_num_queries(10):
        client.get(url)


# ---- consent ----


def test_withdrawing_the_consent_stops_writing_and_sharing_at_once(cast: Cast, sign_in: SignIn) -> None:
    Consent.objects.create(user=cast.owner, patient=cast.record, version="1")
    path = invite(cast, sign_in)
    sign_in(cast.owner).post(reverse("accounts:consent", args=[cast.record.pk]), {"do": "withdraw"})
    assert cast.record in cast.owner.patients()
    assert cast.record not in cast.owner.writable_patients()
    assert cast.record not in cast.dermatologist.patients()
    assert cast.record not in cast.caregiver.patients()
    assert Client().get(path).status_code == 404


def test_without_consent_nobody_can_be_invited(cast: Cast) -> None:
    consent = Consent.objects.create(user=cast.owner, patient=cast.record, version="1")
    sharing.withdraw_consent(consent)
    with pytest.raises(ValidationError):
        invitations.invite(
            cast.record, by=cast.owner, email="new@example.org", kind="caregiver", may_write=True
        )


def test_giving_the_consent_again_brings_writing_back(cast: Cast, sign_in: SignIn) -> None:
    sharing.withdraw_consent(Consent.objects.create(user=cast.owner, patient=cast.record, version="1"))
    sign_in(cast.owner).post(reverse("accounts:consent", args=[cast.record.pk]), {"do": "give"})
    assert cast.record in cast.owner.writable_patients()
    assert cast.record not in cast.caregiver.patients()
