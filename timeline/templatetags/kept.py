"""``{% kept here %} ... {% endkept %}``: a part of a page that is drawn once (timeline/kept.py)."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

from timeline.kept import Kept, stand_in

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, here: FilterExpression, nodelist: NodeList) -> None:
        self.here, self.nodelist = here, nodelist

    def render(self, context: Context) -> str:
        here = self.here.resolve(context)
        if not isinstance(here, Kept):
            raise template.TemplateSyntaxError("{% kept %} needs what timeline.kept.kept() gives")

        def draw() -> str:
            with context.push(csrf_token=stand_in()):
                return self.nodelist.render(context)

        text = here.text(draw)
        if stand_in() in text:
            text = text.replace(stand_in(), str(context.get("csrf_token", "")))
        return text


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands between ``{% kept here %}`` and ``{% endkept %}``."""
    words = token.split_contents()
    if len(words) != 2:
        raise template.TemplateSyntaxError("{% kept %} takes one argument")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(parser.compile_filter(words[1]), nodelist)
