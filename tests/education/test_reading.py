"""What stands beside a deposit, as the lesion page asks for it."""

import datetime
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from education.content.load import load_content
from education.models import Article
from education.published import published_articles
from education.services import publish, published_sections, reading_for, snapshot, withdraw
from education.topics import CheckInSigns, Facts

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
OPEN = Facts(
    site_key="thumb_tip_palmar",
    events=(("opened", datetime.date(2026, 11, 3), True),),
    conditions=("systemic_sclerosis", "raynaud"),
    treatments=(("diltiazem", datetime.date(2026, 4, 14), True),),
    check_in=CheckInSigns(on_date=datetime.date(2026, 11, 17), redness="mild"),
    today=TODAY,
)


def fragments(facts: Facts) -> str:
    flags, chosen = reading_for(facts)
    red = render_to_string("education/_red_flags.html", {"flags": flags, "clinic": settings.CLINIC})
    return red + render_to_string("education/_reading.html", {"chosen": chosen})


def test_the_example_of_the_mock_reads_as_it_should() -> None:
    _flags, chosen = reading_for(OPEN)
    keys = [item.section.key for item in chosen]
    assert keys[0] == "when-it-opens"
    assert "diltiazem" in keys
    assert chosen[0].reasons == ("Because this one opened on 3 November",)


def test_every_flag_knows_its_section() -> None:
    flags, _chosen = reading_for(OPEN)
    assert flags[0].section is not None
    assert all(flag.section for flag in flags)


def test_the_fragments_say_why_whom_to_phone_and_that_nobody_watches() -> None:
    html = fragments(OPEN)
    assert "Because this one opened on 3 November" in html
    assert "Shown because redness was noted on 17 November." in html
    assert "Nobody reads this in real time." in html
    assert settings.CLINIC["phone"] in html
    assert settings.CLINIC["emergency_phone"] in html
    assert "Not yet reviewed by a clinician" in html
    assert "Checked 23 November 2026." in html
    assert "/learn/symptoms/#when-it-opens" in html


def test_the_quiet_box_stands_there_when_nothing_is_raised() -> None:
    html = fragments(Facts(site_key="shin"))
    assert "Good to know" in html
    assert "Leave it alone." in html
    assert "When to phone today" not in html
    assert settings.CLINIC["emergency_phone"] in html


def test_an_emergency_names_itself() -> None:
    facts = Facts(today_signs=(("confusion", TODAY),), today=TODAY)
    assert "When to phone at once" in fragments(facts)


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.labelled += [value for name, value in attrs if name == "aria-labelledby" and value]


def test_every_region_of_the_fragments_has_its_name() -> None:
    page = _Ids()
    page.feed(fragments(OPEN))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.labelled) <= set(page.ids)


def test_reading_costs_one_query_once_the_texts_are_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    reading_for(OPEN)
    with django_assert_num_queries(1):
        reading_for(OPEN)


def test_reading_costs_two_queries_after_something_was_published(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    reading_for(OPEN)
    publish(article=Article.objects.get(slug="symptoms"), by=None)
    with django_assert_max_num_queries(2):
        reading_for(OPEN)


def test_drawing_the_fragments_asks_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    flags, chosen = reading_for(OPEN)
    with django_assert_num_queries(0):
        render_to_string("education/_red_flags.html", {"flags": flags, "clinic": settings.CLINIC})
        render_to_string("education/_reading.html", {"chosen": chosen})


def test_a_withdrawn_article_is_not_offered() -> None:
    withdraw(article=Article.objects.get(slug="symptoms"))
    assert all(section.article_slug != "symptoms" for section in published_sections())


def test_the_pages_work_without_any_article() -> None:
    Article.objects.all().delete()
    assert "There is nothing to read here yet." in fragments(OPEN)


def test_what_was_shipped_equals_its_draft() -> None:
    for article in Article.objects.select_related("published"):
        assert article.published is not None
        drafted = {s["key"]: s for s in snapshot(article)["sections"]}
        for shipped in article.published.snapshot["sections"]:
            draft = drafted[shipped["key"]]
            assert {**draft, "sources": None} == {**shipped, "sources": None}
            assert sorted(s["key"] for s in draft["sources"]) == sorted(s["key"] for s in shipped["sources"])


def test_loading_again_changes_nothing() -> None:
    before = [article.number for article in published_articles()]
    assert load_content() == 0
    assert [article.number for article in published_articles()] == before


def test_loading_brings_back_a_missing_article_only() -> None:
    Article.objects.get(slug="photos-and-sizes").delete()
    assert load_content() == 1


def test_no_shipped_text_claims_a_reviewer() -> None:
    assert all(article.reviewed_by_name == "" for article in published_articles())
