"""What our markup never holds: what the content policy would block, and what switches escaping off."""

from __future__ import annotations

import re

_RULES = {
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "a <style> element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^<>]*\sstyle\s*=", re.I),
    "an on... attribute": re.compile(r"<[^<>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
    "a file of a foreign host": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*[\"'](?:https?:)?//", re.I
    ),
}
_ESCAPING_OFF = {
    "the filter safe": re.compile(r"\|\s*safe(?:seq)?\b"),
    "autoescape off": re.compile(r"{%\s*autoescape\s+off"),
}
_COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}", re.S)
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)


def wrong_markup(text: str) -> list[str]:
    """What the content policy would block. Tags are taken out first: their words are not attributes."""
    plain = _TAG.sub("", _COMMENT.sub("", text))
    # A tag may stand inside src="...": the address is empty then, the attribute is still there.
    return [problem for problem, pattern in _RULES.items() if pattern.search(plain)]


def wrong_template(text: str) -> list[str]:
    """All that is wrong with a template of a page. (Mails are plain text, where escaping would only hurt.)"""
    plain = _COMMENT.sub("", text)
    return wrong_markup(text) + [
        problem for problem, pattern in _ESCAPING_OFF.items() if pattern.search(plain)
    ]
