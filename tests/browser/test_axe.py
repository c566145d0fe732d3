"""axe looks at every page of the main roles, on phone and desktop, light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from education.models import Article
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor
from tests.browser.routes import pages_of
from tests.browser.screens import DESKTOP_LIGHT, PHONE_LIGHT, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ABOUT_COLOUR = ("color-contrast", "link-in-text-block")


@on(PHONE_LIGHT, DESKTOP_LIGHT)
@pytest.mark.parametrize("role", ["patient", "caregiver", "reader", "dermatologist", "anybody"])
def test_axe_finds_nothing_in_light_or_dark_on_the_pages_of(enter: Enter, filled: Filled, role: str) -> None:
    user, pages = pages_of(role, filled, [article.slug for article in Article.objects.all()])
    visitor = enter(user)
    found: dict[str, list[str]] = {}
    for name, path in pages.items():
        visitor.page.emulate_media(color_scheme="light")
        visitor.page.goto(path)
        findings = violations(visitor)
        # Only the colours change with the scheme, so the rest is not looked at twice.
        visitor.page.emulate_media(color_scheme="dark")
        findings += violations(visitor, rules=ABOUT_COLOUR)
        if findings:
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
        findings = violations(edda, only=("serious", "critical"))
        if findings := [finding for finding in findings if not is_select2s_own(finding)]:
            found[path] = findings
    assert found == {}


def test_axe_would_notice_a_picture_without_words_and_grey_on_grey(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:home")
    person.page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    person.page.evaluate("() => { document.querySelector('h1').style.color = '#bbb'; }")
    person.page.emulate_media(color_scheme="light")
    assert any("image-alt" in finding for finding in violations(person))
    assert any("color-contrast" in finding for finding in violations(person, rules=ABOUT_COLOUR))


def is_select2s_own(finding: str) -> bool:
    """Whether it is the list, with a button in it, that select2 builds; Django's admin brings it along."""
    return finding.startswith("list (") and "select2-selection__rendered" in finding


def violations(visitor: Visitor, *, rules: Sequence[str] = (), only: Sequence[str] = ()) -> list[str]:
    """Rule, weight and the first places of what axe finds on the page as it stands.

    Args:
        rules: look for these alone; none means all.
        only: leave out what weighs less than these words of axe's.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    before = len(visitor.watch.problems)
    response: dict[str, Any] = Axe().run(visitor.page, options=options).response
    del visitor.watch.problems[before:]  # what axe itself tries on the page is not the page's doing
    return [
        f"{rule['id']} ({rule['impact']}): {[node['target'] for node in rule['nodes'][:3]]}"
        for rule in response["violations"]
        if not only or rule["impact"] in only
    ]
