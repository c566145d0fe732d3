"""Small pieces of the page that every template uses."""

from functools import cache
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.handover import Handover, concerns, handover_of

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, css_class: str = "icon") -> SafeString:
    """A symbol of the sprite, hidden from screen readers: the words beside it say the same."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css_class, static("icons.svg"), name
    )


class ConstantNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.drawn:
            nobody = Context()
            with nobody.bind_template(context.template):  # type: ignore[arg-type]  # set while drawing
                self.drawn[language] = self.nodelist.render(nobody)
        return self.drawn[language]


@register.tag
def constant(parser: Parser, token: Token) -> ConstantNode:
    """``{% constant %} ... {% endconstant %}``: what is the same on every page, drawn once.

    What stands between sees no variable at all, so nothing of a person or a record can be kept by mistake.
    """
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist)


def _behind(tags: str, name: str) -> str:
    for tag in tags.split():
        if tag.startswith(f"{name}:"):
            return tag.removeprefix(f"{name}:")
    return ""


@register.filter
def undo_url(tags: str) -> str:
    """The address behind a message's Undo button, or an empty string."""
    return _behind(tags, "undo")


@register.filter
def change_url(tags: str) -> str:
    """The address behind a message's "not today?", or an empty string."""
    return _behind(tags, "change")


@register.simple_tag(takes_context=True)
def for_whom(context: dict[str, Any]) -> str:
    """What follows "Save" on a button: " for Mia Nyberg" in somebody else's record, else nothing."""
    record = context.get("record")
    if record is None or not record.is_for_another:
        return ""
    return " " + _("for %(name)s") % {"name": record.patient.name}


@register.simple_tag(takes_context=True)
def handover_news(context: dict[str, Any]) -> Handover | None:
    """Where the passing of a child's record stands, for those it concerns now; no query for anybody else."""
    record = context.get("record")
    if record is None or not concerns(record):
        return None
    state = handover_of(record.patient)
    return None if state.is_done else state
