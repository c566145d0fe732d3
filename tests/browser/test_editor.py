"""An editor changes a section, looks at the draft and publishes it; readers see it only then."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from education.models import Article
from tests.browser.conftest import Enter
from tests.browser.screens import DESKTOP_LIGHT, PHONE_DARK, on
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "This sentence was added by Edda in a test."


@on(DESKTOP_LIGHT, PHONE_DARK)
def test_an_edited_section_is_previewed_published_and_read(enter: Enter, people: Cast) -> None:
    article = Article.objects.order_by("order").first()
    assert article
    edda, reader = enter(people.editor), enter()
    edda.open("timeline:home")
    edda.follow(article.title, edda.page.locator("#changelist"))
    body = edda.page.locator("textarea[name=sections-0-body]")
    body.fill(f"{body.input_value()}\n\n{SENTENCE}")
    edda.button("Save and continue editing").click()

    reader.open("education:article", article.slug)
    reader.sees_not(SENTENCE)
    edda.follow("Preview the draft")
    edda.sees(SENTENCE, "This is a preview of the draft")
    edda.open("admin:education_article_change", article.pk)
    edda.type("What changed", "One sentence")
    edda.button("Publish", exact=True).click()
    edda.sees("is published")
    reader.open("education:article", article.slug)
    reader.sees(SENTENCE)


def test_an_editor_has_no_way_into_a_record(enter: Enter, people: Cast) -> None:
    edda = enter(people.editor)
    edda.open("admin:index")
    edda.sees_not("Lesions", "Deposits", "Patients", "Lab results")
    with edda.watch.expecting(404):
        edda.open("timeline:overview", people.record.pk)
        expect(edda.heading("This page does not exist")).to_be_visible()
