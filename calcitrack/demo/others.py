"""Mia, whose father keeps her record, and Samuel, who has kidney disease. Invented."""

from __future__ import annotations

from accounts.models import User
from calcitrack.demo.diary import Diary
from calcitrack.demo.photo_spec import Spot


def write_mia(diary: Diary, *, dermatologist: User) -> None:
    """Juvenile dermatomyositis: deposits at knees and an elbow, logged by a parent."""
    diary.condition("dermatomyositis_juvenile", 365 * 3, certainty="diagnosed")
    knee = diary.lesion("knee_anterior", "left", noticed=420, morphology="stone", visibility="seen_and_felt")
    for days_ago, length, width in [(410, 9.0, 7.0), (300, 11, 8), (190, 12, 9), (80, 12, 9), (25, 12, 9)]:
        photo = None
        if days_ago in (410, 190, 25):
            photo = diary.photo(
                "knee", days_ago, Spot(length_mm=length, width_mm=width, seed=71), ruler=days_ago == 25
            )
        diary.check_in(knee, days_ago, length_mm=length, width_mm=width, photo=photo, pain_pressure=2)
    other = diary.lesion("knee_anterior", "right", noticed=260, visibility="felt")
    for days_ago, length, width in [(250, 6, 5), (130, 6.5, 5.5), (25, 6.5, 5)]:
        diary.check_in(other, days_ago, length_mm=length, width_mm=width)
    elbow = diary.lesion("elbow_posterior", "left", noticed=70, visibility="seen_and_felt")
    diary.check_in(
        elbow,
        66,
        length_mm=5,
        width_mm=4,
        photo=diary.photo("elbow", 66, Spot(length_mm=5, width_mm=4, seed=73)),
    )
    diary.check_in(
        elbow,
        12,
        length_mm=6,
        width_mm=5,
        redness="mild",
        tenderness="mild",
        anchor=-1,
        note="She leans on it at school.",
    )
    diary.event(elbow, "inflamed", 12)
    diary.treatment("methotrexate", 700, kind="drug", dose_text="once a week", outcome="")
    diary.treatment("prednisolone", 700, stop=400, kind="drug", dose_text="tapered over ten months")
    for days_ago, ck in [(500, "410"), (320, "190"), (140, "150"), (30, "142")]:
        diary.lab("ck", ck, "U/L", days_ago, "30-170", "Children’s hospital")
    diary.lab("calcium_total", "2.41", "mmol/L", 30, "2.20-2.70", "Children’s hospital")
    diary.entry(12, anchor=-1, pain=3, note="Missed gym.")
    diary.note(
        "Please send a photo of the left elbow when the redness is gone. Do pad it at school.",
        10,
        dermatologist,
        elbow,
    )


def write_samuel(diary: Diary, *, dermatologist: User) -> None:
    """Metastatic type with chronic kidney disease and high phosphate."""
    diary.condition("chronic_kidney_disease", 365 * 9, certainty="diagnosed")
    diary.condition("dialysis", 365 * 2, certainty="diagnosed")
    abdomen = diary.lesion(
        "abdomen", "none", noticed=330, morphology="plate", visibility="felt",
        diagnosis_type="metastatic", diagnosed_by=dermatologist, diagnosed_at=diary.at(200),
    )  # fmt: skip
    for days_ago, length, width in [(320, 24, 18), (230, 27, 20), (120, 31, 24), (40, 33, 25), (9, 34, 26)]:
        photo = None
        if days_ago in (320, 120, 9):
            photo = diary.photo(
                "abdomen", days_ago, Spot(length_mm=length, width_mm=width, seed=81), ruler=days_ago == 9
            )
        diary.check_in(
            abdomen, days_ago, length_mm=length, width_mm=width, method="ruler", photo=photo, pain_rest=3
        )
    shoulder = diary.lesion("shoulder", "right", noticed=280, visibility="felt")
    for days_ago, length, width in [(270, 30, 22), (150, 34, 26), (36, 37, 28)]:
        diary.check_in(shoulder, days_ago, length_mm=length, width_mm=width, method="eye", function="some")
    diary.treatment("sevelamer", 500, kind="drug", dose_text="with each meal")
    diary.treatment("cinacalcet", 210, kind="drug", dose_text="once a day")
    for days_ago, phosphate, calcium, pth in [
        (400, "2.1", "2.48", "610"),
        (240, "2.3", "2.52", "720"),
        (120, "2.2", "2.50", "640"),
        (20, "2.0", "2.46", "520"),
    ]:
        diary.lab("phosphate", phosphate, "mmol/L", days_ago, "0.80-1.45", "Dialysis unit")
        diary.lab("calcium_total", calcium, "mmol/L", days_ago, "2.15-2.55", "Dialysis unit")
        diary.lab("pth", pth, "pg/mL", days_ago, "15-65", "Dialysis unit")
    diary.lab("creatinine", "684", "umol/L", 20, "62-106", "Dialysis unit")
    diary.lab("albumin", "34", "g/L", 20, "35-50", "Dialysis unit")
    diary.entry(3, anchor=0, pain=3, hands_grip=1)
    diary.note(
        "The phosphate is what matters most now. I have written to the dialysis unit.", 18, dermatologist
    )
    diary.review(18, dermatologist)
