"""What stands on a visit sheet, and what does not."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lesions.models import Lesion
from records.selection import Part, Selection
from records.sheet import sheet_of
from records.sheet_parts import Section, Sheet
from tests.care.make import make_context
from tests.conftest import Cast
from tests.labs.make import make_result
from tests.make import make_check_in, make_day, make_event, make_lesion, make_note, make_photo
from tests.records.sheets import everything, fill_everyday
from timeline.change import Reading, change_of


def made(cast: Cast, selection: Selection) -> Sheet:
    return sheet_of(cast.owner, cast.record, selection, today=cast.record.today(), made_by="Rosa Owner")


def part(sheet: Sheet, key: str) -> Section:
    section = sheet.section(key)
    assert section is not None, f"{key} is not on the sheet"
    return section


def said(section: Section) -> str:
    return " ".join(filter(None, section.texts()))


def told(sheet: Sheet) -> str:
    """Every word of the sheet, those of its drawings too."""
    drawn = (section.drawing.svg for section in sheet.sections() if section.drawing)
    return " ".join((*sheet.texts(), *drawn))


@pytest.fixture
def lesions(cast: Cast) -> tuple[Lesion, Lesion]:
    return fill_everyday(cast)


def test_the_head_says_whose_it_is_who_made_it_and_from_which_revision(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    cast.record.refresh_from_db()
    head = made(cast, everything(cast.record)).head
    assert head.name == "Rosa Owner"
    assert "since 2018" in " ".join(head.about)
    assert (
        f"Made by Rosa Owner on {cast.record.today():%-d %B %Y} from revision {cast.record.revision}"
        in head.made
    )


def test_a_deposit_is_judged_as_every_page_does(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    today = cast.record.today()
    readings = [
        Reading(today - datetime.timedelta(days), length, Decimal(1), "ruler")
        for days, length in ((200, 6), (100, 7), (50, 10), (2, 13))
    ]
    text = said(part(made(cast, everything(cast.record)), Part.CHANGES))
    assert change_of(readings, today=today).sentence.lead in text


def test_the_newest_size_stands_against_the_one_at_the_chosen_day(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    text = said(part(made(cast, everything(cast.record, back=95)), Part.CHANGES))
    assert "Now 13 ± 1 mm" in text
    assert "before 7 ± 1 mm" in text


def test_what_did_not_change_is_named_and_not_described(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    lesion = lesions[1]
    Lesion.objects.filter(pk=lesion.pk).update(entered_at=lesion.entered_at - datetime.timedelta(400))
    section = part(made(cast, everything(cast.record)), Part.CHANGES)
    assert "No change that we can be sure of: Right elbow 1." in section.outro
    assert all("Right elbow" not in line.lead for line in section.lines)


def test_openings_infections_and_treatments_begun_are_counted_since_the_day(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    intro = part(made(cast, everything(cast.record)), Part.CHANGES).intro
    assert "1 opening, 1 infection" in intro
    assert "2 treatments begun" in intro


def test_what_happened_before_the_day_is_not_new(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    intro = part(made(cast, everything(cast.record, back=5)), Part.CHANGES).intro
    assert "0 openings, 0 infections" in intro


def test_days_without_an_answer_count_nowhere(cast: Cast) -> None:
    make_day(cast.record, 1, pain=4)
    make_day(cast.record, 2)
    section = part(made(cast, everything(cast.record)), Part.DAYS)
    assert section.intro == "Daily entries on 2 of 91 days."
    assert [line.text for line in section.lines] == ["4 of 10 in the middle, from 4 to 4, on 1 day."]


def test_no_daily_entry_is_said_and_is_no_zero(cast: Cast) -> None:
    section = part(made(cast, everything(cast.record)), Part.DAYS)
    assert section.intro.startswith("No daily entry since")
    assert section.lines == ()


def test_an_untreated_deposit_to_compare_with_is_named(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    text = said(part(made(cast, everything(cast.record)), Part.TREATMENTS))
    assert "for Right elbow 1; Left thumb tip 1 left untreated to compare" in text


def test_a_treatment_that_ended_before_the_day_is_left_to_the_long_form(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    short = everything(cast.record, back=1)
    assert "Cephalexin" not in said(part(made(cast, short), Part.TREATMENTS))
    assert "Cephalexin" in said(part(made(cast, replace(short, is_long=True)), Part.TREATMENTS))


def test_a_lab_result_stands_as_on_the_report_with_the_labs_own_range(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    table = part(made(cast, everything(cast.record)), Part.LABS).table
    assert table is not None
    assert table.rows[0][:4] == ("C-reactive protein (CRP)", "38 mg/L", "0-5 mg/L", "above")
    assert table.rows[0][5].startswith("4 mg/L")
    assert table.care == (True, False)


def test_a_result_without_a_range_is_not_judged(cast: Cast) -> None:
    make_result(cast.record, "crp", "38", "mg/L")
    table = part(made(cast, everything(cast.record)), Part.LABS).table
    assert table is not None
    assert table.rows[0][2:4] == ("none given", "")


def test_the_questions_stand_first_and_in_her_own_words(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    sheet = made(cast, everything(cast.record))
    assert next(sheet.sections()).key == Part.QUESTIONS
    first = part(sheet, Part.QUESTIONS).lines[0]
    assert first.text == "What can I do against the pain at night?"


@pytest.mark.parametrize("key", [part for part in Part.values if part not in (Part.PHOTOS, Part.CHART)])
def test_a_part_that_is_not_ticked_is_not_there(cast: Cast, lesions: tuple[Lesion, Lesion], key: str) -> None:
    whole = everything(cast.record)
    assert made(cast, whole).section(key)
    assert made(cast, replace(whole, parts=whole.parts - {key})).section(key) is None


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (Part.TREATMENTS, "Diltiazem"),
        (Part.DAYS, "Pain of the whole person"),
        (Part.DAYS, "pain at rest 4 of 10"),
        (Part.EVENTS, "Red and hot."),
    ],
)
def test_a_part_that_is_not_ticked_is_not_told_in_the_long_form_either(
    cast: Cast, lesions: tuple[Lesion, Lesion], key: str, words: str
) -> None:
    """A shared link shows the long form: neither its chart nor its histories may tell what was left out."""
    whole = everything(cast.record, is_long=True)
    assert words in told(made(cast, whole))
    assert words not in told(made(cast, replace(whole, parts=whole.parts - {key})))


def test_a_deposit_that_is_not_ticked_is_nowhere_named(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    thumb, elbow = lesions
    sheet = made(cast, replace(everything(cast.record, is_long=True), lesions=(thumb.pk,)))
    assert elbow.name not in " ".join(sheet.texts())


def test_what_happened_around_a_deposit_that_is_not_ticked_stays_away(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    thumb, elbow = lesions
    for lesion, note in ((None, "In the snow."), (thumb, "Against the door."), (elbow, "On the saddle.")):
        make_context(cast.record, "knock", 4, lesion, note=note)
    whole = replace(everything(cast.record, is_long=True), lesions=(thumb.pk,))
    words = said(part(made(cast, whole), Part.CONTEXT))
    assert "In the snow." in words
    assert "Against the door." in words
    assert "On the saddle." not in words


def test_a_note_on_a_photo_goes_along_with_its_deposit_only(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    thumb, elbow = lesions
    for lesion, text in ((thumb, "On the thumb."), (elbow, "On the elbow."), (None, "On none.")):
        make_note(cast.record, cast.dermatologist, text, photo=make_photo(cast.record, lesion))
    whole = everything(cast.record, is_long=True)
    words = said(part(made(cast, replace(whole, lesions=(thumb.pk,))), Part.NOTES))
    assert "On the thumb." in words
    assert "On the elbow." not in words
    assert "On none." not in words


def test_a_note_on_a_sensitive_photo_goes_along_when_the_photo_is_ticked(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    photo = make_photo(cast.record, lesions[0], sensitive=True)
    make_note(cast.record, cast.dermatologist, "Of a private place.", photo=photo)
    whole = everything(cast.record)
    assert "Of a private place." in said(part(made(cast, whole), Part.NOTES))
    assert "Of a private place." not in said(part(made(cast, replace(whole, photos=())), Part.NOTES))


def test_a_photo_that_is_not_ticked_is_not_there(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    shown = make_photo(cast.record, lesions[0], days_ago=2)
    make_photo(cast.record, lesions[0], days_ago=1)
    for is_long in (False, True):
        selection = replace(everything(cast.record, is_long=is_long), photos=(shown.pk,))
        assert made(cast, selection).photo_ids() == {shown.pk}


def test_a_pair_is_the_last_before_the_day_and_the_newest(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    photos = [make_photo(cast.record, lesions[0], days_ago=days) for days in (300, 120, 60, 3)]
    pair = part(made(cast, everything(cast.record)), Part.PHOTOS).pairs[0]
    assert [picture.photo_id for picture in pair.pictures] == [photos[1].pk, photos[3].pk]


def test_what_belongs_to_another_record_is_not_on_it(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    theirs = make_lesion(cast.stranger_record, name="Not hers")
    photo = make_photo(cast.stranger_record, theirs)
    whole = everything(cast.record, is_long=True)
    sheet = made(cast, replace(whole, lesions=(*whole.lesions, theirs.pk), photos=(photo.pk,)))
    assert "Not hers" not in " ".join(sheet.texts())
    assert sheet.photo_ids() == set()


def test_whoever_may_not_see_the_record_gets_an_empty_sheet(
    cast: Cast, lesions: tuple[Lesion, Lesion]
) -> None:
    sheet = sheet_of(cast.stranger, cast.record, everything(cast.record), today=cast.record.today())
    text = " ".join(line.text for section in sheet.sections() for line in section.lines)
    assert text == ""


def test_the_long_form_has_every_deposits_history(cast: Cast, lesions: tuple[Lesion, Lesion]) -> None:
    sheet = made(cast, everything(cast.record, is_long=True))
    histories = {
        section.title: len(section.lines) for section in sheet.sections() if section.key == "history"
    }
    assert histories == {"Left thumb tip 1": 6, "Right elbow 1": 3}


def test_a_selection_of_things_long_gone_makes_a_sheet_still(cast: Cast) -> None:
    gone = Selection(cast.record.today(), lesions=(uuid.uuid4(),), photos=(uuid.uuid4(),))
    assert made(cast, gone).photo_ids() == set()


@pytest.mark.parametrize("is_long", [False, True])
def test_the_sheet_takes_the_same_queries_for_much_as_for_little(
    cast: Cast, lesions: tuple[Lesion, Lesion], is_long: bool
) -> None:
    counts = []
    for number in (4, 12):
        for day in range(number):
            lesion = make_lesion(cast.record)
            make_check_in(lesion, day, length_mm=Decimal(7))
            make_event(lesion, "opened", day)
            make_photo(cast.record, lesion, days_ago=day)
            make_photo(cast.record, lesion, days_ago=day + 100)
            make_result(cast.record, "crp", "4", "mg/L", days_ago=day)
        with CaptureQueriesContext(connection) as queries:
            made(cast, everything(cast.record, is_long=is_long))
        counts.append(len(queries))
    assert counts[0] == counts[1]
