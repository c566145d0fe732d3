"""Django's ``{% url %}`` for every template (settings, "builtins"), by accounts/addresses.py."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as of_django
from django.utils.html import conditional_escape

from accounts.addresses import address

register = template.Library()


class QuickURLNode(URLNode):
    """As Django's, where the address has no named values and is not kept in a variable that may stay empty.

    No app here is mounted under two names, so that the page's own app never decides between two addresses.
    """

    def render(self, context: Context) -> str:
        if self.kwargs or self.asvar:
            return super().render(context)
        args = [arg.resolve(context) for arg in self.args]
        found = address(self.view_name.resolve(context), *args)
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> QuickURLNode:
    node = of_django(parser, token)
    return QuickURLNode(node.view_name, node.args, node.kwargs, node.asvar)
