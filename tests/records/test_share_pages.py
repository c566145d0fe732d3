"""What lies behind a shared link, how it ends, what is written down, and the pages of those who make one."""

from __future__ import annotations

import logging
import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent
from accounts.services import remove_clinical
from lesions.models import Photo
from records.models import ShareLink
from records.share import NewLink, end_link
from records.sheet_pdf import SheetNotSet
from records.views import opened
from tests.conftest import Cast, SignIn
from tests.records.make import PASSCODE, come, enter, make_shown_photo, page_of, photo_of

pytestmark = pytest.mark.django_db


# ---- behind it ------------------------------------------------------------------------------------------


def test_what_was_chosen_is_shown_with_who_shares_it_and_that_nobody_watches(
    made: NewLink, photo: Photo
) -> None:
    html = enter(made).get(page_of(made.link)).content.decode()
    assert "Rosa Owner shares this with Dr Weiss until" in html
    assert "nobody reads it in real time" in html
    assert photo_of(made.link, photo.pk, "medium") in html
    assert f'<a href="{photo_of(made.link, photo.pk, "large")}">' in html
    assert made.token not in html


@pytest.mark.parametrize("which", ["later", "foreign", "unsaved", "deleted", "made private", "random"])
def test_no_photo_is_handed_out_that_is_not_shared_now(
    cast: Cast, made: NewLink, photo: Photo, which: str
) -> None:
    client = enter(made)
    other = make_shown_photo(cast.stranger_record if which == "foreign" else cast.record)
    if which == "unsaved":
        Photo.objects.filter(pk=other.pk).update(attached_at=None)
    if which == "deleted":
        remove_clinical(photo, by=cast.owner)
    if which == "made private":
        Photo.objects.filter(pk=photo.pk).update(sensitive=True)
    target = {"deleted": photo.pk, "made private": photo.pk, "random": uuid.uuid4()}.get(which, other.pk)
    for size in ("small", "medium", "large", "full"):
        assert client.get(photo_of(made.link, target, size)).status_code == 404
    html = client.get(page_of(made.link)).content.decode()
    assert str(target) not in html


def test_there_are_no_other_sizes(made: NewLink, photo: Photo) -> None:
    client, url = enter(made), photo_of(made.link, photo.pk, "small")
    for size in ("huge", "..", "full.jpg", "FULL", "small%00"):
        assert client.get(url.replace("small", size)).status_code == 404


def test_a_photo_is_locked_in_and_kept_nowhere(made: NewLink, photo: Photo) -> None:
    answer = enter(made).get(photo_of(made.link, photo.pk, "full"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}
    assert "noindex" in answer["X-Robots-Tag"]


def test_no_answer_is_kept_by_a_browser_a_proxy_or_a_search_engine(made: NewLink) -> None:
    client = enter(made)
    answers = [
        Client().get(f"/shared/{made.token}/"),
        Client().get("/shared/x/"),
        Client().get(page_of(made.link)),
        come(made).get(page_of(made.link)),
        come(made).post(page_of(made.link), {"passcode": "NO"}),
        client.get(page_of(made.link)),
    ]
    for answer in answers:
        assert answer["Cache-Control"] == "no-store, private"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] in ("no-referrer", "same-origin")
        assert "ETag" not in answer


def test_nothing_is_done_by_other_methods(made: NewLink, photo: Photo) -> None:
    client, events = enter(made), AccessEvent.objects.count()
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        for url in (page_of(made.link), photo_of(made.link, photo.pk), f"/shared/{made.token}/"):
            assert client.generic(method, url).status_code == 405
    assert client.post(photo_of(made.link, photo.pk)).status_code == 405
    assert AccessEvent.objects.count() == events


def test_whoever_opened_a_link_is_still_a_stranger_on_the_site(
    cast: Cast, made: NewLink, photo: Photo
) -> None:
    client = enter(made)
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    for url in (
        reverse("timeline:overview", args=[cast.record.pk]),
        reverse("lesions:photo-file", args=[photo.pk, "small"]),
        reverse("records:links", args=[cast.record.pk]),
    ):
        assert client.get(url)["Location"].startswith(reverse("account_login"))


def test_somebody_who_is_signed_in_stays_herself_and_gains_nothing_elsewhere(
    cast: Cast, made: NewLink, sign_in: SignIn
) -> None:
    client = sign_in(cast.stranger)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    enter(made, client)
    html = client.get(page_of(made.link)).content.decode()
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == before
    assert "Rosa" in html
    assert "Stan Stranger" not in html
    assert client.get(reverse("timeline:overview", args=[cast.record.pk])).status_code == 404
    assert client.get(reverse("timeline:overview", args=[cast.stranger_record.pk])).status_code == 200
    looked = AccessEvent.objects.filter(what="records:link-page").latest("at")
    assert looked.actor_ref == made.link.audit_ref


def test_the_doctor_takes_along_what_is_shown_as_a_pdf_and_it_is_written_down(made: NewLink) -> None:
    answer = enter(made).get(reverse("records:link-pdf", args=[made.link.pk, "a4"]))
    assert answer.content[:5] == b"%PDF-"
    assert answer["Cache-Control"] == "no-store, private"
    assert "Rosa" not in answer["Content-Disposition"]
    assert AccessEvent.objects.filter(what="records:link-pdf", actor_ref=made.link.audit_ref).count() == 1


def test_a_pdf_that_cannot_be_made_is_told_on_the_page(
    made: NewLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> bytes:
        raise SheetNotSet

    monkeypatch.setattr(opened, "pdf_of", fails)
    answer = enter(made).get(reverse("records:link-pdf", args=[made.link.pk, "a4"]))
    assert answer.status_code == 503
    assert "could not be made just now" in answer.content.decode()
    assert not AccessEvent.objects.filter(what="records:link-pdf")


# ---- the end ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["ended", "run out", "locked", "maker gone"])
def test_the_next_request_of_an_open_page_finds_a_kind_page_and_no_photo(
    cast: Cast, made: NewLink, photo: Photo, end: str
) -> None:
    client = enter(made)
    assert client.get(photo_of(made.link, photo.pk)).status_code == 200
    now = timezone.now()
    if end == "maker gone":
        cast.record.care_relationships.filter(user=cast.owner).update(may_manage=False)
    else:
        change = {"ended": {"revoked_at": now}, "run out": {"ends_at": now}, "locked": {"locked_at": now}}[
            end
        ]
        ShareLink.objects.update(**change)
    nothing = Client().get("/shared/x/").content
    for answer in (
        client.get(page_of(made.link)),
        client.get(photo_of(made.link, photo.pk)),
        client.get(reverse("records:link-pdf", args=[made.link.pk, "a4"])),
        client.post(page_of(made.link), {"passcode": PASSCODE}),
        client.get(f"/shared/{made.token}/"),
    ):
        assert (answer.status_code, answer.content) == (404, nothing)
    assert b"does not open any more" in nothing


def test_closing_it_on_a_device_closes_it_there_alone(made: NewLink) -> None:
    here, there = enter(made), enter(made)
    answer = here.post(reverse("records:link-leave", args=[made.link.pk]))
    assert {answer.cookies[f"link_{stage}"]["path"] for stage in ("came", "opened")} == {page_of(made.link)}
    assert here.get(page_of(made.link)).status_code == 404
    assert there.get(page_of(made.link)).status_code == 200


# ---- what is written down -------------------------------------------------------------------------------


def test_each_opening_and_each_large_photo_is_written_down_and_no_thumbnail(
    cast: Cast, made: NewLink, photo: Photo
) -> None:
    client = enter(made)
    client.get(page_of(made.link))
    for size in ("small", "medium", "large", "full"):
        client.get(photo_of(made.link, photo.pk, size))
    events = AccessEvent.objects.filter(actor_ref=made.link.audit_ref).order_by("at")
    assert [(event.action, event.what) for event in events] == [
        ("view", "records:link-page"), ("download", "records:link-photo"), ("download", "records:link-photo"),
    ]  # fmt: skip


def test_neither_token_nor_passcode_stands_in_a_log_or_in_the_database(
    cast: Cast, made: NewLink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = enter(made)
    client.post(page_of(made.link), {"passcode": "KANARIEN42"})
    end_link(made.link)
    client.get(f"/shared/{made.token}/")
    client.get(page_of(made.link))
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert "Not Found: /shared/…/" in ours
    for secret in (made.token, made.passcode, "KANARIEN42"):
        assert secret not in ours
    kept = str(list(ShareLink.objects.values())) + str(list(AccessEvent.objects.values()))
    assert not [secret for secret in (made.token, made.passcode, "KANARIEN42") if secret in kept]


# ---- those who make links ------------------------------------------------------------------------------


def test_only_those_who_manage_a_record_see_or_end_its_links(
    cast: Cast, made: NewLink, sign_in: SignIn
) -> None:
    for person in (cast.caregiver, cast.reader, cast.dermatologist, cast.stranger, cast.revoked):
        client = sign_in(person)
        assert client.get(reverse("records:links", args=[cast.record.pk])).status_code == 404
        assert client.get(reverse("records:link-new", args=[cast.record.pk])).status_code == 404
        assert (
            client.post(reverse("records:link-end", args=[cast.record.pk, made.link.pk])).status_code == 404
        )
    assert ShareLink.objects.open().count() == 1


def test_a_link_of_another_record_cannot_be_ended_through_ones_own(
    cast: Cast, made: NewLink, sign_in: SignIn
) -> None:
    url = reverse("records:link-end", args=[cast.stranger_record.pk, made.link.pk])
    assert sign_in(cast.stranger).post(url).status_code == 404
    assert ShareLink.objects.open().count() == 1


def make_by_form(client: Client, cast: Cast, **changes: Any) -> Any:
    data = {
        "for_whom": "Dr Weiss",
        "lasts": "24",
        "passcode": "",
        "since": "1y",
        "parts": ["changes", "photos"],
    }
    return client.post(reverse("records:link-new", args=[cast.record.pk]), {**data, **changes})


def test_the_secrets_are_shown_once_and_open_the_link(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    page = make_by_form(client, cast).content.decode()
    address = re.search(r'value="(http[^"]+/shared/[\w-]{43}/)"', page)
    passcode = re.search(r"<code>([0-9A-Z]{3} [0-9A-Z]{3})</code>", page)
    assert address
    assert passcode
    doctor = Client()
    url = doctor.get(address[1].removeprefix(settings.SITE_URL))["Location"]
    assert doctor.post(url, {"passcode": passcode[1].lower()}).status_code == 302
    again = client.get(reverse("records:links", args=[cast.record.pk])).content.decode()
    assert "/shared/" not in again
    assert passcode[1] not in again
    assert "Dr Weiss" in again


def test_a_form_with_a_mistake_keeps_what_was_typed_and_ticked(cast: Cast, sign_in: SignIn) -> None:
    page = make_by_form(sign_in(cast.owner), cast, passcode="abc", lasts="72").content.decode()
    assert "Take at least 6 letters or digits" in page
    assert 'value="Dr Weiss"' in page
    assert 'name="lasts" value="72" checked' in page
    assert 'name="parts" value="changes" checked' in page
    assert 'name="parts" value="labs" checked' not in page
    assert not ShareLink.objects.exists()


def test_a_photo_with_fingerprints_or_a_face_is_shared_only_when_it_is_picked(
    cast: Cast, sign_in: SignIn
) -> None:
    """The page of such a photo says so; on a sheet, for her own dermatologist, it is ticked as any other."""
    finger, elbow = make_shown_photo(cast.record, identifying=True), make_shown_photo(cast.record)
    client = sign_in(cast.owner)
    ticked = {}
    for name in ("link-new", "sheet-choose"):
        page = client.get(reverse(f"records:{name}", args=[cast.record.pk])).content.decode()
        ticked[name] = {photo.pk for photo in (finger, elbow) if f'value="{photo.pk}" checked' in page}
    assert ticked == {"link-new": {elbow.pk}, "sheet-choose": {finger.pk, elbow.pk}}


@pytest.mark.parametrize("changes", [{"lasts": "9999"}, {"lasts": ""}, {"for_whom": " "}, {"parts": []}])
def test_a_link_without_a_name_an_end_or_content_is_refused(
    cast: Cast, sign_in: SignIn, changes: dict[str, Any]
) -> None:
    assert 'role="alert"' in make_by_form(sign_in(cast.owner), cast, **changes).content.decode()
    assert not ShareLink.objects.exists()
