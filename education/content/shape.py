"""The shape of shipped content: plain values, written by hand, checked by tests."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SectionContent:
    """One section. Texts are markdown; `[S7]` cites a source, and `sources` lists those the text rests on."""

    key: str
    title: str
    short: str
    body: str
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    known: str = ""
    unknown: str = ""
    figure: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class ArticleContent:
    slug: str
    title: str
    lede: str
    group: str
    sections: tuple[SectionContent, ...]


def tidy(markdown: str) -> str:
    """Markdown without the indentation of the code around it, one paragraph per line."""
    paragraphs = textwrap.dedent(markdown).strip().split("\n\n")
    return "\n\n".join(_unwrapped(paragraph) for paragraph in paragraphs)


def _unwrapped(paragraph: str) -> str:
    """Lines that only continue a sentence are joined; list items and table rows keep their own line."""
    lines: list[str] = []
    for line in paragraph.split("\n"):
        starts_something = line.startswith(("- ", "|", "### "))
        if lines and not starts_something and not lines[-1].startswith(("|", "### ")):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.strip())
    return "\n".join(lines)
