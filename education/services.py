"""Publishing articles, restoring old versions, and the reading that stands beside a deposit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from education.choosing import Chosen, SectionText, choose
from education.models import Article, Revision, Section, Source
from education.published import published_articles
from education.red_flags import RedFlag, red_flags
from education.topics import Facts

_CITED = re.compile(r"\[(S\d+[a-z]?)\]")
ARTICLE_FIELDS = ("slug", "title", "lede", "group", "order")
SECTION_FIELDS = (
    "key", "title", "order", "topics", "summary_short", "body", "known", "unknown", "figure",
    "is_red_flag", "urgency",
)  # fmt: skip


def published_sections() -> list[SectionText]:
    """Every published section in the order of the articles. One query once the revisions were read."""
    return [section for article in published_articles() for section in article.sections]


def reading_for(facts: Facts, limit: int = 5) -> tuple[list[RedFlag], list[Chosen]]:
    """What stands beside a deposit: the red flags, each with its section, and at most `limit` texts.

    One query (two when this process meets new revisions). Sections of red flags are not listed a second time.
    """
    sections = published_sections()
    by_flag = {
        topic.removeprefix("red_flag:"): section
        for section in reversed(sections)
        if section.is_red_flag
        for topic in section.topics
        if topic.startswith("red_flag:")
    }
    flags = [replace(flag, section=by_flag.get(flag.code)) for flag in red_flags(facts)]
    chosen = choose(facts, sections, limit)
    return flags, [item for item in chosen if not item.section.is_red_flag]


def snapshot(article: Article) -> dict[str, Any]:
    """The draft as it stands now, with its sources: everything the page needs, in plain JSON."""
    sections = article.sections.prefetch_related("sources")
    return {
        **{field: getattr(article, field) for field in ARTICLE_FIELDS},
        "sections": [_section_snapshot(section) for section in sections],
    }


def _section_snapshot(section: Section) -> dict[str, Any]:
    return {
        **{field: getattr(section, field) for field in SECTION_FIELDS},
        "sources": [_source_snapshot(source) for source in _in_order_of_citation(section)],
    }


def _in_order_of_citation(section: Section) -> list[Source]:
    """The cited sources in the order of the text, then the others by number."""
    words = f"{section.body} {section.known} {section.unknown}"
    cited = {key: place for place, key in reversed(list(enumerate(_CITED.findall(words))))}
    return sorted(
        section.sources.all(),
        key=lambda source: (cited.get(source.key, len(cited) + 10_000), len(source.key), source.key),
    )


def _source_snapshot(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "title": source.title,
        "url": source.url,
        "checked_on": source.checked_on.isoformat(),
        "part_only": source.part_only,
    }


@transaction.atomic
def publish(*, article: Article, by: User | None, note: str = "") -> Revision:
    """Make the draft the public text, as a new version without a clinician's approval.

    Raises ValidationError when the draft has no section, or cites a source that isn't listed at its section.
    """
    locked = Article.objects.select_for_update().get(pk=article.pk)
    words = snapshot(locked)
    _check(words)
    latest = locked.revisions.aggregate(latest=Max("number"))["latest"] or 0
    revision = Revision(article=locked, number=latest + 1, snapshot=words, made_by=by, note=note)
    revision.full_clean()
    revision.save()
    locked.published = revision
    locked.save(update_fields=["published"])
    article.published = revision
    return revision


def _check(words: dict[str, Any]) -> None:
    if not words["sections"]:
        raise ValidationError(_("An article without a section can’t be published."), code="no_section")
    for section in words["sections"]:
        listed = {source["key"] for source in section["sources"]}
        cited = set(_CITED.findall(f"{section['body']} {section['known']} {section['unknown']}"))
        if missing := sorted(cited - listed):
            message = _("“%(title)s” cites %(sources)s without listing it as a source.")
            values = {"title": section["title"], "sources": ", ".join(missing)}
            raise ValidationError(message, code="source_missing", params=values)


@transaction.atomic
def withdraw(*, article: Article) -> None:
    """Take the article off the public pages; every version stays."""
    article.published = None
    article.save(update_fields=["published"])


@transaction.atomic
def restore(*, revision: Revision, by: User | None) -> Revision:
    """Bring back an old version: its words become the draft again and are published as a new version.

    Sources are matched by key; one that was deleted since is made again as it stood then.
    """
    article, words = revision.article, revision.snapshot
    for field in ARTICLE_FIELDS:
        setattr(article, field, words[field])
    article.full_clean()
    article.save()
    keys = [section["key"] for section in words["sections"]]
    article.sections.exclude(key__in=keys).delete()
    for data in words["sections"]:
        _restore_section(article, data)
    note = _("Version %(number)d brought back") % {"number": revision.number}
    return publish(article=article, by=by, note=note)


def _restore_section(article: Article, data: dict[str, Any]) -> None:
    section = article.sections.filter(key=data["key"]).first() or Section(article=article)
    for field in SECTION_FIELDS:
        setattr(section, field, data[field])
    section.full_clean()
    section.save()
    section.sources.set([_restore_source(source) for source in data["sources"]])


def _restore_source(data: dict[str, Any]) -> Source:
    source, _created = Source.objects.get_or_create(key=data["key"], defaults=data)
    return source
