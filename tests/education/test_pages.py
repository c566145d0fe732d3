"""The open pages, as somebody without an account sees them."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from education.models import Article, Section
from education.published import published_articles

pytestmark = pytest.mark.django_db


class _Headings(HTMLParser):
    """The levels of the headings and the ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [value for name, value in attrs if name == "id" and value]


def _html(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_reads_the_list() -> None:
    html = _html("/learn/")
    for article in published_articles():
        assert article.title in html


def test_a_stranger_reads_every_article() -> None:
    for article in published_articles():
        html = _html(f"/learn/{article.slug}/")
        assert "Not yet reviewed by a clinician" in html
        assert "Nobody reads this in real time." in html


def test_headings_are_in_order_and_ids_are_unique() -> None:
    for path in ["/learn/", "/learn/?q=pain", *(f"/learn/{a.slug}/" for a in published_articles())]:
        page = _Headings()
        page.feed(_html(path))
        assert page.levels.count(1) == 1, path
        assert page.levels[0] == 1, path
        assert all(b - a <= 1 for a, b in zip(page.levels, page.levels[1:], strict=False)), path
        assert len(page.ids) == len(set(page.ids)), path


def test_every_citation_leads_to_a_source_of_the_page() -> None:
    for article in published_articles():
        html = _html(f"/learn/{article.slug}/")
        targets = set(re.findall(r'href="#(source-\d+)"', html))
        assert targets <= set(re.findall(r'<li id="(source-\d+)"', html))
        assert not re.search(r"\[S\d", html)


def test_an_unknown_article_is_not_found() -> None:
    assert Client().get("/learn/no-such-article/").status_code == 404


def test_a_draft_is_not_found() -> None:
    Article.objects.create(slug="draft", title="A draft", lede="Not yet.", group="The basics")
    assert Client().get("/learn/draft/").status_code == 404
    assert "A draft" not in _html("/learn/")


def test_changed_drafts_do_not_show_before_publishing() -> None:
    Section.objects.filter(key="pain").update(body="Quite another text.")
    assert "Quite another text" not in _html("/learn/symptoms/")


def test_search_finds_a_section_by_its_words() -> None:
    html = _html("/learn/?q=toothpaste")
    assert "/learn/symptoms/#when-it-opens" in html


def test_search_shows_a_dangerous_query_as_text() -> None:
    html = _html('/learn/?q="><script>alert(1)</script>')
    assert "<script>alert" not in html


def test_search_without_a_hit_says_so() -> None:
    assert "Nothing found" in _html("/learn/?q=xylophone")


def test_a_post_is_refused() -> None:
    assert Client().post("/learn/").status_code == 405


def test_there_is_no_inline_script_or_style() -> None:
    for path in ["/learn/", *(f"/learn/{a.slug}/" for a in published_articles())]:
        html = _html(path)
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert not re.search(r"\sstyle=|\son\w+=", html)
