"""Odd addresses and hostile names: a sane page or none, never an error, and no word of a record leaks."""

from __future__ import annotations

import datetime
import logging
import urllib.parse
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.clinical import ClinicalRow
from accounts.invitations import invite
from accounts.mail import send_notice
from accounts.models import Patient, User
from lesions.models import Lesion
from tests.access.conftest import private_in
from tests.access.matrix import OURS, PAGES, keywords
from tests.access.world import ROLES, World, build_world
from tests.conftest import make_cast
from tests.lesions.corpus import jpeg
from timeline.services import record_keepers

CANARY = "Kanarienvogel"
FUZZ = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
ODD = [
    "", "0", "-1", "x", "NaN", "99999999999999999999", "1e9", "%00", "\x00", "é" * 40, "2026-02-30",
    "0001-01-01", "9999-12-31", "' OR 1=1 --", "<script>", "../../etc/passwd", "null", "[]",
]  # fmt: skip
# Every field that any form knows.
FIELDS = [
    "name",
    "note",
    "text",
    "words",
    "observed_at",
    "taken_at",
    "happened_on",
    "since_on",
    "start_on",
    "collected_on",
    "due_on",
    "length_mm",
    "width_mm",
    "lump_count",
    "anchor",
    "kind",
    "key",
    "analyte",
    "raw_value",
    "raw_unit",
    "interval_text",
    "lesions",
    "control_lesion",
    "kept_photos",
    "lesions_shown",
    "place",
    "map_x",
    "map_y",
    "map_view",
    "asks",
    "diagnosis_type",
    "birth_on",
    "time_zone",
    "email",
    "pain",
    "pain_rest",
    "signs",
    "noticed",
    "do",
    "back",
    "then",
]
QUERIES = {
    "timeline:timeline": ["before", "lesion", "kind", "page"],
    "timeline:lesion": ["show", "before", "page"],
    "timeline:overview": ["view", "sort"],
    "timeline:worklist": ["show", "page"],
    "timeline:lab-trend": ["unit", "from"],
    "timeline:search": ["words", "page"],
    "lesions:photo-list": ["page"],
    "lesions:check-in-list": ["page"],
    "lesions:event-add": ["kind"],
    "lesions:place-choose": ["view", "q"],
    "lesions:lesion-add": ["x", "y", "view"],
    "lesions:check-in": ["back", "anchor"],
    "labs:list": ["page"],
    "labs:add": ["like", "analyte"],
    "care:treatment-add": ["kind", "lesion"],
    "accounts:access-log": ["page", "own"],
    "education:article": ["from", "page"],
}


@pytest.fixture(scope="module")
def filled(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Path]]:
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**private_in(folder)):
            world = build_world(make_cast())
        yield world, folder
        transaction.set_rollback(True)


@pytest.fixture
def world(filled: tuple[World, Path], _own_private_files: None, db: None) -> Iterator[World]:
    with override_settings(**private_in(filled[1])):
        yield filled[0]


def role_for(name: str) -> str:
    return (
        "dermatologist"
        if PAGES[name].group in {"review", "author"} or name == "timeline:worklist"
        else "owner"
    )


# ---- addresses and queries -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_an_odd_query_gives_a_page_or_none_but_no_error(world: World, name: str) -> None:
    url, role = PAGES[name].url(name, world), role_for(name)
    wrong = []
    for key in QUERIES[name]:
        for value in ODD:
            status = world.client(role).get(url, {key: value}).status_code
            if status not in {200, 302, 400, 404}:
                wrong.append(f"?{key}={value!r}: {status}")
    assert wrong == []


@FUZZ
@example(before="2026-02-30", page="0", kind="x", lesion="x")
@given(
    before=st.text(max_size=12),
    page=st.text(max_size=8),
    kind=st.text(max_size=10),
    lesion=st.text(max_size=40),
)
def test_whatever_stands_behind_the_question_mark_of_the_timeline(
    world: World, before: str, page: str, kind: str, lesion: str
) -> None:
    url = PAGES["timeline:timeline"].url("timeline:timeline", world)
    query = urllib.parse.urlencode(
        {"before": before, "page": page, "kind": kind, "lesion": lesion}, errors="surrogatepass"
    )
    assert world.client("owner").get(f"{url}?{query}").status_code in {200, 400, 404}


@FUZZ
@given(before=st.dates())
def test_any_day_can_be_asked_of_the_timeline(world: World, before: datetime.date) -> None:
    url = PAGES["timeline:timeline"].url("timeline:timeline", world)
    assert world.client("owner").get(url, {"before": before.isoformat()}).status_code in {200, 404}


@FUZZ
@example(day="2026-02-30")
@example(day="0000-01-01")
@example(day="0001-01-01")
@example(day="9999-12-31")
@example(day="2026-13-01")
@given(day=st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_a_day_that_does_not_exist_has_no_page(world: World, day: str) -> None:
    status = world.client("owner").get(f"/patients/{world.cast.record.pk}/days/{day}/").status_code
    try:
        exists = datetime.date.fromisoformat(day) <= world.cast.record.today()
    except ValueError:
        exists = False
    assert status in ({200, 404} if exists else {404})


@pytest.mark.parametrize("name", sorted(n for n in OURS if any(key.endswith("_id") for key in keywords(n))))
def test_an_id_that_is_none_has_no_page(world: World, name: str) -> None:
    url = PAGES[name].url(name, world)
    # The key of a form is a word, also where it is spelt like an id.
    words = {str(make(world)) for key, make in PAGES[name].kwargs.items() if not key.endswith("_id")}
    for real in [part for part in url.split("/") if len(part) == 36 and part not in words]:
        for odd in ("1", "x", "undefined", real[:-1], real + "0", real.upper(), "0" * 36, "%00"):
            status = world.client(role_for(name)).get(url.replace(real, odd)).status_code
            assert status == 404, odd


@pytest.mark.parametrize(
    "path",
    ["labs/nothing/", "labs/__class__/", "lesions/add/nowhere/left/", "lesions/add/thumb_tip_palmar/up/"],
)
def test_a_word_that_is_no_key_has_no_page(world: World, path: str) -> None:
    assert world.client("owner").get(f"/patients/{world.cast.record.pk}/{path}").status_code == 404


def test_a_size_that_no_photo_has_has_no_page(world: World) -> None:
    for size in ("original", "giant", "..", "folder"):
        url = f"/photos/{world.ids['photo_id'].pk}/{size}/"
        assert world.client("owner").get(url).status_code == 404


@pytest.mark.parametrize("name", sorted(n for n, page in OURS.items() if "POST" in page.methods))
def test_a_form_full_of_nonsense_is_answered_with_words(world: World, name: str) -> None:
    page = PAGES[name]
    for odd in ("\x00", "-1", "1e400", "NaN", "2026-02-30", "é" * 5000, "[]", str(uuid.uuid4())):
        with transaction.atomic():
            client = world.client(role_for(name))
            status = client.post(page.url(name, world), dict.fromkeys(FIELDS, odd)).status_code
            transaction.set_rollback(True)
        assert status in {200, 302, 404, 422}, odd


# ---- names that would like to be headers ---------------------------------------------------------------

EVIL = "Rosa\r\nBcc: thief@example.org\r\n\r\nBody"


def test_a_line_break_in_a_name_begins_no_mail_header(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    Patient.objects.filter(pk=world.cast.record.pk).update(name=EVIL)
    User.objects.filter(pk=world.cast.owner.pk).update(name=EVIL)
    owner, record = User.objects.get(pk=world.cast.owner.pk), Patient.objects.get(pk=world.cast.record.pk)
    with django_capture_on_commit_callbacks(execute=True):
        for keeper in record_keepers(record):
            send_notice(keeper, "note")
        invite(record, by=owner, email="guest@example.org", kind="caregiver")
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        sent = message.message()
        assert sent["Bcc"] is None
        assert "thief" not in sent.as_string()


@pytest.mark.parametrize("name", ["accounts:profile", "accounts:patient-edit"])
def test_a_form_keeps_line_breaks_out_of_names(world: World, name: str) -> None:
    data = {"name": EVIL, "time_zone": "Europe/Zurich", "lab_units": "si", "birth_on": "1974-05-17"}
    world.client("owner").post(PAGES[name].url(name, world), data)
    names = [User.objects.get(pk=world.cast.owner.pk).name, Patient.objects.get(pk=world.cast.record.pk).name]
    assert not [name for name in names if "\n" in name or "\r" in name]


def test_the_name_of_an_uploaded_file_reaches_no_header(world: World) -> None:
    upload = SimpleUploadedFile('a"\r\nSet-Cookie: x=1\r\n.jpg', jpeg(quality=51), "image/jpeg")
    url = reverse("lesions:photo-upload", args=[world.cast.record.pk])
    answer = world.client("owner").post(url, {"photo": upload})
    assert answer.status_code == 201
    photo = world.client("owner").get(reverse("lesions:photo-file", args=[answer.json()["id"], "full"]))
    assert "Cookie" not in photo["Content-Disposition"]
    assert "Set-Cookie" not in photo


# ---- no word of a record in logs and addresses ---------------------------------------------------------


def plant(world: World) -> None:
    """Put the canary wherever people type words."""
    typed = {"name", "note", "text", "caption", "own_words", "own_name", "lab_name", "dose_text"}
    for row in world.ids.values():
        if isinstance(row, ClinicalRow | Patient):
            words = typed & {field.name for field in row._meta.concrete_fields}
            type(row).objects.filter(pk=row.pk).update(**dict.fromkeys(words, CANARY))
    User.objects.filter(pk__in=[world.cast.owner.pk, world.cast.dermatologist.pk]).update(name=CANARY)


def test_no_word_of_a_record_reaches_a_log_or_an_address(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The whole site is asked, by getting and by posting, as everybody who may and may not."""
    plant(world)
    leaks, seen = [], 0
    with caplog.at_level(logging.DEBUG):
        for name, page in sorted(OURS.items()):
            url = page.url(name, world)
            for role in (role_for(name), "stranger"):
                for method in sorted(page.methods - {"HEAD"}):
                    with transaction.atomic():
                        data = {"words": CANARY, "name": CANARY, "note": CANARY, "text": CANARY}
                        client = world.client(role)
                        answer = client.get(url) if method == "GET" else client.post(url, data)
                        transaction.set_rollback(True)
                    seen += CANARY.encode() in getattr(answer, "content", b"")
                    if CANARY in answer.get("Location", ""):
                        leaks.append(f"{method} {name}: {answer['Location']}")
    assert seen > 20, "the canary is on too few pages for this test to mean anything"
    assert leaks == []
    ours = [record for record in caplog.records if not record.name.startswith("django.db.backends")]
    assert [record.getMessage() for record in ours if CANARY in logging.Formatter().format(record)] == []


def test_an_error_in_a_form_logs_none_of_what_was_typed(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Lesion, "full_clean", broken)
    client = world.client("owner")
    client.raise_request_exception = False
    url = reverse("lesions:lesion-edit", args=[world.ids["lesion_id"].pk])
    assert client.post(url, {"name": CANARY, "note": CANARY}).status_code == 500
    assert "the disk is full" in caplog.text
    assert CANARY not in caplog.text


def test_there_are_people_to_ask_as() -> None:
    assert {role_for(name) for name in OURS} <= set(ROLES)
