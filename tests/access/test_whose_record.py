"""Who keeps the record of another is told whose it is on every page, forms and questions included."""

from __future__ import annotations

import re

import pytest

from tests.access.matrix import GROUPS, PAGES, RECORD_PAGES
from tests.access.world import World

pytestmark = pytest.mark.usefixtures("quiet")
NAMES = sorted(
    name
    for name, page in RECORD_PAGES.items()
    if "caregiver" in GROUPS[page.group] and "GET" in page.methods and page.get == 200
)
# They answer with a file or with data, not with a page.
NO_PAGES = {"lesions:photo-file"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NO_PAGES])
def test_every_page_of_a_record_names_the_patient_to_a_caregiver(world: World, name: str) -> None:
    answer = world.client("caregiver").get(PAGES[name].url(name, world))
    if not answer["Content-Type"].startswith("text/html"):
        pytest.fail(f"{name} is no page: list it in NO_PAGES")
    html = answer.content.decode()
    assert "This is the record of <b>Rosa Owner</b>." in html
    assert "record-line--other" in html


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NO_PAGES])
def test_every_button_that_saves_for_another_names_her(world: World, name: str) -> None:
    html = world.client("caregiver").get(PAGES[name].url(name, world)).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    saving = re.findall(r"<button[^>]*btn-primary[^>]*type=\"submit\"[^>]*>(.*?)</button>", main, re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in saving]
    unnamed = [one for one in words if one.startswith(("Save", "Add")) and "for Rosa Owner" not in one]
    assert unnamed == []
