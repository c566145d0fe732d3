"""Notes on check-ins and photos: who reads, who writes, what is kept of an edit; no photo is changed."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.services import remove_clinical, save_clinical
from lesions.models import CheckIn, Lesion, Photo
from tests.conftest import Cast, SignIn
from tests.lesions.pages import errors_of, text_of
from tests.make import make_check_in, make_lesion, make_note, make_patient, make_photo, make_user, relate
from timeline.merging import merge_lesions, split_lesion, undo
from timeline.models import Note
from timeline.note_versions import versions_of
from timeline.notes import new_notes
from timeline.search import find_in_record

ARROW = {"kind": "arrow", "from": [0.1, 0.2], "to": [0.5, 0.5]}
ARROW_FORM = {"text": "Look here.", "kind": "arrow", "x1": "10", "y1": "20", "x2": "50", "y2": "50"}


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, name="Left thumb tip 1")


@pytest.fixture
def check_in(lesion: Lesion) -> CheckIn:
    return make_check_in(lesion, 2)


@pytest.fixture
def photo(cast: Cast, lesion: Lesion) -> Photo:
    return make_photo(cast.record, lesion)


@pytest.fixture
def derm(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.dermatologist)


def add_to(photo: Photo) -> str:
    return reverse("timeline:photo-note-add", args=[photo.pk])


def on_photo(cast: Cast, photo: Photo, text: str = "Look here.", mark: Any = ARROW, **extra: Any) -> Note:
    return make_note(cast.record, cast.dermatologist, text, photo=photo, mark=mark, **extra)


# ---- where a note stands -------------------------------------------------------------------------------


def test_a_note_on_a_check_in_stands_at_it_and_on_the_page_of_the_deposit(
    cast: Cast, sign_in: SignIn, derm: Client, check_in: CheckIn
) -> None:
    derm.post(reverse("timeline:check-in-note-add", args=[check_in.pk]), {"text": "Soak it."})
    note = Note.objects.get()
    assert (note.check_in, note.lesion, note.entered_by) == (check_in, check_in.lesion, cast.dermatologist)
    rosa = sign_in(cast.owner)
    for name in ("lesions:check-in-list", "timeline:lesion"):
        page = rosa.get(reverse(name, args=[check_in.lesion_id])).content.decode()
        assert 'class="note-here"><p class="note-text">Soak it.' in page


def test_a_note_on_a_photo_is_drawn_and_listed_with_its_number(
    cast: Cast, sign_in: SignIn, derm: Client, photo: Photo
) -> None:
    derm.post(add_to(photo), {"text": "All of it looks calm.", "kind": ""})
    derm.post(add_to(photo), ARROW_FORM)
    note = Note.objects.get(mark__isnull=False)
    assert note.mark == ARROW
    page = sign_in(cast.owner).get(reverse("lesions:photo", args=[photo.pk])).content.decode()
    assert f'<a href="#note-{note.pk}" id="mark-1" aria-label="Mark 1: Arrow to the middle">' in page
    assert f'<li id="note-{note.pk}"' in page
    assert 'x2="50.00%" y2="50.00%"' in page
    assert page.count('class="note-number"') == 1
    assert "All of it looks calm." in page


def test_the_ribbon_of_the_deposit_says_how_many_notes_a_photo_has(
    cast: Cast, sign_in: SignIn, lesion: Lesion, photo: Photo
) -> None:
    on_photo(cast, photo)
    assert "1 note" in text_of(sign_in(cast.owner).get(reverse("timeline:lesion", args=[lesion.pk])))


def test_the_timeline_shows_every_note_with_the_way_to_it(
    cast: Cast, sign_in: SignIn, lesion: Lesion, photo: Photo, check_in: CheckIn
) -> None:
    notes = [
        on_photo(cast, photo),
        make_note(cast.record, cast.dermatologist, lesion=lesion, check_in=check_in),
        make_note(cast.record, cast.dermatologist),
    ]
    url = reverse("timeline:timeline", args=[cast.record.pk])
    page = sign_in(cast.owner).get(f"{url}?kind=notes").content.decode()
    assert [note.place_url in page for note in notes] == [True, True, True]
    of_lesion = sign_in(cast.owner).get(f"{url}?kind=notes&lesion={lesion.pk}").content.decode()
    assert [note.place_url in of_lesion for note in notes] == [True, True, False]


def test_search_finds_the_words_of_a_note_and_those_on_the_photo(cast: Cast, photo: Photo) -> None:
    note = on_photo(cast, photo, mark={"kind": "text", "at": [0.5, 0.5], "label": "old scar"})
    for words in ("Look here", "old scar"):
        assert [hit.url for hit in find_in_record(cast.record, words)] == [note.place_url]


@pytest.mark.parametrize("where", ["check_in", "photo"])
def test_a_note_is_hidden_and_comes_back_with_what_it_stands_on(
    cast: Cast, lesion: Lesion, check_in: CheckIn, photo: Photo, where: str
) -> None:
    at: dict[str, Any] = {"photo": photo} if where == "photo" else {"lesion": lesion, "check_in": check_in}
    note = make_note(cast.record, cast.dermatologist, **at)
    row: Any = at[where]
    remove_clinical(row, by=cast.owner)
    assert not Note.objects.visible_to(cast.owner).exists()
    row.deleted_at = None
    row.save()
    assert list(Note.objects.visible_to(cast.owner)) == [note]


# ---- who ------------------------------------------------------------------------------------------------


def test_notes_are_visible_to_those_of_the_record_only(cast: Cast, photo: Photo) -> None:
    note = on_photo(cast, photo)
    readers = (cast.owner, cast.caregiver, cast.reader, cast.dermatologist)
    assert [list(Note.objects.visible_to(user)) for user in readers] == [[note]] * 4
    others = (cast.other_dermatologist, cast.stranger, cast.superuser, cast.revoked, cast.expired)
    assert [list(Note.objects.visible_to(user)) for user in others] == [[]] * 5


@pytest.mark.parametrize("who", ["owner", "caregiver", "reader", "other_dermatologist", "superuser"])
def test_nobody_else_writes_on_a_check_in_or_a_photo(
    cast: Cast, sign_in: SignIn, check_in: CheckIn, photo: Photo, who: str
) -> None:
    client = sign_in(getattr(cast, who))
    for url in (reverse("timeline:check-in-note-add", args=[check_in.pk]), add_to(photo)):
        assert client.get(url).status_code == 404
        assert client.post(url, ARROW_FORM).status_code == 404
    assert not Note.objects.exists()


def test_a_colleague_of_the_same_record_reads_and_does_not_edit(
    cast: Cast, sign_in: SignIn, photo: Photo
) -> None:
    colleague = make_user("Dr Colleague")
    relate(colleague, cast.record, "dermatologist")
    note = on_photo(cast, photo)
    client = sign_in(colleague)
    assert "Look here." in text_of(client.get(reverse("timeline:note", args=[note.pk])))
    assert client.get(reverse("timeline:note-edit", args=[note.pk])).status_code == 404
    assert (
        reverse("timeline:note-edit", args=[note.pk])
        not in client.get(reverse("lesions:photo", args=[photo.pk])).content.decode()
    )


def test_a_photo_that_waits_in_an_open_form_takes_no_note(cast: Cast, derm: Client) -> None:
    waiting = make_photo(cast.record, attached_at=None, entered_by=cast.owner)
    assert derm.get(add_to(waiting)).status_code == 404


# ---- what is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("x2", {"x2": "120"}),
        ("y1", {"y1": "-1"}),
        ("x1", {"x1": "left"}),
        ("y2", {"y2": ""}),
        ("x2", {"x2": "10.5", "y2": "20.5"}),
        ("x2", {"kind": "ellipse", "y2": "20.5"}),
        ("label", {"kind": "text", "label": ""}),
        ("label", {"kind": "text", "label": "x" * 25}),
        ("kind", {"kind": "square"}),
    ],
)
def test_a_mark_that_cannot_be_drawn_is_told_beside_its_field_and_nothing_is_lost(
    derm: Client, photo: Photo, field: str, values: dict[str, str]
) -> None:
    sent = {**ARROW_FORM, "label": "crumb", **values}
    answer = derm.post(add_to(photo), sent)
    assert field in errors_of(answer)
    form = answer.context["form"]
    assert {name: form[name].value() for name in sent} == sent
    assert 'class="field-error"' in answer.content.decode()
    assert not Note.objects.exists()


def test_a_comma_is_read_as_a_point(derm: Client, photo: Photo) -> None:
    derm.post(add_to(photo), {**ARROW_FORM, "x1": "12,5", "y1": "33 %"})
    assert Note.objects.get().mark == {**ARROW, "from": [0.125, 0.33]}


def test_words_on_a_photo_are_never_read_as_markup(
    cast: Cast, sign_in: SignIn, derm: Client, photo: Photo
) -> None:
    derm.post(add_to(photo), {"text": "x", "kind": "text", "x1": "50", "y1": "50", "label": "<b onload=1>"})
    note = Note.objects.get()
    for client, url in (
        (sign_in(cast.owner), reverse("lesions:photo", args=[photo.pk])),
        (derm, reverse("timeline:note-edit", args=[note.pk])),
        (derm, add_to(photo)),
    ):
        page = client.get(url).content.decode()
        assert "&lt;b onload=1&gt;" in page
        assert "<b onload" not in page


@pytest.mark.parametrize("field", ["check_in", "photo"])
def test_a_note_does_not_stand_on_what_is_of_another(cast: Cast, lesion: Lesion, field: str) -> None:
    other = make_lesion(make_patient(make_user()))
    foreign: dict[str, dict[str, Any]] = {
        "check_in": {"lesion": lesion, "check_in": make_check_in(other)},
        "photo": {"photo": make_photo(other.patient)},
    }
    with pytest.raises(ValidationError):
        save_clinical(Note(patient=cast.record, text="x", **foreign[field]), by=cast.dermatologist)


@pytest.mark.parametrize("case", ["check-in without deposit", "photo and deposit", "mark without photo"])
def test_the_database_refuses_a_note_that_stands_nowhere_or_twice(
    cast: Cast, lesion: Lesion, check_in: CheckIn, photo: Photo, case: str
) -> None:
    values: dict[str, dict[str, Any]] = {
        "check-in without deposit": {"check_in": check_in},
        "photo and deposit": {"photo": photo, "lesion": lesion},
        "mark without photo": {"mark": ARROW},
    }
    with pytest.raises(IntegrityError):
        make_note(cast.record, cast.dermatologist, **values[case])


# ---- edits ----------------------------------------------------------------------------------------------


def test_the_patient_reads_that_a_note_was_edited_and_every_earlier_version(
    cast: Cast, sign_in: SignIn, derm: Client, photo: Photo
) -> None:
    derm.post(add_to(photo), ARROW_FORM)
    note = Note.objects.get()
    edit = reverse("timeline:note-edit", args=[note.pk])
    derm.post(edit, {**ARROW_FORM, "text": "Look there."})
    derm.post(edit, {**ARROW_FORM, "text": "Look there.", "x2": "90"})
    rosa = sign_in(cast.owner)
    assert "Edited on" in text_of(rosa.get(reverse("lesions:photo", args=[photo.pk])))
    page = text_of(rosa.get(reverse("timeline:note", args=[note.pk])))
    for words in ("Look here.", "Look there.", "Arrow to the middle", "Arrow to the right"):
        assert words in page
    note.refresh_from_db()
    assert [(one.text, one.is_current) for one in versions_of(note)] == [
        ("Look there.", True),
        ("Look there.", False),
        ("Look here.", False),
    ]


def test_saving_the_same_words_deleting_and_restoring_is_no_edit(
    cast: Cast, derm: Client, photo: Photo
) -> None:
    derm.post(add_to(photo), ARROW_FORM)
    note = Note.objects.get()
    derm.post(reverse("timeline:note-edit", args=[note.pk]), ARROW_FORM)
    derm.post(reverse("timeline:note-delete", args=[note.pk]))
    derm.post(reverse("timeline:note-restore", args=[note.pk]))
    note.refresh_from_db()
    assert note.edited_at is None
    assert len(versions_of(note)) == 1


def test_a_mark_is_taken_off_again(derm: Client, photo: Photo) -> None:
    derm.post(add_to(photo), ARROW_FORM)
    note = Note.objects.get()
    derm.post(reverse("timeline:note-edit", args=[note.pk]), {**ARROW_FORM, "kind": ""})
    note.refresh_from_db()
    assert note.mark is None


def test_the_patient_reads_a_deleted_note_among_what_was_deleted(
    cast: Cast, sign_in: SignIn, derm: Client, photo: Photo
) -> None:
    note = on_photo(cast, photo)
    derm.post(reverse("timeline:note-delete", args=[note.pk]))
    rosa = sign_in(cast.owner)
    assert "Look here." not in text_of(rosa.get(reverse("lesions:photo", args=[photo.pk])))
    page = rosa.get(reverse("timeline:deleted", args=[cast.record.pk]))
    assert "Look here." in text_of(page)
    assert "Written by Dr Derm, who alone can bring it back." in text_of(page)


def test_no_byte_of_the_photo_changes(derm: Client, photo: Photo, settings: Settings) -> None:
    def files() -> dict[str, str]:
        found = Path(str(settings.PRIVATE_ROOT)).rglob("*")
        return {str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in found if one.is_file()}

    before = files()
    derm.post(add_to(photo), ARROW_FORM)
    derm.post(reverse("timeline:note-edit", args=[Note.objects.get().pk]), {**ARROW_FORM, "x2": "90"})
    assert before
    assert files() == before


# ---- new to her -----------------------------------------------------------------------------------------


def test_home_tells_of_a_new_note_until_it_was_opened(
    cast: Cast, sign_in: SignIn, lesion: Lesion, photo: Photo
) -> None:
    note = on_photo(cast, photo)
    rosa = sign_in(cast.owner)
    assert "New note from Dr Derm" in text_of(rosa.get(reverse("timeline:home")))
    answer = rosa.post(reverse("timeline:note-open", args=[note.pk]))
    assert answer["Location"] == note.place_url
    assert "New note" not in text_of(rosa.get(reverse("timeline:home")))
    assert new_notes(cast.record, cast.caregiver) == [note]
    assert new_notes(cast.record, cast.dermatologist) == []


# ---- merging, splitting, purging ------------------------------------------------------------------------


def test_notes_move_with_their_check_ins_and_back(cast: Cast, lesion: Lesion, check_in: CheckIn) -> None:
    other = make_lesion(cast.record, side="right")
    before = make_note(cast.record, cast.dermatologist, lesion=lesion, check_in=check_in)
    change = merge_lesions(kept=other, other=lesion, by=cast.owner)
    since = make_note(cast.record, cast.dermatologist, lesion=other, check_in=check_in)
    undo(change, by=cast.owner)
    for note in (before, since):
        note.refresh_from_db()
        assert note.lesion == lesion
        note.full_clean()


def test_a_split_takes_the_notes_on_its_check_ins_along(
    cast: Cast, lesion: Lesion, check_in: CheckIn
) -> None:
    moved = make_note(cast.record, cast.dermatologist, lesion=lesion, check_in=check_in)
    stays = make_note(cast.record, cast.dermatologist, lesion=lesion)
    new = Lesion(site="thumb_tip_palmar", side="left", name="Left thumb tip 2")
    split_lesion(lesion=lesion, new=new, rows=[check_in], by=cast.owner)
    moved.refresh_from_db()
    stays.refresh_from_db()
    assert (moved.lesion, stays.lesion) == (new, lesion)


def test_a_note_on_a_photo_outlives_a_merge_of_its_deposit(cast: Cast, lesion: Lesion, photo: Photo) -> None:
    note = on_photo(cast, photo)
    merge_lesions(kept=make_lesion(cast.record, side="right"), other=lesion, by=cast.owner)
    assert list(Note.objects.visible_to(cast.owner)) == [note]


def test_purging_a_photo_or_a_check_in_takes_its_notes_along(
    cast: Cast, lesion: Lesion, check_in: CheckIn, photo: Photo, settings: Settings
) -> None:
    on_photo(cast, photo)
    make_note(cast.record, cast.dermatologist, lesion=lesion, check_in=check_in)
    stays = make_note(cast.record, cast.dermatologist, lesion=lesion)
    long_ago = timezone.now() - datetime.timedelta(days=settings.GRACE_DAYS + 1)
    for row in (check_in, photo):
        row.deleted_at = long_ago
        row.save()
    call_command("purge_deleted")
    assert list(Note.objects.all()) == [stays]
