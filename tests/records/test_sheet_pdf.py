"""The PDF: tagged, one page, the same words as on the screen, and no photo that was not ticked."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pypdfium2 as pdfium
import pytest
from django.template.loader import render_to_string

from records import sheet_pdf
from records.selection import Part
from records.sheet import sheet_of
from records.sheet_parts import Sheet
from records.sheet_pdf import PAPERS, SheetNotSet, pdf_of
from records.views.sheets import photo_url
from tests.conftest import Cast
from tests.make import make_check_in, make_lesion
from tests.records.sheets import (
    ask,
    everything,
    fill_everyday,
    fill_hostile,
    pages,
    pictures_in,
    real_photo,
    text_of,
    words,
)


def made(cast: Cast, *, is_long: bool = False) -> Sheet:
    selection = everything(cast.record, is_long=is_long)
    return sheet_of(cast.owner, cast.record, selection, today=cast.record.today(), made_by="Rosa Owner")


@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_the_everyday_sheet_is_one_page(cast: Cast, paper: str) -> None:
    thumb, elbow = fill_everyday(cast)
    for lesion in (thumb, elbow):
        real_photo(cast.record, lesion, 100)
        real_photo(cast.record, lesion, 1, "peru")
    assert pages(pdf_of(made(cast), paper)) == 1


def test_a_record_made_to_burst_the_page_is_one_page(cast: Cast) -> None:
    fill_hostile(cast)
    sheet = made(cast)
    assert [pages(pdf_of(sheet, paper)) for paper in PAPERS] == [1, 1]


def test_the_long_form_of_a_large_record_is_set_as_well(cast: Cast) -> None:
    fill_everyday(cast)
    assert pages(pdf_of(made(cast, is_long=True))) >= 2


def test_the_pdf_is_tagged_and_says_its_title_and_language(cast: Cast) -> None:
    fill_everyday(cast)
    content = pdf_of(made(cast))
    for mark in (b"/MarkInfo", b"/Marked true", b"/StructTreeRoot", b"/Lang(en)", b"/DisplayDocTitle true"):
        assert mark in content
    assert b"http://www.aiim.org/pdfua/ns/id/" in content
    with pdfium.PdfDocument(content) as document:
        assert document.get_metadata_value("Title") == "Visit sheet"


class _Words(HTMLParser):
    """The text of each section of the page, by its heading."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[list[str]] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag == "svg"
        if tag in ("section", "header", "footer"):
            self.sections.append([])

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag == "svg"

    def handle_data(self, data: str) -> None:
        if self.sections and not self.hidden:
            self.sections[-1] += filter(None, [words(data)])


@pytest.mark.parametrize("is_long", [False, True])
def test_screen_and_pdf_say_the_same_part_by_part(cast: Cast, is_long: bool) -> None:
    thumb, _elbow = fill_everyday(cast)
    real_photo(cast.record, thumb, 100)
    real_photo(cast.record, thumb, 1)
    sheet = made(cast, is_long=is_long)
    page = _Words()
    page.feed(render_to_string("records/_sheet.html", {"sheet": sheet, "photo_url": photo_url}))
    pdf = words(text_of(pdf_of(sheet)))
    head, *shown, _foot = page.sections
    assert len(shown) == len(list(sheet.sections()))
    for pieces in (head, *shown):
        assert missing_in_order(pieces, pdf) == []


def missing_in_order(pieces: list[str], text: str) -> list[str]:
    """The pieces that do not stand in the text after the ones before them."""
    missing, at = [], text.find(pieces[0])
    for piece in pieces:
        found = text.find(piece, max(at, 0))
        missing += [piece] * (found < 0)
        at = found + len(piece) if found >= 0 else at
    return missing


def test_only_ticked_photos_are_in_it(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    ticked = real_photo(cast.record, lesion, 1)
    real_photo(cast.record, lesion, 100)
    real_photo(cast.record, lesion, 2, sensitive=True)
    for is_long in (False, True):
        selection = replace(everything(cast.record, is_long=is_long), photos=(ticked.pk,))
        sheet = sheet_of(cast.owner, cast.record, selection, today=cast.record.today())
        assert sheet.photo_ids() == {ticked.pk}
        assert pictures_in(pdf_of(sheet)) == 1


def test_a_photo_whose_file_is_gone_leaves_the_rest(cast: Cast) -> None:
    fill_everyday(cast)
    photo = real_photo(cast.record, make_lesion(cast.record), 1)
    type(photo).objects.filter(pk=photo.pk).update(folder="gone")
    assert pictures_in(pdf_of(made(cast))) == 0


def test_letters_that_no_font_has_cost_no_sheet(cast: Cast) -> None:
    ask(cast.record, "Is this 😀 𓀀 \U000f0000 a problem?", "שלום", "Ελληνικά")
    text = text_of(pdf_of(made(cast)))
    assert "a problem?" in text
    assert "Ελληνικά" in text


@pytest.mark.parametrize("letter", ["\x0b", "\x01", "\ufffe"])
def test_letters_that_no_xml_may_hold_cost_no_sheet(cast: Cast, letter: str) -> None:
    """A word processor's line break, pasted into a name: the chart names its deposits."""
    lesion = make_lesion(cast.record, name=f"Left{letter}thumb")
    for days_ago, length in ((100, 7), (50, 10), (2, 13)):
        make_check_in(lesion, days_ago, length_mm=Decimal(length))
    assert "thumb" in text_of(pdf_of(made(cast)))


def test_words_are_set_as_words_and_never_run(cast: Cast) -> None:
    question = '#panic("x") $x^2$ *bold* \\ {{ 1 }} <b>'
    ask(cast.record, question)
    assert words(question) in words(text_of(pdf_of(made(cast))))


def test_a_compiler_that_takes_too_long_is_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_pdf, "SECONDS", 0.001)
    with pytest.raises(SheetNotSet):
        pdf_of(made(cast))


def test_what_the_compiler_says_is_not_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = subprocess.CompletedProcess([], 1, stdout=b"", stderr=b"Rosa Owner")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_more: broken)
    with pytest.raises(SheetNotSet) as caught:
        pdf_of(made(cast))
    assert "Rosa" not in str(caught.value)


def test_the_chart_is_in_it_with_its_words(cast: Cast) -> None:
    fill_everyday(cast)
    sheet = made(cast)
    section = sheet.section(Part.CHART)
    assert section is not None
    assert section.drawing is not None
    assert "Length" in section.drawing.alt
    assert "Sizes over time" in text_of(pdf_of(sheet))
