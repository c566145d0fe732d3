"""Rosa Keller, 52, systemic sclerosis: nine deposits over two years. All of it is invented."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

from accounts.models import User
from calcitrack.demo.diary import Diary
from calcitrack.demo.photo_spec import Spot
from lesions.models import Lesion


def write(diary: Diary, *, dermatologist: User, caregiver: User | None = None) -> None:
    """Two years of Rosa's diary; her dermatologist's notes stand in it."""
    _person(diary)
    thumb = _thumb(diary, dermatologist)
    index = _infected_index(diary)
    elbow = _elbow(diary)
    little = _operated_little(diary)
    quiet = _quiet_ones(diary)
    _treatments(diary, thumb, elbow, index, little)
    _labs(diary)
    _days(diary)
    _around(diary, ring=quiet[2])
    _cards(diary, elbow, dermatologist)
    diary.note(
        "The thumb is open again. Keep it clean and covered; please come if it gets red, warm or lets out "
        "pus. We will look at it together on your next visit.", 14, dermatologist, thumb,
    )  # fmt: skip
    diary.note(
        "Blood values of the autumn are fine. I would like to see the elbow measured by caliper again.",
        40,
        dermatologist,
    )
    diary.request(
        quiet[0],
        "photo",
        5,
        due_in=9,
        text="One close-up from above, to compare with June.",
        by=dermatologist,
    )
    diary.review(13, dermatologist)
    if caregiver:
        diary.check_in(quiet[1], 61, anchor=0, by=caregiver)


def _cards(diary: Diary, elbow: Lesion, dermatologist: User) -> None:
    """One at home, printed well; one that a fit-to-page printer at work made a little small.

    Two sizes of the elbow are read from photos with the latter; the dermatologist has read one of them again.
    """
    diary.card("L-S", "Kitchen drawer", "50", 34)
    purse = diary.card("single-20", "In my purse", "49.25", 34)
    spot = partial(Spot, seed=31)
    diary.measured(elbow, 31, "elbow", spot(length_mm=22.5, width_mm=17), purse, pain_pressure=2)
    last = diary.measured(elbow, 8, "elbow", spot(length_mm=22.8, width_mm=17), purse, anchor=0)
    if last is not None:
        diary.reading(
            last.photo, elbow.site, 7, purse, dermatologist, box=((0.35, 0.34), (0.66, 0.64)),
            lesion=elbow, check_in=last.check_in, as_clinician=True,
        )  # fmt: skip


def _person(diary: Diary) -> None:
    diary.condition("limited_systemic_sclerosis", 365 * 8, certainty="diagnosed")
    diary.condition("raynaud", 365 * 11, certainty="diagnosed")


def _series(
    diary: Diary,
    lesion: Lesion,
    sizes: list[tuple[float, float, float]],
    *,
    seed: int,
    pain: int = 0,
    method: str = "ruler",
) -> None:
    """Measured check-ins with "same" between them, as a person logs."""
    chance = random.Random(seed)
    for number, (days_ago, length, width) in enumerate(sizes):
        values: dict[str, Any] = {"length_mm": length, "width_mm": width, "method": method}
        if chance.random() < 0.7:
            values["pain_rest"] = max(0, pain + chance.choice([-1, 0, 0, 1]))
        diary.check_in(lesion, days_ago, anchor=chance.choice([0, 0, -1]) if number else None, **values)
        if number + 1 < len(sizes) and days_ago - sizes[number + 1][0] > 40:
            diary.check_in(lesion, days_ago - 21, anchor=0)


def _thumb(diary: Diary, dermatologist: User) -> Lesion:
    """Opened, drained, closed, came back, and is open again."""
    lesion = diary.lesion(
        "thumb_tip_palmar", "left", noticed=715, morphology="stone", visibility="seen_and_felt",
        diagnosis_type="dystrophic", diagnosed_by=dermatologist, diagnosed_at=diary.at(400),
    )  # fmt: skip
    spot = partial(Spot, seed=11, x_mm=1.0, y_mm=-2.0)
    for days_ago, length, width, state in [
        (640, 5.5, 4.5, "quiet"), (540, 6.5, 5, "quiet"), (430, 8, 6, "quiet"), (330, 9, 7, "inflamed"),
        (298, 8, 6, "opened"), (215, 3.5, 3, "scar"), (110, 5.5, 4, "quiet"), (46, 7, 5, "inflamed"),
        (20, 7, 5, "opened"), (6, 6.5, 5, "opened"),
    ]:  # fmt: skip
        photo = diary.photo(
            "fingertip_pad",
            days_ago,
            spot(length_mm=length, width_mm=width, state=state),
            ruler=days_ago in (540, 215, 6),
        )
        looks: dict[str, dict[str, Any]] = {
            "quiet": {"redness": "none", "surface": "intact", "drainage": "none", "pain_rest": 2},
            "inflamed": {
                "redness": "marked",
                "warmth": "mild",
                "surface": "thin",
                "pain_rest": 5,
                "anchor": -1,
            },
            "opened": {
                "redness": "mild",
                "surface": "open",
                "drainage": "chalky",
                "pain_rest": 4,
                "anchor": -1,
            },
            "scar": {"redness": "none", "surface": "scar", "drainage": "none", "pain_rest": 0, "anchor": 2},
        }
        diary.check_in(lesion, days_ago, length_mm=length, width_mm=width, photo=photo, **looks[state])
    for days_ago in (590, 490, 380, 165, 80):
        diary.check_in(lesion, days_ago, anchor=0)
    diary.check_in(lesion, 262, length_mm=6, width_mm=5, method="eye", anchor=1)
    diary.check_in(
        lesion,
        13,
        anchor=-1,
        pain_rest=5,
        pain_pressure=7,
        note="Knocked it on the car door; a bit more came out.",
    )
    diary.event(lesion, "inflamed", 335)
    diary.event(lesion, "opened", 300)
    diary.event(lesion, "drained", 298, "White paste, for two days.")
    diary.event(lesion, "closed", 240)
    diary.event(lesion, "came_back", 118)
    diary.event(lesion, "inflamed", 48)
    diary.event(lesion, "opened", 20)
    diary.event(lesion, "drained", 19)
    return lesion


def _infected_index(diary: Diary) -> Lesion:
    lesion = diary.lesion(
        "index_tip_palmar", "right", noticed=650, morphology="stone", visibility="seen_and_felt"
    )
    spot = partial(Spot, seed=23, x_mm=-1.0, y_mm=0.0)
    for days_ago, length, width, state in [
        (600, 4.5, 4, "quiet"), (352, 6.5, 6, "infected"), (338, 6, 5, "opened"), (250, 4, 3.5, "scar"),
        (32, 4, 3.5, "quiet"),
    ]:  # fmt: skip
        photo = diary.photo("fingertip_pad", days_ago, spot(length_mm=length, width_mm=width, state=state))
        values: dict[str, Any] = {"pain_rest": 1}
        if state == "infected":
            values = {
                "redness": "marked",
                "warmth": "marked",
                "swelling": "marked",
                "drainage": "pus",
                "pain_rest": 7,
                "anchor": -2,
            }
        diary.check_in(lesion, days_ago, length_mm=length, width_mm=width, photo=photo, **values)
    diary.check_in(lesion, 180, anchor=0)
    diary.check_in(lesion, 95, length_mm=4, width_mm=3.5, method="caliper", anchor=0)
    diary.event(lesion, "ulcer", 566, origin="calcinosis", course="unknown")
    diary.event(lesion, "closed", 529)
    diary.event(lesion, "infected", 353, "Red, hot, pus. Saw the doctor the same day.")
    diary.event(lesion, "ulcer", 345, origin="calcinosis", course="recurrent")
    diary.event(lesion, "closed", 318, "Healed after the antibiotic.")
    return lesion


def _elbow(diary: Diary) -> Lesion:
    lesion = diary.lesion(
        "elbow_posterior", "right", noticed=729, morphology="plate", visibility="seen_and_felt"
    )
    for days_ago, length, width in [
        (700, 17, 13),
        (560, 18.5, 14),
        (420, 20, 15),
        (280, 21, 15.5),
        (140, 22, 16.5),
        (38, 22.5, 17),
    ]:
        photo = None
        if days_ago in (700, 280, 38):
            photo = diary.photo(
                "elbow", days_ago, Spot(length_mm=length, width_mm=width, seed=31), ruler=True
            )
        diary.check_in(
            lesion, days_ago, length_mm=length, width_mm=width, method="caliper", photo=photo, pain_pressure=3
        )
    for days_ago in (630, 490, 350, 210, 75):
        diary.check_in(lesion, days_ago, anchor=0)
    return lesion


def _operated_little(diary: Diary) -> Lesion:
    lesion = diary.lesion(
        "little_tip_palmar", "right", noticed=725, morphology="stone", visibility="seen_and_felt"
    )
    _series(diary, lesion, [(690, 6, 5), (600, 7, 6), (520, 8, 6.5), (440, 9, 7)], seed=41, pain=4)
    diary.event(lesion, "operated", 410, "Taken out under local anaesthesia.")
    diary.check_in(lesion, 380, anchor=2, surface="scar", pain_rest=1)
    return lesion


def _quiet_ones(diary: Diary) -> list[Lesion]:
    places: list[tuple[str, str, int, list[tuple[float, float, float]], int]] = [
        ("index_tip_palmar", "left", 560,
         [(540, 4, 3), (400, 4, 3.5), (300, 4.5, 3.5), (168, 4.5, 3.5), (30, 4.5, 4)], 1),
        ("pip_middle", "right", 500, [(480, 5, 4), (330, 5.5, 4.5), (190, 6, 5), (66, 6, 5)], 2),
        ("ring_tip_palmar", "left", 420, [(400, 3, 3), (260, 3.5, 3), (120, 3.5, 3), (22, 3.5, 3)], 0),
        ("thumb_distal_dorsal", "right", 330, [(300, 3, 2.5), (200, 3.5, 3), (100, 4, 3), (12, 4, 3.5)], 1),
        ("hypothenar", "left", 240, [(220, 7, 5), (130, 7.5, 5.5), (54, 8, 6)], 1),
    ]  # fmt: skip
    lesions = []
    for number, (site, side, noticed, sizes, pain) in enumerate(places):
        lesion = diary.lesion(site, side, noticed=noticed, visibility="seen_and_felt", morphology="stone")
        _series(diary, lesion, sizes, seed=60 + number, pain=pain)
        lesions.append(lesion)
    hand = diary.photo(
        "hand_back",
        190,
        Spot(length_mm=6, width_mm=5, x_mm=4, y_mm=-20, seed=53),
        Spot(length_mm=4, width_mm=3, x_mm=-60, y_mm=10, seed=54),
    )
    hand.view = "overview"
    diary.check_in(lesions[1], 189, anchor=0, photo=hand, note="The whole hand, for the visit.")
    knuckle = diary.photo("finger_back", 66, Spot(length_mm=6, width_mm=5, seed=53))
    diary.check_in(lesions[1], 65, photo=knuckle)
    tip = diary.photo("fingertip_pad", 168, Spot(length_mm=4.5, width_mm=3.5, seed=57))
    diary.check_in(lesions[0], 167, photo=tip)
    return lesions


def _treatments(diary: Diary, thumb: Lesion, elbow: Lesion, index: Lesion, little: Lesion) -> None:
    diary.treatment(
        "diltiazem",
        390,
        kind="drug",
        route="oral",
        dose_text="120 mg, twice a day",
        outcome="Swollen ankles in summer.",
    )
    diary.treatment(
        "cephalexin",
        352,
        stop=342,
        kind="drug",
        route="oral",
        dose_text="as prescribed, ten days",
        lesions=(index,),
    )
    diary.treatment(
        "thiosulfate_topical",
        160,
        stop=52,
        kind="drug",
        dose_text="cream, in the evening",
        lesions=(elbow,),
        control_lesion=thumb,
    )
    diary.treatment("excision", 410, kind="procedure", lesions=(little,), outcome="Healed in three weeks.")


def _labs(diary: Diary) -> None:
    lab, clinic = "City lab", "Clinic lab"
    for days_ago, calcium, phosphate, crp, creatinine in [
        (690, "9.4", "3.4", "4", "0.8"), (510, "9.3", "3.5", "3", "0.8"),
        (353, "9.2", "3.3", "38", "0.9"), (300, "9.4", "3.6", "4", "0.8"),
    ]:  # fmt: skip
        diary.lab("calcium_total", calcium, "mg/dL", days_ago, "8.6-10.2", lab)
        diary.lab("phosphate", phosphate, "mg/dL", days_ago, "2.5-4.5", lab)
        diary.lab("crp", crp, "mg/L", days_ago, "0-5", lab)
        diary.lab("creatinine", creatinine, "mg/dL", days_ago, "0.5-1.0", lab)
    diary.lab("calcium_total", "2.36", "mmol/L", 45, "2.15-2.55", clinic)
    diary.lab("phosphate", "1.12", "mmol/L", 45, "0.80-1.45", clinic)
    diary.lab("creatinine", "71", "umol/L", 45, "45-84", clinic)
    diary.lab("vitamin_d_25", "38", "nmol/L", 45, "50-125", clinic)
    diary.lab("ana", "1:640", "{titer}", 690, "", lab)
    diary.lab("anticentromere", "positive", "", 690, "", lab)


def _days(diary: Diary) -> None:
    chance = random.Random(7)
    for days_ago in range(2, 64, 4):
        diary.entry(
            days_ago, anchor=chance.choice([0, 0, 0, 1, -1]), pain=chance.choice([2, 3, 3, 4]),
            hands_small_things=chance.choice([1, 1, 2]), hands_grip=chance.choice([0, 1]),
            hands_self_care=chance.choice([0, 1]),
            note="Cold morning, white fingers." if days_ago in (10, 34) else "",
        )  # fmt: skip


def _around(diary: Diary, *, ring: Lesion) -> None:
    """A deposit that opens now and then, and what was logged around: enough for counts, no pattern."""
    for days_ago, note in ((396, ""), (338, "A crumb came out."), (281, ""), (214, ""), (149, ""), (96, "")):
        diary.event(ring, "opened", days_ago, note)
        diary.event(ring, "closed", days_ago - 11)
    for days_ago in (399, 371, 340, 302, 283, 251, 216, 188, 130, 98, 61, 27):
        diary.context("knock", days_ago, ring)
    for days_ago in (402, 391, 377, 366, 352, 339, 331, 318, 297, 279, 52, 41, 33, 24, 17, 9, 3):
        diary.context("cold", days_ago, note="Waited for the bus." if days_ago == 17 else "")
    for days_ago in (389, 366, 341, 318, 284, 262, 147, 55, 38, 21, 9):
        diary.context("raynaud", days_ago)
