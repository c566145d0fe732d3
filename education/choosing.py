"""Which published sections stand beside a deposit, and why. Pure: no database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from education import text
from education.red_flags import red_flags
from education.topics import GENERAL, WEIGHTS, Facts, Match, matches

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
    """A published section: words as the editor wrote them, their article and who approved them."""

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
    """A section that fits, the sentences that say why, and its rank (higher comes first).

    kind: the kind of its strongest topic, such as "event" or "treatment".
    """

    section: SectionText
    reasons: tuple[str, ...]
    priority: int
    kind: str = GENERAL


def choose(facts: Facts, sections: Iterable[SectionText], limit: int = 5) -> list[Chosen]:
    """The sections for this deposit: those of raised red flags, then at most `limit`, most specific first.

    Each kind of reason gets one place before any kind gets a second, so that a treatment is not crowded out
    by three texts about the same fingertip. General sections fill up to three when little is recorded.
    """
    found = matches(facts)
    for flag in red_flags(facts):
        if not flag.is_general:
            topic = f"red_flag:{flag.code}"
            found[topic] = Match(topic, WEIGHTS["red_flag"], flag.reason)
    fitting = sorted((chosen for section in sections if (chosen := _fit(section, found))), key=_rank)
    flagged = [item for item in fitting if item.section.is_red_flag and item.priority >= WEIGHTS["red_flag"]]
    reading = [item for item in fitting if not item.section.is_red_flag]
    specific = _spread([item for item in reading if item.priority > 0], limit)
    missing = max(0, min(MINIMUM_SECTIONS, limit) - len(specific))
    return flagged + specific + [item for item in reading if item.priority == 0][:missing]


def _rank(item: Chosen) -> tuple[int, int, int]:
    """Strongest reason first; then the section with fewer topics, which is about less and so says more."""
    return (-item.priority, len(item.section.topics), item.section.position)


def _spread(ranked: Sequence[Chosen], limit: int) -> list[Chosen]:
    """The best of every kind, then the best of the rest, in the order of their rank."""
    best_of_kind: dict[str, Chosen] = {}
    for item in ranked:
        best_of_kind.setdefault(item.kind, item)
    leaders = list(best_of_kind.values())
    rest = [item for item in ranked if item not in leaders]
    return sorted((leaders + rest)[:limit], key=_rank)


def _fit(section: SectionText, found: dict[str, Match]) -> Chosen | None:
    """This section with its reasons, or nothing when none of its topics fits."""
    fitting = sorted((found[topic] for topic in section.topics if topic in found), key=lambda m: -m.weight)
    if not fitting:
        return None
    heaviest = fitting[0].weight
    # More fitting topics make it a little more specific, never more than the next kind of reason.
    priority = heaviest + min(len(fitting) - 1, 3) if heaviest else 0
    return Chosen(section, _reasons(fitting), priority, fitting[0].topic.partition(":")[0])


def _reasons(fitting: Sequence[Match]) -> tuple[str, ...]:
    """At most two different sentences; "for every deposit" only when nothing better is known."""
    sentences = [match.reason for match in fitting if match.topic != GENERAL] or [fitting[0].reason]
    return tuple(dict.fromkeys(sentences))[:2]
