"""Links for a while: what is stored of them, how long they are open, what ends them, what they show."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.access_log import latest_looks, page_of_days
from accounts.models import AccessEvent, Consent, Patient, User
from accounts.services import remove_clinical
from accounts.sharing import give_consent, withdraw_consent
from lesions.models import Photo
from records.models import ShareLink
from records.models.share import MOST_TRIES
from records.share import (
    ALPHABET,
    FREE_TRIES,
    WAIT,
    Answer,
    check_own_passcode,
    end_link,
    find_link,
    make_passcode,
    plain_passcode,
    try_passcode,
)
from records.share_list import rows_of
from tests.conftest import Cast
from tests.make import make_user, relate
from tests.records.make import PASSCODE, make_shown_photo, select, share

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


# ---- what is made ------------------------------------------------------------------------------------


def test_of_address_and_passcode_only_hashes_are_stored(cast: Cast) -> None:
    made = share(cast.record, cast.owner)
    kept = str(vars(ShareLink.objects.get()))
    assert len(made.token) >= 43  # 256 bits
    assert made.token not in kept
    assert made.passcode not in kept


def test_a_passcode_we_make_can_be_read_aloud() -> None:
    made = [make_passcode() for _time in range(50)]
    assert {len(code) for code in made} == {6}
    assert set("".join(made)) <= set(ALPHABET)
    assert not set("01ILOU") & set(ALPHABET)
    assert len(set(made)) == 50


@pytest.mark.parametrize("typed", ["k7m 2px", "K7M-2PX", " k7m2px "])
def test_small_letters_spaces_and_hyphens_make_no_difference(typed: str) -> None:
    assert plain_passcode(typed) == "K7M2PX"


@pytest.mark.parametrize("typed", ["12 34", "AB-CD-E", "password", "123456", "aaaaaa", "a" * 65])
def test_a_passcode_that_is_short_or_everybodys_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        check_own_passcode(typed)


def test_a_link_longer_than_a_week_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        share(cast.record, cast.owner, hours=7 * 24 + 1)


def test_no_link_is_made_once_the_consent_is_withdrawn(cast: Cast) -> None:
    Consent.objects.create(user=cast.owner, patient=cast.record, version="1", withdrawn_at=timezone.now())
    with pytest.raises(ValidationError):
        share(cast.record, cast.owner)


def test_there_is_a_limit_of_open_links(cast: Cast) -> None:
    for _time in range(10):
        share(cast.record, cast.owner)
    with pytest.raises(ValidationError):
        share(cast.record, cast.owner)
    end_link(ShareLink.objects.first())  # type: ignore[arg-type]
    assert share(cast.record, cast.owner).token


# ---- while it is open, and what ends it -----------------------------------------------------------------


def test_an_open_link_sees_this_one_record(cast: Cast) -> None:
    link = share(cast.record, cast.owner).link
    assert list(link.patients()) == [cast.record]


def test_a_link_is_found_by_its_own_token_only(cast: Cast) -> None:
    made = share(cast.record, cast.owner)
    assert find_link(made.token) == made.link
    assert find_link(made.token[:-1]) is None
    assert find_link(made.link.token_hash) is None
    assert find_link(str(made.link.pk)) is None
    assert find_link("") is None


def test_a_link_ends_on_its_minute(cast: Cast) -> None:
    with time_machine.travel("2026-11-26T10:00Z", tick=False) as clock:
        made = share(cast.record, cast.owner, hours=1)
        clock.shift(datetime.timedelta(minutes=59))
        assert find_link(made.token)
        clock.shift(datetime.timedelta(minutes=1))
        assert find_link(made.token) is None
        assert not made.link.patients()


def _revoke_maker(cast: Cast, maker: User) -> None:
    cast.record.care_relationships.filter(user=maker).update(revoked_at=timezone.now())


def _demote_maker(cast: Cast, maker: User) -> None:
    cast.record.care_relationships.filter(user=maker).update(may_manage=False)


def _close_maker(cast: Cast, maker: User) -> None:
    User.objects.filter(pk=maker.pk).update(is_active=False)


def _run_out(cast: Cast, maker: User) -> None:
    cast.record.care_relationships.filter(user=maker).update(ends_at=timezone.now())


def _lock(cast: Cast, maker: User) -> None:
    ShareLink.objects.update(locked_at=timezone.now())


def _end(cast: Cast, maker: User) -> None:
    end_link(ShareLink.objects.get())


@pytest.mark.parametrize("end", [_revoke_maker, _demote_maker, _close_maker, _run_out, _lock, _end])
def test_a_link_ends_at_once_with_what_it_stands_on(cast: Cast, end: object) -> None:
    maker = make_user("Paula Parent")
    relate(maker, cast.record, "caregiver", may_manage=True, starts_at=timezone.now() - HOUR)
    made = share(cast.record, maker)
    assert find_link(made.token)
    end(cast, maker)  # type: ignore[operator]
    assert find_link(made.token) is None
    assert not made.link.patients()


def test_a_maker_who_is_let_in_again_does_not_bring_the_link_back(cast: Cast) -> None:
    maker = make_user("Paula Parent")
    first = relate(maker, cast.record, "caregiver", may_manage=True, starts_at=timezone.now() - HOUR)
    made = share(cast.record, maker)
    first.revoked_at = timezone.now()
    first.save()
    relate(maker, cast.record, "caregiver", may_manage=True)
    assert find_link(made.token) is None


def test_withdrawn_consent_ends_a_link_and_giving_it_again_does_not_bring_it_back(cast: Cast) -> None:
    consent = Consent.objects.create(user=cast.owner, patient=cast.record, version="1")
    made = share(cast.record, cast.owner)
    assert find_link(made.token)
    withdraw_consent(consent)
    assert find_link(made.token) is None
    give_consent(cast.record, by=cast.owner)
    assert find_link(made.token) is None


def test_erasing_the_record_takes_its_links_along(cast: Cast) -> None:
    made = share(cast.record, cast.owner)
    Patient.objects.filter(pk=cast.record.pk).delete()
    assert find_link(made.token) is None


def test_the_list_says_how_each_link_ended(cast: Cast) -> None:
    for state in ({}, {"revoked_at": timezone.now()}, {"locked_at": timezone.now()}):
        link = share(cast.record, cast.owner).link
        ShareLink.objects.filter(pk=link.pk).update(**state)
    states = " | ".join(row.state for row in rows_of(cast.record))
    assert re.search(r"^Open until .* \| Locked on .* wrong passcodes \| Ended early, on ", states)


def test_the_list_takes_two_queries_however_many_links_there_are(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for _time in range(3):
        try_passcode(share(cast.record, cast.owner).link, "WRONG1")
    with django_assert_num_queries(2):
        assert [len(row.lines) for row in rows_of(cast.record)] == [1, 1, 1]


# ---- photos --------------------------------------------------------------------------------------------


def test_only_photos_that_were_ticked_are_shown(cast: Cast) -> None:
    ticked, other = make_shown_photo(cast.record), make_shown_photo(cast.record)
    foreign, unsaved = make_shown_photo(cast.stranger_record), make_shown_photo(cast.record, attached_at=None)
    link = share(cast.record, cast.owner, ticked, foreign, unsaved).link
    assert list(link.photos()) == [ticked]
    assert other not in link.photos()
    assert link.shown().photos == (ticked.pk,)


def test_a_ticked_photo_stays_away_without_its_deposit_or_the_part_of_the_photos(cast: Cast) -> None:
    photo = make_shown_photo(cast.record)
    (lesion,) = [link.lesion for link in photo.photo_lesions.select_related("lesion")]
    without_deposit = select(photos=[photo])
    without_part = select([lesion], [photo], parts=frozenset({"changes"}))
    for selection in (without_deposit, without_part):
        assert not share(cast.record, cast.owner, selection=selection).link.photos()
    link = share(cast.record, cast.owner, photo).link
    assert link.photos()
    remove_clinical(lesion, by=cast.owner)
    assert not link.photos()


def test_a_photo_that_is_deleted_or_made_private_later_vanishes(cast: Cast) -> None:
    deleted, private, kept = (make_shown_photo(cast.record) for _time in range(3))
    link = share(cast.record, cast.owner, deleted, private, kept).link
    remove_clinical(deleted, by=cast.owner)
    Photo.objects.filter(pk=private.pk).update(sensitive=True)
    assert list(link.photos()) == [kept]


def test_a_private_photo_that_was_ticked_as_such_is_shown(cast: Cast) -> None:
    private = make_shown_photo(cast.record, sensitive=True)
    assert list(share(cast.record, cast.owner, private).link.photos()) == [private]


# ---- the passcode --------------------------------------------------------------------------------------


def _tries(link: ShareLink) -> int:
    return ShareLink.objects.get(pk=link.pk).tries


def test_a_wrong_passcode_costs_a_try_and_a_right_one_gives_only_its_own_back(cast: Cast) -> None:
    link = share(cast.record, cast.owner).link
    assert [try_passcode(link, "WRONG1"), try_passcode(link, "WRONG2")] == [Answer.WRONG] * 2
    assert try_passcode(link, PASSCODE.lower()) is Answer.RIGHT
    assert _tries(link) == 2


def test_after_some_wrong_ones_a_guesser_waits_and_is_not_checked(cast: Cast) -> None:
    link = share(cast.record, cast.owner).link
    with time_machine.travel("2026-11-26T10:00Z", tick=False) as clock:
        ShareLink.objects.update(starts_at=timezone.now(), ends_at=timezone.now() + 5 * HOUR)
        for number in range(FREE_TRIES):
            assert try_passcode(link, f"WRONG{number}") is Answer.WRONG
        assert try_passcode(link, PASSCODE) is Answer.TOO_FAST
        assert _tries(link) == FREE_TRIES
        clock.shift(WAIT)
        assert try_passcode(link, PASSCODE) is Answer.RIGHT


def test_the_tenth_wrong_passcode_locks_the_link_for_the_right_one_too(cast: Cast) -> None:
    link = share(cast.record, cast.owner).link
    with time_machine.travel("2026-11-26T10:00Z", tick=False) as clock:
        ShareLink.objects.update(starts_at=timezone.now(), ends_at=timezone.now() + 5 * HOUR)
        for number in range(MOST_TRIES):
            assert try_passcode(link, f"WRONG{number}") is Answer.WRONG
            clock.shift(WAIT)
        assert try_passcode(link, PASSCODE) is Answer.TOO_FAST
        assert not ShareLink.objects.open()
    refused = AccessEvent.objects.filter(actor_ref=link.audit_ref, action="refused")
    assert [event.what for event in refused.order_by("at")].count("records:link-wrong-passcode") == MOST_TRIES
    assert refused.filter(what="records:link-locked").count() == 1


def test_the_first_opening_is_told_by_a_mail_that_says_nothing_and_only_the_first(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    link = share(cast.record, cast.owner).link
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        try_passcode(link, PASSCODE)
        try_passcode(link, PASSCODE)
    (message,) = mail.outbox
    assert message.to == [cast.owner.email]
    assert "Weiss" not in f"{message.subject} {message.body}"


def test_a_wrong_passcode_is_no_look_at_the_record(cast: Cast) -> None:
    link = share(cast.record, cast.owner).link
    try_passcode(link, "WRONG1")
    assert latest_looks(cast.record, viewer=cast.owner, most=3) == []


def test_who_looked_names_the_link(cast: Cast) -> None:
    link = share(cast.record, cast.owner).link
    try_passcode(link, "WRONG1")
    _page, (day,) = page_of_days(cast.record, viewer=cast.owner, with_own=False, number="1")
    (visitor,) = day.visitors
    assert visitor.name == "The link for Dr Weiss"
    assert [(line.action, line.what) for line in visitor.lines] == [("was refused:", "a wrong passcode")]
