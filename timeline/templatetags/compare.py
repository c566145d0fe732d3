"""The photos of a comparison to choose from, drawn in Python: as a template, 200 took most of the page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lesions.vocabulary import PhotoView
from timeline.chart_words import written
from timeline.compare_page import Mark, Pane

register = template.Library()


@register.simple_tag
def compare_ribbon(ribbon: Sequence[Mark]) -> SafeString:
    """One list item a photo, without pictures: each leads to itself on the right."""
    views = {view: str(view.label) for view in PhotoView}
    measured = ", " + _("measured")
    sensitive, current = format_html(' class="{}"', "is-sensitive"), format_html(' aria-current="{}"', "true")
    return format_html_join(
        "\n",
        '<li><a href="{}" data-photo="{}"{}{}><b>{}</b><span>{}</span><small>{}{}</small>'
        "<em data-side>{}</em></a></li>",
        (
            (
                mark.query,
                mark.entry.photo.pk,
                sensitive if mark.entry.photo.sensitive else "",
                current if mark.side else "",
                _day(mark),
                written(mark.entry.on, "j M Y"),
                views[PhotoView(mark.entry.photo.view)],
                measured if mark.entry.is_measured else "",
                mark.side,
            )
            for mark in ribbon
        ),
    )


@register.simple_tag
def compare_options(ribbon: Sequence[Mark], pane: Pane) -> SafeString:
    """The same photos as options of a list, with the one that this pane shows chosen."""
    views = {view: "" if view == PhotoView.CLOSE_UP else f", {view.label}" for view in PhotoView}
    selected = format_html(" {}", "selected")
    return format_html_join(
        "",
        '<option value="{}"{}>{}, {}{}</option>',
        (
            (
                mark.entry.photo.pk,
                selected if mark.entry.photo.pk == pane.entry.photo.pk else "",
                _day(mark),
                written(mark.entry.on, "j M Y"),
                views[PhotoView(mark.entry.photo.view)],
            )
            for mark in ribbon
        ),
    )


def _day(mark: Mark) -> str:
    return _("day %(number)d") % {"number": mark.entry.day}
