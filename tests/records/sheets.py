"""Records to make visit sheets of: an everyday one, and one made to burst the page."""

from __future__ import annotations

import datetime
import io
import re
import uuid
from decimal import Decimal
from typing import Any

import pypdfium2 as pdfium
from django.utils import timezone
from PIL import Image

from accounts.files import new_folder, write_renditions
from accounts.models import Patient
from lesions.images import RENDITIONS
from lesions.models import Lesion, Photo, PhotoLesion
from records.models import VisitQuestions
from records.selection import Part, Selection
from tests.care.make import make_condition, make_context, make_treatment
from tests.conftest import Cast
from tests.labs.make import make_result
from tests.make import make_check_in, make_day, make_event, make_lesion, make_note

DAYS_BACK = 90


def jpeg(colour: str, size: tuple[int, int] = (320, 240)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def real_photo(
    patient: Patient, lesion: Lesion, days_ago: float, colour: str = "tan", **extra: object
) -> Photo:
    """A photo whose files are pictures, in the record and with a day that is known."""
    photo = Photo.objects.create(
        patient=patient, folder=new_folder(patient), width_px=320, height_px=240, taken_at_known=True,
        taken_at=timezone.now() - datetime.timedelta(days=days_ago), attached_at=timezone.now(),
        sha256=uuid.uuid4().hex, **extra,
    )  # fmt: skip
    write_renditions(photo.folder, dict.fromkeys(RENDITIONS, jpeg(colour)))
    PhotoLesion.objects.create(photo=photo, lesion=lesion)
    return photo


def everything(patient: Patient, *, back: int = DAYS_BACK, is_long: bool = False) -> Selection:
    """All parts, all deposits and all photos since so many days."""
    return Selection(
        since_on=patient.today() - datetime.timedelta(days=back),
        parts=frozenset(Part.values),
        lesions=tuple(Lesion.objects.kept().filter(patient=patient).values_list("pk", flat=True)),
        photos=tuple(Photo.objects.kept().filter(patient=patient).values_list("pk", flat=True)),
        is_long=is_long,
    )


def fill_everyday(cast: Cast) -> tuple[Lesion, Lesion]:
    """A thumb that opened and grew, a calm elbow, and a bit of everything around."""
    patient, doctor = cast.record, cast.dermatologist
    today = patient.today()
    begun: dict[str, Any] = {"noticed_on": today - datetime.timedelta(400), "noticed_precision": "month"}
    long_ago = timezone.now() - datetime.timedelta(400)
    thumb = make_lesion(patient, name="Left thumb tip 1", entered_at=long_ago, **begun)
    elbow = make_lesion(patient, "elbow_posterior", "right", name="Right elbow 1")
    for days_ago, length in ((200, 6), (100, 7), (50, 10), (2, 13)):
        make_check_in(thumb, days_ago, length_mm=Decimal(length), pain_rest=4, anchor=-1)
    for days_ago in (300, 120, 10):
        make_check_in(elbow, days_ago, length_mm=Decimal(20), method="caliper")
    make_event(thumb, "opened", 12)
    make_event(thumb, "infected", 9, note="Red and hot.")
    for day in range(0, 60, 4):
        make_day(patient, day, pain=3 + day % 3, hands_grip=1, hands_small_things=2)
    make_treatment(patient, "cephalexin", [thumb], start_on=today - datetime.timedelta(9),
                   stop_on=today - datetime.timedelta(2), dose_text="500 mg, four times a day")  # fmt: skip
    make_treatment(patient, "diltiazem", start_on=today - datetime.timedelta(500), dose_text="120 mg")
    make_treatment(patient, "thiosulfate_topical", [elbow], control_lesion=thumb,
                   start_on=today - datetime.timedelta(40))  # fmt: skip
    make_condition(patient, since_on=datetime.date(2018, 1, 1), since_precision="year", certainty="diagnosed")
    make_result(patient, "calcium_total", "2.45", "mmol/L", interval="2.15-2.55", days_ago=20)
    make_result(patient, "crp", "38", "mg/L", interval="0-5", days_ago=9)
    make_result(patient, "crp", "4", "mg/L", interval="0-5", days_ago=200)
    for days_ago in (3, 8, 15):
        make_context(patient, "cold", days_ago)
    make_note(patient, doctor, "Keep it dry and covered.", lesion=thumb)
    ask(patient, "What can I do against the pain at night?", "Should the elbow be operated on?")
    return thumb, elbow


HOSTILE = (
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM",
    "אצבע שמאל של היד הימנית עם הרבה מאוד מילים בעברית שאינן נגמרות אף פעם",
    "Left thumb " + "very " * 12 + "long",
    "‮dlrow olleh‬ <b>bold</b> & {{ name }} #let x = 1 $x^2$ \\ [link] @ref *star*",
)


def fill_hostile(cast: Cast) -> None:
    """A hundred deposits, three hundred labs, names and notes as long as the fields allow."""
    patient, doctor = cast.record, cast.dermatologist
    Patient.objects.filter(pk=patient.pk).update(name=("Maximiliane " * 20)[:120])
    patient.refresh_from_db()
    for number in range(100):
        name = f"{number} {HOSTILE[number % len(HOSTILE)]}"[:80]
        lesion = make_lesion(patient, name=name)
        for days_ago, length in ((80, 5), (40, 9), (1, 14)):
            make_check_in(lesion, days_ago, length_mm=Decimal(length), note="x" * 300)
        for kind in ("opened", "infected", "drained", "ulcer"):
            make_event(lesion, kind, number % 60, note=HOSTILE[0] * 3)
        if number < 12:
            real_photo(patient, lesion, 1, "tan")
            real_photo(patient, lesion, 99, "peru")
            make_treatment(patient, "other_drug", [lesion], own_name=HOSTILE[number % 4][:100],
                           start_on=patient.today(), dose_text="W" * 200, outcome="M" * 2000)  # fmt: skip
            make_note(patient, doctor, (HOSTILE[number % 4] + " ") * 40, lesion=lesion)
            make_context(patient, ("cold", "knock", "raynaud", "pressure")[number % 4], number)
            make_condition(patient, "other", own_words=HOSTILE[number % 4] * 2)
        hands: dict[str, Any] = {
            "hands_grip": 3,
            "hands_small_things": number % 4,
            "hands_self_care": number % 3,
        }
        signs = ["fever", "numbness", "black_or_purple_skin", "vomiting"]
        make_day(patient, number, pain=number % 11, signs=signs, **hands)
    tests = (
        ("calcium_total", "mmol/L"), ("phosphate", "mmol/L"), ("crp", "mg/L"), ("creatinine", "umol/L"),
        ("vitamin_d_25", "nmol/L"), ("magnesium", "mmol/L"),
    )  # fmt: skip
    for number in range(300):
        key, unit = tests[number % 6]
        make_result(patient, key, "99999.25", unit, interval="0-5", days_ago=number)
    ask(patient, *("W" * 200, "M" * 200, (HOSTILE[1] * 4)[:200]))


def ask(patient: Patient, *questions: str) -> VisitQuestions:
    first, second, third = (*questions, "", "", "")[:3]
    return VisitQuestions.objects.create(patient=patient, first=first, second=second, third=third)


# ---- reading a PDF -------------------------------------------------------------------------------


def pages(content: bytes) -> int:
    with pdfium.PdfDocument(content) as document:
        return len(document)


def words(text: str) -> str:
    """Letters and digits only: where lines break and what stands between words is the paper's business."""
    return re.sub(r"[^\w±%<>]+", "", text)


def text_of(content: bytes) -> str:
    """All text of all pages in the order in which it is set."""
    with pdfium.PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def pictures_in(content: bytes) -> int:
    """How many photos (raster pictures) the PDF holds, however deep they are nested."""
    return content.count(b"/DCTDecode")
