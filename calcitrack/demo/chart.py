"""What the chart of everything has to show: a dose that was raised, and a procedure done three times."""

from __future__ import annotations

from calcitrack.demo.diary import Diary
from lesions.models import Lesion


def write(diary: Diary) -> None:
    """Diltiazem began lower, and the ring finger had three sessions of shock waves."""
    diary.treatment(
        "diltiazem", 450, stop=390, kind="drug", route="oral", dose_text="60 mg, twice a day", outcome=""
    )
    ring = Lesion.objects.kept().get(patient=diary.patient, name="Left ring finger tip 1")
    for days_ago in (230, 209, 188):
        diary.treatment("shock_wave", days_ago, kind="procedure", lesions=(ring,), outcome="")
