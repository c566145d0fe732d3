"""From an editor's markdown to safe HTML. The only place of this app where HTML becomes trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import nh3
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

_CITATION = re.compile(r"\s*\[(S\d+[a-z]?)\]")
# HTML is off, and so are pictures: figures are our own drawings, chosen by name.
_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"]).enable("table")
)
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "b", "a", "sup", "h3", "h4", "blockquote", "br"} | {
    "hr", "code",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href", "aria-label"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


def render(markdown: str, numbers: Mapping[str, int] | None = None, anchor: str = "source") -> SafeString:
    """The HTML of this markdown. `[S7]` becomes a small numbered link when `numbers` knows S7, else it goes.

    Args: numbers: from source key to its number in the list; anchor: the prefix of that list's ids.
    """
    return _rendered(markdown, tuple((numbers or {}).items()), anchor, get_language() or "")


def plain(markdown: str) -> str:
    """The words alone, for searching and counting."""
    return strip_tags(str(render(markdown)))


@lru_cache(maxsize=1024)
def _rendered(markdown: str, numbers: tuple[tuple[str, int], ...], anchor: str, language: str) -> SafeString:
    known = dict(numbers)
    html = _MARKDOWN.render(markdown)
    html = _CITATION.sub(lambda match: _citation(match[1], known, anchor), html)
    return _trusted(html)


def _citation(key: str, numbers: Mapping[str, int], anchor: str) -> str:
    if key not in numbers:
        return ""
    number = numbers[key]
    spoken = escape(_("Source %(number)d") % {"number": number})
    return f'<sup><a href="#{anchor}-{number}" aria-label="{spoken}">{number}</a></sup>'


def _trusted(html: str) -> SafeString:
    """Trusted because nh3 has just rebuilt it from an allow-list of tags, attributes and link schemes.

    An editor's account can be stolen: nothing an editor types may become script or style.
    """
    return SafeString(
        nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, strip_comments=True)
    )
