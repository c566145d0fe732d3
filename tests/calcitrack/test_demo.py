"""The demo's story is told as the issue of the day wants it, and told once."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from pytest_django.fixtures import Settings

from accounts.demo_people import DEMO_PEOPLE
from accounts.models import Patient, User
from calcitrack.demo import diary, load
from calcitrack.demo.photo_spec import PhotoSpec
from labs.models import LabResult
from lesions.models import Lesion, MeasureCard, Photo
from tests.make import make_user
from timeline.summary import Summary, summary_of
from timeline.worklist import Choice, worklist_for
from timeline.worklist_reasons import Rank


def _small_photo(spec: PhotoSpec) -> bytes:
    """A patch of plain skin in place of the drawn photo, which has tests of its own and takes a while."""
    picture = Image.new("RGB", (64, 48), (200 - spec.shot_seed % 100, 150, 120))
    data = io.BytesIO()
    picture.save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def demo(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary, "draw_photo", _small_photo)
    load.load(lambda _text: None)


def _summary(name: str) -> Summary:
    return summary_of(Patient.objects.get(name=name))


def _groups_of(email: str) -> set[Rank]:
    rows = worklist_for(User.objects.get(email=email), Choice()).rows
    return {row.rank for row in rows}


@pytest.mark.usefixtures("demo")
def test_the_demo_tells_the_whole_story() -> None:
    rosa = _summary("Rosa Keller")
    states = {line.name: line.state for line in rosa.lines}
    assert len(states) == 9
    assert states["Left thumb tip 1"] == "open"
    assert states["Right index finger tip 1"] == "quiet"
    assert states["Right little finger tip 1"] == "gone"
    cards = MeasureCard.objects.in_use().filter(patient__name="Rosa Keller")
    assert sorted(cards.values_list("kind", flat=True)) == ["L-S", "single-20"]
    units = set(
        LabResult.objects.filter(patient__name="Rosa Keller", analyte="phosphate").values_list(
            "raw_unit", flat=True
        )
    )
    assert units == {"mg/dL", "mmol/L"}
    assert ("phosphate" in dict(_summary("Samuel Osei").high_labs_on)) is True
    assert Patient.objects.get(name="Mia Nyberg").is_minor
    assert {user.email for user in User.objects.all()} >= {person.email for person in DEMO_PEOPLE}
    assert not User.objects.get(email="noor@demo.invalid").patients().exists()
    assert not Photo.objects.filter(attached_at=None).exists()
    assert _groups_of("brandt@demo.invalid") == {
        Rank.SIGNS,
        Rank.OPEN,
        Rank.CHANGED,
        Rank.LABS,
        Rank.NEW,
        Rank.UNSEEN,
    }
    assert {Rank.OPEN, Rank.CHANGED, Rank.NEW, Rank.UNSEEN} == _groups_of("silva@demo.invalid")


@pytest.mark.django_db
def test_a_demo_that_is_there_is_left_alone(settings: Settings) -> None:
    settings.DEMO = True
    make_user("Rosa Keller", email="rosa@demo.invalid")
    call_command("demo")
    assert (User.objects.count(), Lesion.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_the_demo_is_refused_outside_demo_mode(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="only for development"):
        call_command("demo")
