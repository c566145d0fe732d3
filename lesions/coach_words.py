"""The coach's findings in words: what each criterion is called, and a plain hint where one helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lesions.coach.result import Finding, Verdict

NAMES = {
    "focus": gettext_lazy("In focus"),
    "shadow": gettext_lazy("No hard shadow"),
    "light": gettext_lazy("Even light"),
    "marker": gettext_lazy("Printed marker in the photo"),
    "angle": gettext_lazy("Marker seen straight on"),
    "centre": gettext_lazy("Deposit in the middle"),
}
HINTS = {
    "focus": gettext_lazy("The photo looks blurred. Hold the phone a little further away and tap to focus."),
    "shadow": gettext_lazy("A shadow with a sharp edge lies on the skin. Let the light come from the front."),
    "light": gettext_lazy("One side is much darker than the other. Light from a window in front helps."),
    "marker": gettext_lazy("No marker of ours was found. A ruler beside the deposit helps, too."),
    "angle": gettext_lazy("The marker is seen from the side. Hold the camera straight above it."),
    "centre": gettext_lazy("The deposit is near the edge. Bring it to the middle of the photo."),
}
GOOD = gettext_lazy("yes")
UNSURE = gettext_lazy("cannot tell from this photo")
# The first of these that is poor is the one sentence that is said at once; a missing marker matters least.
URGENCY = ("focus", "shadow", "centre", "light", "angle", "marker")


@dataclass(frozen=True)
class Line:
    """One criterion for people. ``verdict`` as in ``Verdict``; ``hint`` is empty unless it is poor."""

    key: str
    name: str
    verdict: str
    says: str
    hint: str


def lines(findings: Sequence[Finding]) -> list[Line]:
    return [_line(finding) for finding in findings]


def _line(finding: Finding) -> Line:
    hint = str(HINTS[finding.key]) if finding.verdict == Verdict.POOR else ""
    says = {Verdict.GOOD: str(GOOD), Verdict.POOR: hint, Verdict.CANNOT_TELL: str(UNSURE)}[finding.verdict]
    return Line(finding.key, str(NAMES[finding.key]), finding.verdict.value, says, hint)


def one_hint(findings: Sequence[Finding]) -> str:
    """The most useful hint as one or two short sentences; empty when nothing is known to be poor."""
    poor = [finding.key for finding in findings if finding.verdict == Verdict.POOR]
    first = [key for key in URGENCY if key in poor][:1]
    return str(HINTS[first[0]]) if first else ""


def busy() -> str:
    return _("The photo was not checked just now. It is kept all the same.")
