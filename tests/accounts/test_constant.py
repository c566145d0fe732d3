"""Parts of templates that are the same for everybody are drawn once, and can hold nothing of anybody."""

import pytest
from django.template import Context, Template

from accounts.templatetags import ui


def test_a_constant_part_sees_no_variable() -> None:
    page = Template("{% load ui %}{% constant %}Hello {{ name }}{{ request.user }}.{% endconstant %}")
    assert page.render(Context({"name": "Rosa"})) == "Hello ."


def test_a_constant_part_is_drawn_once() -> None:
    page = Template("{% load ui %}{% constant %}{% now 'u' %}{% endconstant %}")
    assert page.render(Context()) == page.render(Context())


def test_each_language_has_a_constant_part_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Template("{% load ui %}{% constant %}{% now 'u' %}{% endconstant %}")
    found = []
    for code in ("en", "de", "en"):
        monkeypatch.setattr(ui, "get_language", lambda code=code: code)
        found.append(page.render(Context()))
    assert found[0] == found[2] != found[1]
