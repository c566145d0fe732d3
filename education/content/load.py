"""Puts the shipped articles into an empty site and publishes them, for the migration, the demo and tests."""

from __future__ import annotations

import datetime
from typing import Any

from django.apps import apps as current_apps
from django.db import transaction
from django.utils import timezone

from education.content.all import ARTICLES
from education.content.shape import ArticleContent, SectionContent, tidy
from education.content.sources import SOURCES

CHECKED_ON = datetime.date(2026, 11, 23)
NOTE = "Shipped with CalciTrack"


@transaction.atomic
def load_content(apps: Any = current_apps) -> int:
    """Load every shipped article that isn't there yet and publish it; what editors changed stays.

    Args: apps: the registry to take models from; a migration passes its own.
    Returns: how many articles were added.
    """
    sources = _load_sources(apps)
    there = set(apps.get_model("education", "Article").objects.values_list("slug", flat=True))
    added = [article for article in enumerate(ARTICLES, start=1) if article[1].slug not in there]
    for order, article in added:
        _load_article(apps, article, order, sources)
    return len(added)


def _load_sources(apps: Any) -> dict[str, Any]:
    manager = apps.get_model("education", "Source").objects
    return {
        source["key"]: manager.get_or_create(key=source["key"], defaults=source)[0]
        for source in source_rows().values()
    }


def source_rows() -> dict[str, dict[str, Any]]:
    """Every source as the row it becomes, by key."""
    return {
        key: {"key": key, "title": title, "url": url, "part_only": part_only, "checked_on": CHECKED_ON}
        for key, (title, url, part_only) in SOURCES.items()
    }


def _load_article(apps: Any, article: ArticleContent, order: int, sources: dict[str, Any]) -> None:
    words = snapshot_of(article, order)
    row = apps.get_model("education", "Article").objects.create(
        **{field: value for field, value in words.items() if field != "sections"}
    )
    for data in words["sections"]:
        fields = {field: value for field, value in data.items() if field != "sources"}
        section = apps.get_model("education", "Section").objects.create(article=row, **fields)
        section.sources.set([sources[source["key"]] for source in data["sources"]])
    revision = apps.get_model("education", "Revision").objects.create(
        article=row, number=1, snapshot=words, made_at=timezone.now(), note=NOTE
    )
    row.published = revision
    row.save(update_fields=["published"])


def snapshot_of(article: ArticleContent, order: int) -> dict[str, Any]:
    """The article as its first revision holds it."""
    return {
        "slug": article.slug,
        "title": article.title,
        "lede": article.lede,
        "group": article.group,
        "order": order,
        "sections": [_section(section, place) for place, section in enumerate(article.sections, start=1)],
    }


def _section(section: SectionContent, place: int) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "order": place,
        "topics": list(section.topics),
        "summary_short": tidy(section.short),
        "body": tidy(section.body),
        "known": tidy(section.known),
        "unknown": tidy(section.unknown),
        "figure": section.figure,
        "is_red_flag": bool(section.urgency),
        "urgency": section.urgency,
        "sources": [_source(key) for key in section.sources],
    }


def _source(key: str) -> dict[str, Any]:
    row = source_rows()[key]
    return {**row, "checked_on": row["checked_on"].isoformat()}
