"""The pages of the visit sheet: choosing, looking, printing, and ticks that are kept."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent
from lesions.models import Photo
from records.models import SavedSelection, VisitQuestions
from records.selection import Part
from records.sheet_pdf import SheetNotSet
from records.sheet_services import keep_made, made_last, save_named
from records.views import sheets
from tests.conftest import Cast, SignIn
from tests.make import make_lesion, make_photo
from tests.records.sheets import ask, everything


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def address(cast: Cast, name: str, *more: object) -> str:
    return reverse(f"records:{name}", args=[cast.record.pk, *more])


def ticked(cast: Cast, **more: Any) -> dict[str, Any]:
    """What the form sends when everything is ticked."""
    whole = everything(cast.record)
    return {
        "since": "3m", "parts": Part.values, "lesions": list(whole.lesions), "photos": list(whole.photos),
        "length": "short", "first": "Shall I cover it?", **more,
    }  # fmt: skip


def saved(cast: Cast, name: str = "For Dr Derm") -> SavedSelection:
    return save_named(everything(cast.record), patient=cast.record, by=cast.owner, name=name)


def test_sending_the_ticks_makes_the_sheet(cast: Cast, client: Client) -> None:
    make_lesion(cast.record, name="Left thumb tip 1")
    answer = client.post(address(cast, "sheet-choose"), ticked(cast), follow=True)
    assert answer.redirect_chain == [(address(cast, "sheet"), 302)]
    assert "Shall I cover it?" in answer.content.decode()
    assert "Left thumb tip 1" in answer.content.decode()


def test_another_persons_photo_is_refused_beside_the_photos_and_nothing_is_lost(
    cast: Cast, client: Client
) -> None:
    lesion = make_lesion(cast.record)
    mine = make_photo(cast.record, lesion)
    theirs = make_photo(cast.stranger_record, make_lesion(cast.stranger_record))
    sent = ticked(
        cast, photos=[mine.pk, theirs.pk], first="Does it heal?", save_as="For Monday", length="long"
    )
    page = client.post(address(cast, "sheet-choose"), sent).content.decode()
    place = page.index('id="id_photos"')
    assert "One of the ticked photos is not in this record any more." in page[place : place + 300]
    assert f'value="{mine.pk}" checked' in page
    assert str(theirs.pk) not in page
    for typed in (">Does it heal?</textarea>", 'value="For Monday"', 'value="long" checked'):
        assert typed in page
    assert made_last(cast.owner, cast.record) is None


@pytest.mark.parametrize("name", ["lesions", "photos"])
@pytest.mark.parametrize("value", ["not-an-id", "00000000-0000-4000-8000-000000000000"])
def test_what_is_no_row_of_the_record_is_refused(cast: Cast, client: Client, name: str, value: str) -> None:
    page = client.post(address(cast, "sheet-choose"), ticked(cast, **{name: [value]})).content.decode()
    assert "is not in this record any more" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Say since which day."),
        ("2999-01-01", "This day is still to come."),
        ("0001-01-01", "it lies before 1900"),
        ("31.3.", "Write the day as year-month-day"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_stays_typed(
    cast: Cast, client: Client, day: str, words: str
) -> None:
    page = client.post(
        address(cast, "sheet-choose"), ticked(cast, since="day", since_on=day)
    ).content.decode()
    assert words in page
    assert f'value="{day}"' in page


def test_a_sheet_without_a_part_is_refused(cast: Cast, client: Client) -> None:
    page = client.post(address(cast, "sheet-choose"), ticked(cast, parts=[])).content.decode()
    assert "Tick at least one part." in page


def test_a_typed_day_beside_another_span_is_asked_about(cast: Cast, client: Client) -> None:
    sent = ticked(cast, since="1y", since_on="2026-01-31")
    page = client.post(address(cast, "sheet-choose"), sent).content.decode()
    assert "Choose “another day”, or empty this field." in page
    assert 'value="2026-01-31"' in page


def test_a_typed_day_is_taken(cast: Cast, client: Client) -> None:
    client.post(address(cast, "sheet-choose"), ticked(cast, since="day", since_on="2024-02-29"))
    kept = made_last(cast.owner, cast.record)
    assert kept is not None
    assert kept.selection.since_on == datetime.date(2024, 2, 29)


def test_sensitive_photos_are_not_ticked_at_first(cast: Cast, client: Client) -> None:
    lesion = make_lesion(cast.record)
    private = make_photo(cast.record, lesion, sensitive=True)
    open_one = make_photo(cast.record, lesion)
    page = client.get(address(cast, "sheet-choose")).content.decode()
    assert f'value="{open_one.pk}" checked' in page
    assert f'value="{private.pk}">' in page
    assert "<b>sensitive</b>" in page


def test_a_kept_selection_never_holds_a_sensitive_photo(cast: Cast, client: Client) -> None:
    photo = make_photo(cast.record, make_lesion(cast.record), sensitive=True)
    answer = client.post(address(cast, "sheet-choose"), ticked(cast, save_as="For Dr Derm"), follow=True)
    assert "Sensitive photos are not kept in it" in answer.content.decode()
    assert SavedSelection.objects.get(name="For Dr Derm").selection.photos == ()
    now = made_last(cast.owner, cast.record)
    assert now is not None
    assert now.selection.photos == (photo.pk,)


def test_a_photo_marked_as_sensitive_later_is_not_ticked_again(cast: Cast, client: Client) -> None:
    photo = make_photo(cast.record, make_lesion(cast.record))
    kept = saved(cast)
    Photo.objects.filter(pk=photo.pk).update(sensitive=True)
    page = client.get(address(cast, "sheet-choose"), {"from": str(kept.pk)}).content.decode()
    assert f'value="{photo.pk}">' in page


def test_a_photo_marked_as_sensitive_later_vanishes_from_the_sheet_made_before(
    cast: Cast, client: Client
) -> None:
    lesion = make_lesion(cast.record)
    later, before = (
        make_photo(cast.record, lesion, days_ago=5),
        make_photo(cast.record, lesion, sensitive=True),
    )
    client.post(address(cast, "sheet-choose"), ticked(cast))
    Photo.objects.filter(pk=later.pk).update(sensitive=True)
    page = client.get(address(cast, "sheet")).content.decode()
    assert str(before.pk) in page, "it was ticked as what it is"
    assert str(later.pk) not in page
    form = client.get(address(cast, "sheet-choose"), {"from": "last"}).content.decode()
    assert f'value="{later.pk}">' in form


def test_a_photo_newer_than_the_selection_is_said_and_not_ticked(cast: Cast, client: Client) -> None:
    lesion = make_lesion(cast.record)
    kept = saved(cast)
    photo = make_photo(cast.record, lesion, entered_at=timezone.now() + datetime.timedelta(minutes=1))
    page = client.get(address(cast, "sheet-choose"), {"from": str(kept.pk)}).content.decode()
    assert "1 photo was added since this selection was kept. It is not ticked." in page
    assert f'value="{photo.pk}">' in page


def test_somebody_elses_selection_is_nothing_to_begin_with(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    kept = saved(cast)
    doctors = sign_in(cast.dermatologist)
    assert (
        "For Dr Derm"
        not in doctors.get(address(cast, "sheet-choose"), {"from": str(kept.pk)}).content.decode()
    )
    assert doctors.get(address(cast, "selection-edit", kept.pk)).status_code == 404
    assert doctors.post(address(cast, "selection-delete", kept.pk)).status_code == 404


def test_a_selection_is_renamed_but_not_to_a_name_in_use(cast: Cast, client: Client) -> None:
    kept, _other = saved(cast), saved(cast, "For the nurse")
    page = client.post(
        address(cast, "selection-edit", kept.pk), {"save_as": "For the nurse"}
    ).content.decode()
    assert "Another selection has this name." in page
    client.post(address(cast, "selection-edit", kept.pk), {"save_as": " Spring  visit "})
    kept.refresh_from_db()
    assert kept.name == "Spring visit"


def test_deleting_a_selection_leaves_the_record(cast: Cast, client: Client) -> None:
    make_lesion(cast.record)
    kept = saved(cast)
    cast.record.refresh_from_db()
    revision = cast.record.revision
    client.post(address(cast, "selection-delete", kept.pk))
    cast.record.refresh_from_db()
    assert not SavedSelection.objects.filter(pk=kept.pk).exists()
    assert cast.record.revision == revision


def test_keeping_a_name_again_replaces_what_it_held(cast: Cast) -> None:
    saved(cast)
    lesion = make_lesion(cast.record)
    assert saved(cast).selection.lesions == (lesion.pk,)
    assert SavedSelection.objects.count() == 1


def test_whoever_made_no_sheet_is_led_to_choosing(cast: Cast, client: Client) -> None:
    for url in (address(cast, "sheet"), address(cast, "sheet-pdf", "a4")):
        assert client.get(url)["Location"] == address(cast, "sheet-choose")


def test_the_pdf_comes_under_a_name_that_tells_nothing_and_is_written_down(
    cast: Cast, client: Client
) -> None:
    keep_made(everything(cast.record), patient=cast.record, by=cast.owner)
    answer = client.get(address(cast, "sheet-pdf", "letter"))
    day = cast.record.today().isoformat()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="sheet-{day}.pdf"'
    assert answer["Cache-Control"] == "no-store, private"
    event = AccessEvent.objects.latest("at")
    assert (event.what, event.action) == ("records:sheet-pdf", AccessEvent.Action.DOWNLOAD)


def test_an_unknown_paper_is_no_page(cast: Cast, client: Client) -> None:
    assert client.get(address(cast, "sheet-pdf", "a5")).status_code == 404


def test_a_pdf_that_fails_is_a_sentence_on_the_sheet(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_sheet: object) -> bytes:
        raise SheetNotSet

    monkeypatch.setattr(sheets, "pdf_of", fail)
    keep_made(everything(cast.record), patient=cast.record, by=cast.owner)
    answer = client.get(address(cast, "sheet-pdf", "a4"), follow=True)
    assert answer.redirect_chain == [(address(cast, "sheet"), 302)]
    assert "The PDF could not be made just now." in answer.content.decode()


def test_a_dermatologist_makes_a_sheet_of_what_she_sees(cast: Cast, sign_in: SignIn) -> None:
    ask(cast.record, "Shall I cover it?")
    answer = sign_in(cast.dermatologist).post(
        address(cast, "sheet-choose"), ticked(cast, first="Her own words"), follow=True
    )
    page = answer.content.decode()
    assert "Made by Dr Derm" in page
    assert "Shall I cover it?" in page
    assert "Her own words" not in page


def test_what_a_dermatologist_printed_is_not_the_patients_sheet(cast: Cast, sign_in: SignIn) -> None:
    keep_made(everything(cast.record), patient=cast.record, by=cast.dermatologist)
    assert sign_in(cast.owner).get(address(cast, "sheet")).status_code == 302


def test_questions_are_kept_without_gaps(cast: Cast, sign_in: SignIn) -> None:
    sent = {"first": "", "second": " Does it  heal? ", "third": "When?"}
    sign_in(cast.caregiver).post(address(cast, "questions"), sent)
    assert VisitQuestions.objects.get().asked == ("Does it heal?", "When?")


def test_a_question_that_is_too_long_is_refused_and_stays(cast: Cast, client: Client) -> None:
    page = client.post(address(cast, "questions"), {"first": "a" * 201}).content.decode()
    assert "at most 200 characters" in page
    assert "a" * 201 in page
    assert not VisitQuestions.objects.exists()


def test_changing_questions_keeps_the_old_ones_in_the_history(cast: Cast, client: Client) -> None:
    for text in ("First?", "Second?"):
        client.post(address(cast, "questions"), {"first": text})
    row = VisitQuestions.objects.get()
    assert [old.first for old in row.history.order_by("history_date")] == ["First?", "Second?"]


def test_the_parts_of_a_selection_are_what_the_form_shows_again(cast: Cast, client: Client) -> None:
    chosen = replace(everything(cast.record), parts=frozenset({Part.LABS}))
    keep_made(chosen, patient=cast.record, by=cast.owner)
    page = client.get(address(cast, "sheet-choose"), {"from": "last"}).content.decode()
    assert 'value="labs" checked' in page
    assert 'value="chart">' in page
