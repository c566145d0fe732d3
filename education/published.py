"""What the public reads: published revisions as plain values, kept in memory since they never change."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from accounts.prepared import Prepared
from education.choosing import SectionText, SourceNote
from education.models import Article, Revision


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A published article with its sections; `number` is the version that stands at the foot of the page."""

    slug: str
    title: str
    lede: str
    group: str
    number: int
    made_at: datetime.datetime
    sections: tuple[SectionText, ...]
    reviewed_by_name: str = ""
    reviewed_on: datetime.date | None = None

    @property
    def sources(self) -> tuple[SourceNote, ...]:
        """Every source of the page once, in the order in which the sections name them."""
        return tuple({source.key: source for section in self.sections for source in section.sources}.values())

    @property
    def checked_on(self) -> datetime.date | None:
        return min((source.checked_on for source in self.sources), default=None)

    @property
    def minutes(self) -> int:
        """Reading time at 180 words a minute (our own estimate, on the slow side)."""
        words = sum(len(f"{s.body} {s.known} {s.unknown}".split()) for s in self.sections)
        return max(1, round(words / 180))


_texts: dict[uuid.UUID, ArticleText] = {}


def published_articles() -> list[ArticleText]:
    """The published articles in order. One small query; a second when this process meets a new revision."""
    rows = _CURRENT.rows()
    current = {row[0] for row in rows}
    missing = current - _texts.keys()
    if missing:
        found = {revision.pk: article_text(revision) for revision in Revision.objects.filter(pk__in=missing)}
        # Swapped in one step: another thread sees the old texts or the new ones, never half of them.
        _replace({**{pk: text for pk, text in _texts.items() if pk in current}, **found})
    return [_reviewed(_texts[pk], name, day) for pk, name, day in rows]


def _current() -> QuerySet[Article, tuple[Any, ...]]:
    articles = Article.objects.filter(published__isnull=False).order_by("order", "title")
    return articles.values_list("published_id", "published__reviewed_by_name", "published__reviewed_on")


_CURRENT = Prepared(_current)


def published_version() -> str:
    """Differs as soon as a reader may read anything else: another revision, order or approval. One query."""
    return repr(_CURRENT.rows())


def _replace(texts: dict[uuid.UUID, ArticleText]) -> None:
    global _texts
    _texts = texts


def _reviewed(article: ArticleText, name: str, day: datetime.date | None) -> ArticleText:
    """The article with the approval as it stands now: it may come after the words were published."""
    if (article.reviewed_by_name, article.reviewed_on) == (name, day):
        return article
    sections = tuple(replace(section, reviewed_by_name=name, reviewed_on=day) for section in article.sections)
    return replace(article, reviewed_by_name=name, reviewed_on=day, sections=sections)


def article_text(revision: Revision) -> ArticleText:
    """The article as this revision holds it."""
    return text_of(revision.snapshot, revision.number, revision.made_at)


def text_of(snapshot: dict[str, Any], number: int, made_at: datetime.datetime) -> ArticleText:
    """A snapshot as plain values; the preview uses it for words that are not published yet."""
    sections = tuple(
        _section(snapshot, data, snapshot["order"] * 1000 + place)
        for place, data in enumerate(snapshot["sections"])
    )
    return ArticleText(
        slug=snapshot["slug"],
        title=snapshot["title"],
        lede=snapshot["lede"],
        group=snapshot["group"],
        number=number,
        made_at=made_at,
        sections=sections,
    )


def _section(article: dict[str, Any], data: dict[str, Any], position: int) -> SectionText:
    return SectionText(
        key=data["key"],
        title=data["title"],
        topics=tuple(data["topics"]),
        summary_short=data["summary_short"],
        body=data["body"],
        known=data["known"],
        unknown=data["unknown"],
        figure=data["figure"],
        is_red_flag=data["is_red_flag"],
        urgency=data["urgency"],
        sources=tuple(_source(source) for source in data["sources"]),
        article_slug=article["slug"],
        article_title=article["title"],
        position=position,
    )


def _source(data: dict[str, Any]) -> SourceNote:
    return SourceNote(
        key=data["key"],
        title=data["title"],
        url=data["url"],
        checked_on=datetime.date.fromisoformat(data["checked_on"]),
        part_only=data["part_only"],
    )


def published_sections_with(draft: ArticleText) -> list[SectionText]:
    """The published sections as they would be with this article in place of its published version."""
    others = [article for article in published_articles() if article.slug != draft.slug]
    return [section for article in [*others, draft] for section in article.sections]
