"""axe looks at every page of the main roles, on phone and desktop, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from education.models import Article
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor
from tests.browser.routes import pages_of
from tests.browser.screens import ALL, DESKTOP_LIGHT, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@on(*ALL)
@pytest.mark.parametrize("role", ["patient", "caregiver", "dermatologist", "anybody"])
def test_axe_finds_nothing_on_the_pages_of(enter: Enter, filled: Filled, role: str) -> None:
    user, pages = pages_of(role, filled, [article.slug for article in Article.objects.all()])
    visitor = enter(user)
    found: dict[str, list[str]] = {}
    for name, path in pages.items():
        visitor.page.goto(path)
        if findings := violations(visitor):
            found[name] = findings
    assert found == {}


@on(DESKTOP_LIGHT)
def test_axe_finds_nothing_serious_in_the_editors_workplace(enter: Enter, filled: Filled) -> None:
    edda = enter(filled.cast.editor)
    article = Article.objects.first()
    assert article
    paths = [
        reverse("admin:education_article_changelist"),
        reverse("admin:education_article_change", args=[article.pk]),
        reverse("admin:education_revision_changelist"),
        reverse("admin:education_article_preview", args=[article.pk]),
    ]
    found: dict[str, list[str]] = {}
    for path in paths:
        edda.page.goto(path)
        if findings := violations(edda, only=("serious", "critical")):
            found[path] = findings
    assert found == {}


def test_axe_would_find_something(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:home")
    person.page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    assert violations(person) != []


def violations(visitor: Visitor, only: tuple[str, ...] = ()) -> list[str]:
    """Rule, weight and the first places of what axe finds on the page as it stands."""
    response: dict[str, Any] = Axe().run(visitor.page).response
    return [
        f"{rule['id']} ({rule['impact']}): {[node['target'] for node in rule['nodes'][:3]]}"
        for rule in response["violations"]
        if not only or rule["impact"] in only
    ]
