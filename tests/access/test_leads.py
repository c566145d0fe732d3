"""Nobody is offered what is not there for them: each link and form of each page, for each kind of reader."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse

from tests.access.matrix import GROUPS, PAGES, RECORD_PAGES, Page
from tests.access.world import World

pytestmark = pytest.mark.usefixtures("quiet")
READERS = sorted(GROUPS["read"])
LINK = re.compile(r"<a\b[^>]*\bhref=\"([^\"]+)\"")
FORM = re.compile(r"<form\b([^>]*)>")
PRESSED_ELSEWHERE = re.compile(r"\bformaction=\"([^\"]+)\"")
WIDE = ("timeline:home", "timeline:worklist", "accounts:records", "accounts:profile")
NAMES = sorted(
    name
    for name, page in RECORD_PAGES.items()
    if "GET" in page.methods and page.get == 200 and name != "lesions:photo-file"
)


def offered(html: str, here: str) -> set[tuple[str, str]]:
    """Method and path of everything that this page leads to or sends to."""
    found = {("GET", link) for link in LINK.findall(html)}
    for form in FORM.findall(html):
        method = "POST" if re.search(r"method=\"post\"", form) else "GET"
        action = re.search(r"\baction=\"([^\"]*)\"", form)
        found.add((method, (action and action[1]) or here))
    found |= {("POST", action) for action in PRESSED_ELSEWHERE.findall(html)}
    paths = {
        (method, urlsplit(link).path or here) for method, link in found if link.startswith(("/", "#", "?"))
    }
    return {(method, path) for method, path in paths if not path.startswith("/static/")}


def leads_nowhere(role: str, method: str, path: str) -> str:
    """Why this cannot be opened or sent by this role, or an empty string."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return "no such page"
    page: Page = PAGES[name]
    if role not in GROUPS[page.group]:
        return f"{name} is for {page.group}"
    return "" if method in page.methods else f"{name} does not answer {method}"


def own_end(world: World, role: str) -> tuple[str, str]:
    """Ending one's own access: for the matrix a page of managers, and for each person her own."""
    own = world.cast.record.care_relationships.get(user=world.user(role))
    return "POST", reverse("accounts:relationship-end", args=[own.pk])


@pytest.mark.parametrize("role", READERS)
def test_everything_offered_on_the_pages_of_a_record_is_there_for(world: World, role: str) -> None:
    wrong, seen = [], 0
    for name in (*WIDE, *NAMES):
        if role not in GROUPS[PAGES[name].group]:
            continue
        here = PAGES[name].url(name, world)
        answer = world.client(role).get(here)
        if answer.status_code != 200:
            continue
        seen += 1
        for method, path in offered(answer.content.decode(), here) - {own_end(world, role)}:
            if why := leads_nowhere(role, method, path):
                wrong.append(f"{name}: {method} {path}: {why}")
    assert wrong == []
    assert seen > 12
