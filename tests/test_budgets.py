"""How many bytes a page costs somebody on a slow line: what the server sends, compressed, without photos."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lesions.models import DailyEntry
from tests.conftest import Cast, make_cast
from tests.labs.make import make_result
from tests.make import make_check_in, make_event, make_lesion
from timeline.models import Note

FIRST_VISIT, LATER_PAGE, CHART = 90_000, 30_000, 20_000
SITES = [
    ("thumb_tip_palmar", "left"), ("index_tip_palmar", "left"), ("middle_tip_palmar", "left"),
    ("ring_tip_palmar", "left"), ("index_tip_palmar", "right"), ("middle_tip_palmar", "right"),
    ("ring_tip_palmar", "right"), ("thumb_tip_palmar", "right"), ("elbow_posterior", "left"),
]  # fmt: skip


def fill(cast: Cast) -> dict[str, Any]:
    """Two years like those of the demo: nine deposits, a check-in every fortnight, labs, events, a note."""
    record = cast.record
    lesions = [make_lesion(record, site, side) for site, side in SITES]
    for number, lesion in enumerate(lesions):
        for week in range(0, 104, 2):
            size = Decimal(50 + number * 7 + week % 9) / 10
            note = "A little sore after the garden." if week % 8 == 0 else ""
            looks = {"pain_rest": week % 6, "redness": "mild", "note": note}
            make_check_in(lesion, week * 7 + number, length_mm=size, width_mm=size - 1, **looks)
    for kind, days_ago in (
        ("noticed", 700),
        ("inflamed", 90),
        ("opened", 60),
        ("drained", 58),
        ("closed", 20),
    ):
        make_event(lesions[0], kind, days_ago)
    for quarter in range(8):
        for analyte, value in (("calcium_total", "2.35"), ("phosphate", "1.10")):
            make_result(record, analyte, value, "mmol/L", days_ago=quarter * 90 + 1, interval="0.8-2.5")
    for day in range(1, 30, 3):
        on = record.today().fromordinal(record.today().toordinal() - day)
        DailyEntry.objects.create(patient=record, on=on, pain=day % 7, entered_by=cast.owner)
    Note.objects.create(
        patient=record, lesion=lesions[0], text="Looks calm. " * 9, entered_by=cast.dermatologist
    )
    return {"patient": record.pk, "lesion": lesions[0].pk}


@pytest.fixture(scope="module")
def diary(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, dict[str, Any]]]:
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        yield cast, fill(cast)
        transaction.set_rollback(True)


def sent(client: Client, url: str) -> tuple[str, int]:
    """A page as text and the bytes that went over the line for it."""
    answer = client.get(url, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, url
    assert answer["Content-Encoding"] == "gzip", url
    return gzip.decompress(answer.content).decode(), len(answer.content)


def linked_files(html: str) -> set[str]:
    """Every style sheet, script and drawing that the page loads, without what comes after #."""
    found = re.findall(r"""(?:href|src)=["']/static/([^"'#?]+)""", html)
    return {name for name in found if name.endswith((".css", ".js", ".svg"))}


def with_imports(names: set[str]) -> set[str]:
    """Modules load further modules."""
    known, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        known.add(name)
        if name.endswith(".js"):
            folder = name.rsplit("/", 1)[0]
            waiting += [
                f"{folder}/{part}" for part in re.findall(r"""from\s*["']\./([^"']+)["']""", text_of(name))
            ]
    return known


def text_of(name: str) -> str:
    path = finders.find(name)
    assert path, f"{name} is linked but is no static file"
    with open(path, encoding="utf-8") as file:
        return file.read()


def compressed(name: str) -> int:
    """As whitenoise stores them: gzip at level 9, never larger than the file itself."""
    data = text_of(name).encode()
    return min(len(data), len(gzip.compress(data, 9)))


def urls(ids: dict[str, Any]) -> dict[str, str]:
    record = [ids["patient"]]
    return {
        "home": "/",
        "overview": reverse("timeline:overview", args=record),
        "timeline": reverse("timeline:timeline", args=record),
        "map on a day": reverse("timeline:map", args=record),
        "lesion page": reverse("timeline:lesion", args=[ids["lesion"]]),
        "check-in": reverse("lesions:check-in", args=[ids["lesion"]]),
        "place picker": reverse("lesions:place-choose", args=record),
        "add a lesion": reverse("lesions:lesion-add", args=[*record, "thumb_tip_palmar", "left"]),
        "a day": reverse("lesions:today", args=record),
        "labs": reverse("labs:list", args=record),
        "lab form": reverse("labs:add", args=record),
        "lab trend": reverse("timeline:lab-trend", args=[*record, "calcium_total"]),
        "care": reverse("care:list", args=record),
        "treatment form": reverse("care:treatment-add", args=record),
        "search": reverse("timeline:search", args=record),
        "photos": reverse("lesions:photo-list", args=record),
        "worklist": reverse("timeline:worklist"),
        "review": reverse("timeline:review", args=record),
        "learn": reverse("education:learn"),
        "an article": reverse("education:article", args=["what-it-is"]),
        "profile": reverse("accounts:profile"),
    }


DERMATOLOGIST = {"worklist", "review"}


def open_page(diary: tuple[Cast, dict[str, Any]], name: str) -> tuple[str, int]:
    cast, ids = diary
    client = Client()
    client.force_login(cast.dermatologist if name in DERMATOLOGIST else cast.owner)
    url = urls(ids)[name]
    if name == "a day":
        url = client.get(url)["Location"]
    return sent(client, url)


@pytest.mark.parametrize("name", ["home", "lesion page", "worklist", "learn"])
def test_the_first_visit_stays_small(diary: tuple[Cast, dict[str, Any]], db: None, name: str) -> None:
    html, size = open_page(diary, name)
    files = {file: compressed(file) for file in with_imports(linked_files(html))}
    assert size + sum(files.values()) <= FIRST_VISIT, (size, files)


NOBODY = "5f0b3a2e-0000-4000-8000-000000000000"


@pytest.mark.parametrize("name", sorted(urls({"patient": NOBODY, "lesion": NOBODY})))
def test_a_later_page_stays_small(diary: tuple[Cast, dict[str, Any]], db: None, name: str) -> None:
    size = open_page(diary, name)[1]
    assert size <= LATER_PAGE, f"{name}: {size} bytes compressed"


@pytest.mark.parametrize("name", ["overview", "lesion page", "lab trend"])
def test_a_chart_stays_small(diary: tuple[Cast, dict[str, Any]], db: None, name: str) -> None:
    html = open_page(diary, name)[0]
    charts = re.findall(r"<svg[^>]*class=\"[^\"]*chart.*?</svg>", html, re.S)
    assert charts, "there is no chart on the page"
    sizes = [len(gzip.compress(chart.encode(), 6)) for chart in charts]
    assert max(sizes) <= CHART, sizes
