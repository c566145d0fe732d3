"""Published articles shaped for the page: numbered sources, rendered text, groups, search. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from education import text
from education.choosing import SectionText, SourceNote
from education.published import ArticleText


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section with its text rendered and its citations numbered as in the page's list."""

    section: SectionText
    body: SafeString
    known: SafeString
    unknown: SafeString
    figure_template: str


@dataclass(frozen=True, slots=True)
class Page:
    article: ArticleText
    sections: tuple[PageSection, ...]
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that contains what was searched for, with the words around the first place."""

    section: SectionText
    excerpt: str


def page(article: ArticleText) -> Page:
    """The article ready to draw; one list of sources for the whole page."""
    sources = article.sources
    numbers = {source.key: number for number, source in enumerate(sources, start=1)}
    sections = tuple(_page_section(section, numbers) for section in article.sections)
    return Page(article, sections, sources)


def _page_section(section: SectionText, numbers: dict[str, int]) -> PageSection:
    return PageSection(
        section=section,
        body=text.render(section.body, numbers),
        known=text.render(section.known, numbers),
        unknown=text.render(section.unknown, numbers),
        figure_template=f"education/_figure_{section.figure}.html" if section.figure else "",
    )


def grouped(articles: Sequence[ArticleText]) -> list[tuple[str, list[ArticleText]]]:
    """The articles under the headings of their groups, both in the editors' order."""
    order = {
        group: place for place, group in reversed(list(enumerate(article.group for article in articles)))
    }
    in_groups = sorted(articles, key=lambda article: order[article.group])
    return [
        (group, list(members)) for group, members in groupby(in_groups, key=lambda article: article.group)
    ]


def search(articles: Sequence[ArticleText], query: str) -> list[Hit]:
    """The sections that contain every word of the query, those with it in the title first."""
    words = query.casefold().split()
    if not words:
        return []
    hits = []
    for section in (section for article in articles for section in article.sections):
        content = text.plain(
            f"{section.summary_short}\n\n{section.body}\n\n{section.known}\n\n{section.unknown}"
        )
        content = " ".join(content.split())
        everywhere = f"{section.title} {section.article_title} {content}".casefold()
        if all(word in everywhere for word in words):
            in_title = all(word in section.title.casefold() for word in words)
            hits.append((not in_title, section.position, Hit(section, _excerpt(content, words[0]))))
    return [hit for _late, _position, hit in sorted(hits, key=lambda hit: hit[:2])]


def _excerpt(content: str, word: str, around: int = 90) -> str:
    """About 180 characters around the first place of the word, cut at spaces."""
    found = re.search(re.escape(word), content, re.IGNORECASE)
    middle = found.start() if found else 0
    start, end = max(0, middle - around), min(len(content), middle + around)
    if start:
        start = content.find(" ", start) + 1
    if end < len(content):
        end = max(content.rfind(" ", 0, end), middle)
    return ("… " if start else "") + content[start:end] + (" …" if end < len(content) else "")
