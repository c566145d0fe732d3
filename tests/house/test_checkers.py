"""Every rule can fail: each checker is shown a tiny source that breaks it, and one that does not."""

from __future__ import annotations

import pytest

from tests.house import layers, markup, python_rules, url_names

KNOWN: url_names.Known = {"lesions:add": {frozenset({"patient_id"})}, "timeline:home": {frozenset()}}


@pytest.mark.parametrize(
    "source",
    [
        "import timeline.models",
        "from timeline import models",
        "from care.models import Treatment",
        "def f():\n    from labs.models import LabResult",
        "if TYPE_CHECKING:\n    from timeline.models import Note",
        "apps.get_model('timeline.Note')",
        "import_module('calcitrack.settings')",
        "from tests.make import make_user",
    ],
)
def test_an_import_upward_sideways_or_outward_is_found(source: str) -> None:
    assert layers.wrong_layers(source, "lesions") != []


@pytest.mark.parametrize(
    "source", ["from accounts.models import User", "from . import anatomy", "import django"]
)
def test_an_import_downward_is_fine(source: str) -> None:
    assert layers.wrong_layers(source, "lesions.models") == []


def test_a_relative_import_is_resolved() -> None:
    assert [found.module for found in layers.imports("from ..forms import X", "lesions.models")] == [
        "lesions.forms.X"
    ]


@pytest.mark.parametrize(
    "source", ["from lesions.views import add", "from lesions import forms", "from . import views"]
)
def test_a_model_that_imports_a_page_or_a_form_is_found(source: str) -> None:
    assert layers.wrong_order_in_app(source, "lesions", "models") != []


def test_a_view_may_import_forms_and_models() -> None:
    assert layers.wrong_order_in_app("from lesions import forms, models", "lesions", "views") == []


def test_an_import_of_ours_inside_a_function_is_found() -> None:
    source = "import json\ndef f():\n    import os\n    from accounts.models import User"
    assert layers.hidden_imports(source, "accounts") == [
        "accounts.models.User is imported inside a function (line 4)"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils.safestring import mark_safe",
        "safestring.SafeString(x)",
        "@csrf_exempt\ndef view(request): ...",
        "Lesion.objects.raw('select 1')",
        "Lesion.objects.extra(where=['1=1'])",
        "rows.annotate(x=RawSQL('1', []))",
        "format_html(f'<b>{name}</b>')",
        "format_html('<b>' + name + '</b>')",
        "format_html(template, name)",
    ],
)
def test_a_guard_that_is_switched_off_is_found(source: str) -> None:
    assert python_rules.unsafe(source) != []


@pytest.mark.parametrize(
    "source",
    [
        "format_html('<b>{}</b>', name)",
        "format_html(_('<b>{}</b>'), name)",
        "raw = 1",
        "def f() -> SafeString: ...",
    ],
)
def test_safe_code_is_fine(source: str) -> None:
    assert python_rules.unsafe(source) == []


def test_an_f_string_inside_gettext_is_found() -> None:
    assert python_rules.translated_too_late("_(f'Hello {name}')") != []
    assert python_rules.translated_too_late("_('Hello %(name)s') % {'name': name}") == []


@pytest.mark.parametrize(
    "call",
    [
        "rows.update(name='x')",
        "rows.bulk_create(new)",
        "rows.bulk_update(new, ['x'])",
        "rows.update(**values)",
    ],
)
def test_a_write_without_history_is_found_with_its_function(call: str) -> None:
    assert python_rules.writes_without_history(f"class A:\n    def f(self):\n        {call}") == [("A.f", 3)]


def test_a_write_to_a_model_without_history_is_fine() -> None:
    source = "Session.objects.filter(a=1).update(b=2)\nLesion.objects.filter(a=1).update(b=2)"
    assert python_rules.writes_without_history(source, {"Session"}) == [("", 2)]


def test_a_dict_that_is_updated_is_fine() -> None:
    assert python_rules.writes_without_history("context.update({'a': 1})") == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<p style='color: red'>",
        '<div class="a"\n     style="x">',
        "<style>p {}</style>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example.org/x.js"></script>',
        '<img src="//cdn.example.org/x.png">',
        '<button {% if a %}onclick="go()"{% endif %}>',
    ],
)
def test_markup_that_the_policy_blocks_is_found(text: str) -> None:
    assert markup.wrong_markup(text) != []


@pytest.mark.parametrize(
    "text",
    [
        '<script type="module" src="{% static \'js/x.js\' %}"></script>',
        '{% include "a.html" with once=1 only %}<p>',
        "{# style= is not allowed #}<p>",
        '<a href="https://example.org/source">a source</a>',
        '<svg xmlns="http://www.w3.org/2000/svg" stroke-linecap="round">',
        "<p>she was on = yes</p>",
    ],
)
def test_plain_markup_is_fine(text: str) -> None:
    assert markup.wrong_template(text) == []


@pytest.mark.parametrize(
    "text", ["{{ name|safe }}", "{{ name | safe }}", "{% autoescape off %}{{ x }}{% endautoescape %}"]
)
def test_escaping_switched_off_is_found(text: str) -> None:
    assert markup.wrong_template(text) != []


def test_markup_in_a_python_string_is_found() -> None:
    assert python_rules.unsafe_markup("x = '<p style=\"a\">'") != []
    assert python_rules.unsafe_markup("x = f'<p onclick=\"{a}\">'") != []
    assert python_rules.unsafe_markup("x = '<p class=\"a\">'") == []


@pytest.mark.parametrize(
    "source", ["@pytest.mark.skip\ndef test(): ...", "pytest.xfail('later')", "pytest.importorskip('x')"]
)
def test_a_test_that_is_left_out_is_found(source: str) -> None:
    assert python_rules.left_out_tests(source) != []


@pytest.mark.parametrize(
    "text",
    [
        "{% url 'lesions:gone' %}",
        '{% url "lesions:add" %}',
        "{% url 'lesions:add' patient.pk 2 %}",
        "{% url 'lesions:add' lesion_id=lesion.pk as address %}",
    ],
)
def test_a_name_in_a_template_that_leads_nowhere_is_found(text: str) -> None:
    assert url_names.wrong_uses(url_names.in_template(text), KNOWN) != []


@pytest.mark.parametrize(
    "text",
    [
        "{% url 'lesions:add' patient.pk %}",
        "{% url 'lesions:add' patient_id=record.patient.pk as address %}",
        "{% url 'timeline:home' %}",
        "{# {% url 'lesions:gone' %} #}",
    ],
)
def test_a_name_in_a_template_that_leads_somewhere_is_fine(text: str) -> None:
    assert url_names.wrong_uses(url_names.in_template(text), KNOWN) == []


@pytest.mark.parametrize(
    "source",
    [
        "reverse('lesions:gone')",
        "redirect('lesions:add')",
        "redirect('lesions:add', lesion_id=lesion.pk)",
        "reverse('lesions:add', args=[1, 2])",
        "reverse('lesions:add', kwargs={'lesion_id': 1})",
        "urls.reverse_lazy('timeline:home', args=(1,))",
    ],
)
def test_a_name_in_code_that_leads_nowhere_is_found(source: str) -> None:
    assert url_names.wrong_uses(url_names.in_python(source), KNOWN) != []


@pytest.mark.parametrize(
    "source",
    [
        "redirect('/learn/')",
        "redirect('lesions:add', patient_id=patient.pk)",
        "redirect('lesions:add', patient.pk)",
        "reverse('lesions:add', args=[patient.pk])",
        "reverse('lesions:add', kwargs=values)",
        "redirect(lesion)",
    ],
)
def test_a_name_in_code_that_leads_somewhere_is_fine(source: str) -> None:
    assert url_names.wrong_uses(url_names.in_python(source), KNOWN) == []
