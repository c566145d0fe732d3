"""The questions of a form, one to a screen, for hands that do little at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One screen. ``fields`` are those it asks for; the first one gives its name.

    ``brings``: what an answer may say about a later question, which is asked all the same.
    """

    fields: tuple[str, ...]
    brings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.fields[0]


def _one_each(*names: str) -> list[Step]:
    return [Step((name,)) for name in names]


CHECK_IN = (
    Step(("anchor",)),
    Step(("length_mm", "size_confirmed"), brings=("method",)),  # a pea is a size by eye
    Step(("width_mm", "size_confirmed")),
    *_one_each("method", "pain_rest", "pain_pressure", "itch", "redness", "warmth", "swelling", "surface"),
    *_one_each("drainage", "kept_photos", "note", "observed_at"),
)
DAY = tuple(
    _one_each("anchor", "pain", "hands_small_things", "hands_grip", "hands_self_care", "signs", "note")
)
# By the kind of the draft they write into.
OF_KIND: dict[str, tuple[Step, ...]] = {"check-in": CHECK_IN, "day": DAY}


def find(steps: Sequence[Step], key: str | None) -> Step | None:
    return next((step for step in steps if step.key == key), None)


def fits(step: Step, data: Mapping[str, list[str]]) -> bool:
    """Nobody is asked how nothing was measured."""
    return step.key != "method" or bool(data.keys() & {"length_mm", "width_mm"})


def after(steps: Sequence[Step], step: Step, data: Mapping[str, list[str]]) -> Step | None:
    later = steps[steps.index(step) + 1 :]
    return next((one for one in later if fits(one, data)), None)


def before(steps: Sequence[Step], step: Step, data: Mapping[str, list[str]]) -> Step | None:
    earlier = steps[: steps.index(step)]
    return next((one for one in reversed(earlier) if fits(one, data)), None)


def merged(step: Step, kept: Mapping[str, list[str]], typed: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What was kept, with this screen's answers in place of those it had before."""
    rest = {name: values for name, values in kept.items() if name not in step.fields}
    mine = {
        name: values
        for name, values in typed.items()
        if name in step.fields or (name in step.brings and name not in rest)
    }
    key = {"submission": typed["submission"]} if "submission" in typed else {}
    return {**key, **rest, **mine}
