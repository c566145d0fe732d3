"""Addresses that are worked out once are those that Django works out each time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse, set_script_prefix
from django.urls.converters import UUIDConverter

from accounts.addresses import address
from tests.house import url_names

IDS = [uuid.UUID(int=(7 << 96) | number) for number in range(4)]


def _pages(patterns: list[url_names.Resolver], space: str = "") -> Iterator[tuple[str, int]]:
    """Every page of ours that is told by ids alone, with their number."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            kinds = pattern.pattern.converters.values()
            if pattern.name and all(isinstance(kind, UUIDConverter) for kind in kinds):
                yield f"{space}{pattern.name}", len(kinds)
        elif pattern.namespace in ("accounts", "care", "labs", "lesions", "records", "timeline", "education"):
            yield from _pages(pattern.url_patterns, f"{pattern.namespace}:")


def test_every_page_has_the_address_that_django_gives_it() -> None:
    pages = list(_pages(get_resolver().url_patterns))
    assert len(pages) > 80
    assert [name for name, ids in pages if address(name, *IDS[:ids]) != reverse(name, args=IDS[:ids])] == []


def test_words_of_an_address_are_kept_apart() -> None:
    for size in ("small", "large"):
        given = [IDS[0], size]
        assert address("lesions:photo-file", *given) == reverse("lesions:photo-file", args=given)


def test_an_id_may_be_given_as_text() -> None:
    assert address("timeline:lesion", str(IDS[0])) == reverse("timeline:lesion", args=[IDS[0]])


def test_a_text_that_is_no_id_leads_nowhere() -> None:
    with pytest.raises(NoReverseMatch):
        address("timeline:lesion", "../../admin/")


def test_no_id_at_all_leads_nowhere() -> None:
    with pytest.raises(NoReverseMatch):
        address("timeline:lesion", None)


def test_one_id_too_many_leads_nowhere() -> None:
    with pytest.raises(NoReverseMatch):
        address("timeline:lesion", IDS[0], IDS[1])


def test_a_site_below_a_path_keeps_its_path() -> None:
    set_script_prefix("/records/")
    try:
        assert address("timeline:lesion", IDS[0]).startswith("/records/lesions/")
    finally:
        set_script_prefix("/")
    assert address("timeline:lesion", IDS[0]).startswith("/lesions/")


def test_templates_get_the_same_addresses() -> None:
    page = Template("{% url 'timeline:lesion' id %}{% url 'timeline:lesion' id as kept %} {{ kept }}")
    expected = reverse("timeline:lesion", args=[IDS[0]])
    assert page.render(Context({"id": IDS[0]})) == f"{expected} {expected}"
