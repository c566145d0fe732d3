"""What the comparison of photos has to show: Rosa's elbow with a card over half a year."""

from __future__ import annotations

from functools import partial

from accounts.services import save_clinical
from calcitrack.demo.diary import Diary
from calcitrack.demo.photo_spec import Spot
from lesions.models import Lesion


def write(diary: Diary) -> None:
    """Two earlier photos of the elbow with a card that has since got lost."""
    elbow = Lesion.objects.kept().get(patient=diary.patient, site="elbow_posterior")
    card = diary.card("single-20", "The first one (lost)", "50", 216)
    spot = partial(Spot, seed=31)
    diary.measured(elbow, 214, "elbow", spot(length_mm=20.4, width_mm=15.2), card, pain_pressure=2)
    diary.measured(elbow, 112, "elbow", spot(length_mm=21.6, width_mm=16), card, anchor=0)
    card.retired_at = diary.at(36)
    save_clinical(card, by=diary.by)
