"""The tables of the app, split by noun."""

from lesions.models.draft import Draft
from lesions.models.lesion import CheckIn, DailyEntry, HandTrouble, Lesion, LifeEvent, MaybeOfLesionQuerySet
from lesions.models.measure_card import MeasureCard
from lesions.models.measurement import Measurement, PhotoScale
from lesions.models.photo import Photo, PhotoLesion
from lesions.models.photo_check import PhotoCheck
from lesions.models.second_reading import SecondReading

__all__ = [
    "CheckIn",
    "DailyEntry",
    "Draft",
    "HandTrouble",
    "Lesion",
    "LifeEvent",
    "MaybeOfLesionQuerySet",
    "MeasureCard",
    "Measurement",
    "Photo",
    "PhotoCheck",
    "PhotoLesion",
    "PhotoScale",
    "SecondReading",
]
