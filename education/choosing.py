"""Which published sections stand beside a deposit, and why. Pure: no database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from education import text
from education.red_flags import red_flags
from education.topics import GENERAL, Facts, Match, matches

MINIMUM_SECTIONS = 3


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source as it stood when the text was published."""

    key: str
    title: str
    url: str
    checked_on: datetime.date
    part_only: bool


@dataclass(frozen=True, slots=True)
class SectionText:
    """A published section: words as the editor wrote them, with the article it belongs to and who approved it."""

    key: str
    title: str
    topics: tuple[str, ...]
    summary_short: str
    body: str
    known: str
    unknown: str
    figure: str
    is_red_flag: bool
    urgency: str
    sources: tuple[SourceNote, ...]
    article_slug: str
    article_title: str
    position: int
    reviewed_by_name: str = ""
    reviewed_on: datetime.date | None = None

    @property
    def short_html(self) -> SafeString:
        """The short text for beside a deposit, without citation marks: the sources stand below it."""
        return text.render(self.summary_short)

    @property
    def checked_on(self) -> datetime.date | None:
        """When the oldest check of a source was made."""
        return min((source.checked_on for source in self.sources), default=None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A section that fits, the sentences that say why, and its rank (higher comes first)."""

    section: SectionText
    reasons: tuple[str, ...]
    priority: int


def choose(facts: Facts, sections: Iterable[SectionText], limit: int = 5) -> list[Chosen]:
    """The sections for this deposit: those of raised red flags first, then at most `limit`, most specific first.

    General sections fill up to three when little is recorded, so nobody is left without reading.
    """
    found = matches(facts)
    for flag in red_flags(facts):
        if not flag.is_general:
            found[f"red_flag:{flag.code}"] = Match(f"red_flag:{flag.code}", 100, flag.reason)
    fitting = [chosen for section in sections if (chosen := _fit(section, found))]
    fitting.sort(key=lambda chosen: (-chosen.priority, chosen.section.position))
    flagged = [chosen for chosen in fitting if chosen.section.is_red_flag and chosen.priority >= 100]
    specific = [chosen for chosen in fitting if not chosen.section.is_red_flag and chosen.priority > 0][
        :limit
    ]
    general = [chosen for chosen in fitting if not chosen.section.is_red_flag and chosen.priority == 0]
    missing = max(0, min(MINIMUM_SECTIONS, limit) - len(specific))
    return flagged + specific + general[:missing]


def _fit(section: SectionText, found: dict[str, Match]) -> Chosen | None:
    """This section with its reasons, or nothing when none of its topics fits."""
    fitting = sorted((found[topic] for topic in section.topics if topic in found), key=lambda m: -m.weight)
    if not fitting:
        return None
    heaviest = fitting[0].weight
    # A second and third fitting topic make it a little more specific, never more than the next kind of reason.
    priority = heaviest + min(len(fitting) - 1, 3) if heaviest else 0
    return Chosen(section, _reasons(fitting), priority)


def _reasons(fitting: Sequence[Match]) -> tuple[str, ...]:
    """At most two different sentences; "for every deposit" only when nothing better is known."""
    sentences = [match.reason for match in fitting if match.topic != GENERAL] or [fitting[0].reason]
    return tuple(dict.fromkeys(sentences))[:2]
