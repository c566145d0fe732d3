"""From a photo's bytes to sizes: one way for the page, the command and the benchmark."""

from __future__ import annotations

import numpy as np
import pytest

from lesions.measurement import outline, photo, picture
from lesions.measurement.cards import single
from lesions.measurement.outline import NothingFound
from lesions.measurement.photo import Ask, Status, first, next_tap, part_about
from lesions.measurement.picture import CannotOpen
from lesions.measurement.terms import LocalScale, Proposal, Setting
from tests.lesions.measurement import carded, drawn_lumps

SETTING = Setting(single(carded.SIDE_MM))
TAP = Ask(tap=carded.AT)
BOX = Ask(box=(315, 130, 386, 188))
DRAWN = Ask(outlines_px=(carded.LUMP,))
EVERY_ASK = pytest.mark.parametrize("ask", [TAP, BOX, DRAWN], ids=["tap", "box", "outline"])


@pytest.fixture(scope="module")
def data() -> bytes:
    return carded.saved(carded.pixels())


@EVERY_ASK
def test_a_lump_beside_a_card_gets_its_millimetres(data: bytes, ask: Ask) -> None:
    result = first(data, SETTING, [ask])
    assert result.status == Status.OK
    reading = result.lesions[0].reading
    assert reading is not None
    assert reading.length_mm == pytest.approx(carded.LENGTH_MM, rel=0.06)
    assert reading.width_mm == pytest.approx(carded.WIDTH_MM, rel=0.08)


def test_a_drawn_outline_is_taken_as_it_is(data: bytes) -> None:
    lesion = first(data, SETTING, [DRAWN]).lesions[0]
    assert lesion.proposal is not None
    assert np.array_equal(lesion.proposal.outlines_px[0], carded.LUMP)
    assert lesion.proposal.ambiguity == 0


@EVERY_ASK
def test_the_next_tap_reads_what_the_first_would_have(data: bytes, ask: Ask) -> None:
    whole = first(data, SETTING, [ask])
    again = next_tap(data, whole.scale, ask)
    assert again.reading is not None
    assert whole.lesions[0].reading is not None
    assert again.reading.length_mm == pytest.approx(whole.lesions[0].reading.length_mm, rel=0.02)


def test_a_scale_by_hand_measures_too(data: bytes) -> None:
    by_hand = drawn_lumps.scale()
    reading = next_tap(data, by_hand, TAP).reading
    assert reading is not None
    assert reading.length_mm == pytest.approx(carded.LENGTH_MM, rel=0.06)


def test_without_any_scale_there_is_an_outline_and_no_millimetres(data: bytes) -> None:
    lesion = next_tap(data, None, BOX)
    assert lesion.status == Status.OK
    assert lesion.proposal is not None
    assert lesion.reading is None


def test_a_photo_without_a_card_asks_for_a_known_length() -> None:
    result = first(carded.saved(carded.pixels(card=False)), SETTING, [TAP])
    assert (result.status, result.reason) == (Status.MANUAL, "missing")
    assert result.lesions == ()


def test_the_focal_length_of_the_file_is_used(data: bytes) -> None:
    assert first(data, SETTING, []).focal_35mm == 26


def test_a_focal_length_that_is_given_wins_over_the_files(data: bytes) -> None:
    given = Setting(single(carded.SIDE_MM), focal_35mm=50)
    assert first(data, given, []).focal_35mm == 50


def test_where_no_outline_is_found_the_scale_stays(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_photo: object, **_how: object) -> Proposal:
        raise NothingFound

    monkeypatch.setattr(outline, "propose", nothing)
    result = first(data, SETTING, [TAP])
    assert (result.status, result.reason) == (Status.FAILED, "no_outline")
    assert result.scale is not None
    assert result.lesions[0].scale is not None


def test_one_lump_found_makes_the_photo_measured(data: bytes) -> None:
    plain_skin = Ask(tap=(350.0, 290.0))
    result = first(data, SETTING, [plain_skin, TAP])
    assert result.status == Status.OK
    assert result.lesions[1].status == Status.OK


def test_only_the_skin_about_a_tap_is_opened_the_next_time(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = []
    opened = picture.open_upright

    def noting(data: bytes, **how: object) -> object:
        parts.append(how.get("part"))
        return opened(data, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(photo, "open_upright", noting)
    next_tap(data, LocalScale(np.diag([0.5, 0.5, 1.0])), TAP)
    assert parts == [(250.0, 60.0, 450.0, 260.0)]


def test_a_box_says_itself_how_much_is_looked_at() -> None:
    part = part_about(Ask(box=(100, 100, 130, 140)), None)
    assert part is not None
    assert part[0] < 60
    assert part[2] > 170


def test_an_ask_that_points_at_nothing_is_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="neither a tap"):
        first(data, SETTING, [Ask()])


@pytest.mark.parametrize("place", [(5000.0, 100.0), (-1.0, 3.0), (10.0, 320.0)])
def test_a_tap_beside_the_photo_costs_that_lesion_only(data: bytes, place: tuple[float, float]) -> None:
    result = first(data, SETTING, [Ask(tap=place), TAP])
    assert (result.lesions[0].status, result.lesions[0].reason) == (Status.FAILED, "outside")
    assert result.lesions[1].status == Status.OK
    assert next_tap(data, result.scale, Ask(tap=place)).reason == "outside"


def test_what_is_no_photo_is_not_measured() -> None:
    with pytest.raises(CannotOpen):
        first(b"no photo", SETTING, [TAP])
