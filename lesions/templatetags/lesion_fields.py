"""Rows of large chips, drawn straight from a field's choices: a form has a hundred, and widgets are slow."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

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


class Chip(NamedTuple):
    """One choice as plain text, so that rows of chips that are alike are drawn once."""

    css_class: str
    value: str
    is_checked: bool
    icon: str
    label: str


def _chip(value: Any, label: Any, chosen: set[str], css_class: str = "", symbol: str = "") -> Chip:
    return Chip(css_class, str(value), str(value) in chosen, symbol, str(label))


def _row(field: BoundField, kind: str, chips: Iterable[Chip]) -> SafeString:
    """Chips of one field; of a form whose choices are the same for everybody they are drawn once."""
    draw = _kept if getattr(field.form, "has_fixed_choices", False) else _draw
    return draw(kind, field.html_name, tuple(chips))


def _draw(kind: str, name: str, chips: tuple[Chip, ...]) -> SafeString:
    return format_html_join(
        "", PICK,
        (
            (chip.css_class, kind, name, chip.value, " checked" if chip.is_checked else "",
             _symbol(chip.icon), chip.label)
            for chip in chips
        ),
    )  # fmt: skip


_kept = lru_cache(maxsize=2048)(_draw)


def _symbol(name: str) -> SafeString | str:
    return icon(name, "icon tick" if name == "check" else "icon") if name else ""


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
    chips = [_chip(value, label, chosen, symbol="check") for value, label in _choices(field)]
    rows = _row(field, kind, chips)
    return _fieldset(field, "q-row", legend or field.label, format_html('<div class="chips">{}</div>', rows))


@register.simple_tag
def five(field: BoundField) -> SafeString:
    """The five steps from a lot better to a lot worse."""
    chosen = _chosen(field)
    steps = zip(FIVE_ICONS, _choices(field), strict=True)
    chips = [_chip(value, label, chosen, symbol=symbol) for symbol, (value, label) in steps]
    rows = _row(field, "radio", chips)
    return _fieldset(field, "q", capfirst(field.label), format_html('<div class="five">{}</div>', rows))


@register.simple_tag
def eleven(field: BoundField, last: int | Literal[""] | None = None) -> SafeString:
    """0 to 10 in one tap, the last answer underlined, and a way to take the answer back.

    Args:
        last: the answer of last time; a template without a last check-in hands in an empty text.
    """
    chosen = _chosen(field)
    chips = [
        _chip(number, label, chosen, " last" if number == last else "") for number, label in _choices(field)
    ]
    chips.append(Chip(" skip-one", "", not chosen, "", _("Skip")))
    hint = _("Last time %(last)s, underlined below.") % {"last": last} if last not in (None, "") else ""
    body = format_html(
        '{}<div class="eleven">{}</div><p class="ends"><span>{}</span><span>{}</span></p>',
        format_html('<p class="hint">{}</p>', hint) if hint else "",
        _row(field, "radio", chips), _("0 none"), _("10 worst you can imagine"),
    )  # fmt: skip
    return _fieldset(field, "q", capfirst(field.label), body)


@register.simple_tag
def default_button() -> SafeString:
    """What Enter presses: the first button of a form, though another one stands above the one that saves."""
    return format_html(
        '<button class="{}" type="submit" tabindex="-1" aria-hidden="true"></button>', "sr enter-key"
    )
