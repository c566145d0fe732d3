"""Rows of large chips, drawn straight from a field's choices: a form has a hundred, and widgets are slow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from django import template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.templatetags.ui import icon

register = template.Library()

PICK = '<label class="pick{}"><input type="{}" name="{}" value="{}"{}><span>{}{}</span></label>'
FIVE_ICONS = ("better2", "better1", "same", "worse1", "worse2")


def _chosen(field: BoundField) -> set[str]:
    value = field.value()
    values = value if isinstance(value, list | tuple) else [value]
    return {str(one) for one in values if one is not None}


def _choices(field: BoundField) -> Iterable[tuple[Any, Any]]:
    return field.field.choices  # type: ignore[attr-defined, no-any-return]  # only choice fields are drawn here


def _checked(is_checked: bool) -> str:
    return " checked" if is_checked else ""


def _errors(field: BoundField) -> SafeString:
    return format_html_join(
        "", '<p class="field-error" id="{}_error{}">{}</p>',
        ((field.auto_id, number, error) for number, error in enumerate(field.errors)),
    )  # fmt: skip


def _fieldset(field: BoundField, css_class: str, legend: Any, body: SafeString) -> SafeString:
    described = format_html(' aria-describedby="{}_error0"', field.auto_id) if field.errors else ""
    return format_html(
        '<fieldset class="{}{}" id="{}"{}><legend>{}</legend>{}{}</fieldset>',
        css_class, " has-error" if field.errors else "", field.auto_id, described, legend, body,
        _errors(field),
    )  # fmt: skip


@register.simple_tag
def picks(field: BoundField, legend: str = "") -> SafeString:
    """Chips for a field with choices: one of them, or several where the field takes a list."""
    chosen = _chosen(field)
    kind = "checkbox" if getattr(field.field.widget, "allow_multiple_selected", False) else "radio"
    tick = icon("check", "icon tick")
    rows = format_html_join(
        "", PICK,
        (
            ("", kind, field.html_name, value, _checked(str(value) in chosen), tick, label)
            for value, label in _choices(field)
        ),
    )  # fmt: skip
    return _fieldset(field, "q-row", legend or field.label, format_html('<div class="chips">{}</div>', rows))


@register.simple_tag
def five(field: BoundField) -> SafeString:
    """The five steps from a lot better to a lot worse."""
    chosen = _chosen(field)
    rows = format_html_join(
        "", PICK,
        (
            ("", "radio", field.html_name, value, _checked(str(value) in chosen), icon(symbol), label)
            for symbol, (value, label) in zip(FIVE_ICONS, _choices(field), strict=True)
        ),
    )  # fmt: skip
    return _fieldset(field, "q", capfirst(field.label), format_html('<div class="five">{}</div>', rows))


@register.simple_tag
def eleven(field: BoundField, last: int | Literal[""] | None = None) -> SafeString:
    """0 to 10 in one tap, the last answer underlined, and a way to take the answer back.

    Args:
        last: the answer of last time; a template without a last check-in hands in an empty text.
    """
    chosen, name = _chosen(field), field.html_name
    rows = [
        (" last" if number == last else "", "radio", name, number, _checked(str(number) in chosen), "", label)
        for number, label in _choices(field)
    ]
    rows.append((" skip-one", "radio", field.html_name, "", _checked(not chosen), "", _("Skip")))
    hint = _("Last time %(last)s, underlined below.") % {"last": last} if last not in (None, "") else ""
    body = format_html(
        '{}<div class="eleven">{}</div><p class="ends"><span>{}</span><span>{}</span></p>',
        format_html('<p class="hint">{}</p>', hint) if hint else "",
        format_html_join("", PICK, rows), _("0 none"), _("10 worst you can imagine"),
    )  # fmt: skip
    return _fieldset(field, "q", capfirst(field.label), body)


@register.simple_tag
def default_button() -> SafeString:
    """What Enter presses: the first button of a form, though another one stands above the one that saves."""
    return format_html(
        '<button class="{}" type="submit" tabindex="-1" aria-hidden="true"></button>', "sr enter-key"
    )
