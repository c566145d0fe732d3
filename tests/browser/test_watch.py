"""The tests' own eyes: they must notice what no page may do."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(enter: Enter, filled: Filled) -> Visitor:
    visitor = enter(filled.cast.owner)
    visitor.open("timeline:more", filled.cast.record.pk)
    return visitor


@pytest.mark.parametrize(
    ("deed", "noticed"),
    [
        ("() => console.error('Oh dear')", "Oh dear"),
        ("() => { setTimeout(() => { throw new Error('Oh dear') }) }", "Oh dear"),
        ("() => { document.body.setAttribute('style', 'color: red') }", "Content Security Policy"),
        ("() => document.head.append(Object.assign(document.createElement('script'), {text: '1'}))",
         "Content Security Policy"),
        ("() => fetch('https://example.org/').catch(() => 0)", "Content Security Policy"),
        ("() => fetch('/no-such-page/')", "404: GET"),
    ],
    ids=["console", "script error", "inline style", "inline script", "other host", "missing page"],
)  # fmt: skip
def test_a_problem_on_a_page_is_noticed(person: Visitor, deed: str, noticed: str) -> None:
    person.page.evaluate(deed)
    person.page.wait_for_timeout(100)
    assert any(noticed in problem for problem in person.watch.problems)
    person.watch.problems.clear()


def test_an_expected_answer_is_no_problem_and_is_asked_for(person: Visitor) -> None:
    with person.watch.expecting(404):
        person.page.evaluate("() => fetch('/no-such-page/')")
    assert person.watch.problems == []
    with pytest.raises(AssertionError, match="no answer had the status 422"), person.watch.expecting(422):
        person.page.evaluate("() => fetch('/learn/')")
