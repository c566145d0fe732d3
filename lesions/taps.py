"""The events that one tap can log, the likely ones first, in words that fit the state. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lesions.status import GONE, INFECTED, INFLAMED, OPEN, QUIET
from lesions.vocabulary import EventKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# The rest stands behind "something else"; "noticed" is no news of today.
FIRST: dict[str, tuple[EventKind, ...]] = {
    QUIET: (EventKind.INFLAMED, EventKind.OPENED, EventKind.GONE),
    INFLAMED: (EventKind.CLOSED, EventKind.OPENED, EventKind.INFECTED),
    OPEN: (EventKind.CLOSED, EventKind.DRAINED, EventKind.INFECTED),
    INFECTED: (EventKind.CLOSED, EventKind.DRAINED, EventKind.OPERATED),
    GONE: (EventKind.CAME_BACK,),
}
# What would say nothing in that state.
POINTLESS: dict[str, set[EventKind]] = {
    QUIET: {EventKind.CLOSED},
    INFLAMED: {EventKind.INFLAMED, EventKind.CAME_BACK},
    OPEN: {EventKind.CAME_BACK},
    INFECTED: {EventKind.INFLAMED, EventKind.CAME_BACK},
    GONE: {EventKind.CLOSED, EventKind.GONE},
}
# "Closed, or calm again" ends every trouble; which of the two it is depends on the trouble.
ENDS: dict[str, StrPromise] = {
    INFLAMED: _("Calm again"),
    OPEN: _("Closed"),
    INFECTED: _("Infection over, closed"),
}
ICONS: dict[str, str] = {
    EventKind.OPENED: "open",
    EventKind.DRAINED: "below",
    EventKind.ULCER: "open",
    EventKind.INFECTED: "care",
    EventKind.INFLAMED: "care",
    EventKind.CAME_BACK: "back",
}


@dataclass(frozen=True)
class Tap:
    """A button: the kind it logs and what stands on it."""

    kind: EventKind
    label: StrPromise | str

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, "check")


@dataclass(frozen=True)
class Taps:
    """What is likely next, and everything else that makes sense."""

    first: tuple[Tap, ...]
    more: tuple[Tap, ...]


def taps_for(state: str) -> Taps:
    """The buttons for a lesion in this state (lesions/status.py)."""
    left_out = {EventKind.NOTICED, *FIRST[state], *POINTLESS[state]}
    rest = [kind for kind in EventKind if kind not in left_out]
    return Taps(tuple(_tap(kind, state) for kind in FIRST[state]), tuple(_tap(kind, state) for kind in rest))


def _tap(kind: EventKind, state: str) -> Tap:
    is_end = kind == EventKind.CLOSED and state in ENDS
    return Tap(kind, ENDS[state] if is_end else kind.label)
