"""The coach's findings in templates."""

from __future__ import annotations

from django import template

from lesions import coach_words
from lesions.coach.result import Verdict
from lesions.coach_services import findings_of
from lesions.models import PhotoCheck

register = template.Library()


@register.filter
def coach_lines(check: PhotoCheck | None) -> list[coach_words.Line]:
    """The six lines of a check; none when the photo has none."""
    return [] if not check else coach_words.lines(findings_of(check))


@register.filter
def coach_hint(check: PhotoCheck | None) -> str:
    return "" if not check else coach_words.one_hint(findings_of(check))


@register.filter
def found_a_card(check: PhotoCheck | None) -> bool:
    """Whether the coach saw one of our markers; a photo that was not checked says nothing."""
    if not check:
        return False
    return any(finding.key == "marker" and finding.verdict == Verdict.GOOD for finding in findings_of(check))
