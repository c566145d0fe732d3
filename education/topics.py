"""One lesion's facts, and the rule from them to topics, each with its reason. Pure: no database."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from education import vocabulary

_TOPIC = re.compile(r"^(?P<kind>[a-z_]+):(?P<key>[A-Za-z0-9_]+)$")
GENERAL = "general"

# How much a match says about this one deposit: what happens to it now stands before where it lies and why.
WEIGHTS = {
    "red_flag": 100,
    "event_now": 80,
    "lab": 64,
    "site": 60,
    "treatment_now": 56,
    "type": 50,
    "condition": 48,
    "morphology": 44,
    "age": 40,
    "event_past": 30,
    "treatment_past": 20,
    "general": 0,
}


@dataclass(frozen=True, slots=True)
class CheckInSigns:
    """What the last check-in of this deposit says. Empty string and None mean "not answered", never "no".

    redness, warmth, swelling: "none", "mild" or "marked". drainage: "none", "chalky", "clear", "pus" or
    "blood". function: "none", "some" or "strong". pain_increased, new_bleeding, fast_growth: compared with
    the check-in before.
    """

    on_date: datetime.date | None = None
    redness: str = ""
    warmth: str = ""
    swelling: str = ""
    drainage: str = ""
    function: str = ""
    pain_increased: bool | None = None
    new_bleeding: bool | None = None
    fast_growth: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded about one deposit and its person, in plain words and dates.

    side: "left", "right" or "none". events: (kind, day, is_current). high_labs: (analyte, day of collection),
    only where the lab's own interval says high. treatments: (key, since or None, is_current). age_years:
    completed years. today_signs: (sign, day) from the daily entries that still count; the caller decides how
    far back. today: the patient's day, needed for "open for two weeks" and to leave this year out of dates.
    """

    lesion_name: str = ""
    site_key: str = ""
    site_groups: tuple[str, ...] = ()
    side: str = ""
    noted_on: datetime.date | None = None
    events: tuple[tuple[str, datetime.date, bool], ...] = ()
    morphology: str = ""
    diagnosis_type: str = ""
    conditions: tuple[str, ...] = ()
    high_labs: tuple[tuple[str, datetime.date], ...] = ()
    treatments: tuple[tuple[str, datetime.date | None, bool], ...] = ()
    age_years: int | None = None
    today_signs: tuple[tuple[str, datetime.date], ...] = ()
    check_in: CheckInSigns | None = None
    today: datetime.date | None = None

    def groups(self) -> tuple[str, ...]:
        """The groups the site belongs to: those given, else those its key implies."""
        return self.site_groups or groups_of(self.site_key)

    def current_event(self, *kinds: str) -> tuple[str, datetime.date] | None:
        """The latest current event of one of these kinds."""
        found = [(kind, day) for kind, day, current in self.events if current and kind in kinds]
        return max(found, key=lambda event: event[1]) if found else None

    def sign(self, key: str) -> datetime.date | None:
        """The last day on which this sign was noted."""
        return max((day for sign, day in self.today_signs if sign == key), default=None)

    def taking(self, *keys: str) -> str | None:
        """The first of these treatments that is current."""
        current = {key for key, _since, is_current in self.treatments if is_current}
        return next((key for key in keys if key in current), None)


@dataclass(frozen=True, slots=True)
class Match:
    """A topic that fits, how specific it is, and the sentence that says why."""

    topic: str
    weight: int
    reason: str


def groups_of(site_key: str) -> tuple[str, ...]:
    """The groups a site key belongs to, such as ("fingertip", "finger", "hand") for "thumb_tip_palmar"."""
    return tuple(name for name, pattern in vocabulary.SITE_GROUP_PATTERNS.items() if pattern.match(site_key))


def is_topic(text: str) -> bool:
    """Whether this is a topic the rule can ever produce."""
    if text == GENERAL:
        return True
    match = _TOPIC.match(text)
    if not match:
        return False
    keys = vocabulary.KEYS.get(match["kind"])
    return match["kind"] == "site" if keys is None else match["key"] in keys


def long_date(day: datetime.date, today: datetime.date | None = None) -> str:
    """3 November, or 3 November 2025 when the year isn't this one."""
    if today is not None and day.year == today.year:
        return date_format(day, pgettext("date of this year", "j F"))
    return date_format(day, pgettext("date with year", "j F Y"))


def label(kind: str, key: str) -> str:
    """The name people know; a key nobody named is shown with spaces."""
    return str(vocabulary.LABELS[kind].get(key, key.replace("_", " ")))


def matches(facts: Facts) -> dict[str, Match]:
    """Every topic that fits these facts, by topic; the heavier reason wins when one is met twice."""
    found: dict[str, Match] = {}
    for match in _all_matches(facts):
        if match.topic not in found or found[match.topic].weight < match.weight:
            found[match.topic] = match
    return found


def _all_matches(facts: Facts) -> Iterator[Match]:
    yield from _event_matches(facts)
    yield from _site_matches(facts)
    yield from _lab_matches(facts)
    yield from _treatment_matches(facts)
    yield from _person_matches(facts)
    yield Match(GENERAL, WEIGHTS["general"], _("For every deposit"))


def _event_matches(facts: Facts) -> Iterator[Match]:
    for kind, day, is_current in sorted(facts.events, key=lambda event: event[1], reverse=True):
        sentence = vocabulary.EVENT_REASONS.get(kind)
        if sentence is None:
            continue
        weight = WEIGHTS["event_now" if is_current else "event_past"]
        yield Match(f"event:{kind}", weight, str(sentence) % {"date": long_date(day, facts.today)})


def _site_matches(facts: Facts) -> Iterator[Match]:
    weight = WEIGHTS["site"]
    if facts.site_key:
        yield Match(f"site:{facts.site_key}", weight + 2, _("Because of where it sits"))
    for group in facts.groups():
        reason = vocabulary.SITE_REASONS.get(group)
        if reason is not None:
            yield Match(f"site:{group}", weight, str(reason))


def _lab_matches(facts: Facts) -> Iterator[Match]:
    for analyte, day in sorted(facts.high_labs, key=lambda lab: lab[1], reverse=True):
        reason = _("Because %(lab)s was above the lab’s own interval on %(date)s") % {
            "lab": label("lab", analyte),
            "date": long_date(day, facts.today),
        }
        yield Match(f"lab:{analyte}_high", WEIGHTS["lab"], reason)


def _treatment_matches(facts: Facts) -> Iterator[Match]:
    for key, since, is_current in facts.treatments:
        values = {
            "treatment": capfirst(label("treatment", key)),
            "date": since and long_date(since, facts.today),
        }
        if not is_current:
            reason = _("Because an earlier treatment is recorded: %(treatment)s") % values
        elif since:
            reason = _("Because of a treatment since %(date)s: %(treatment)s") % values
        else:
            reason = _("Because of a treatment: %(treatment)s") % values
        yield Match(f"treatment:{key}", WEIGHTS["treatment_now" if is_current else "treatment_past"], reason)


def _person_matches(facts: Facts) -> Iterator[Match]:
    if facts.diagnosis_type:
        reason = _("Because a clinician recorded the type: %(type)s") % {
            "type": label("type", facts.diagnosis_type)
        }
        yield Match(f"type:{facts.diagnosis_type}", WEIGHTS["type"], reason)
    for condition in facts.conditions:
        reason = _("Because this condition is recorded: %(condition)s") % {
            "condition": label("condition", condition)
        }
        yield Match(f"condition:{condition}", WEIGHTS["condition"], reason)
    morphology = vocabulary.MORPHOLOGY_REASONS.get(facts.morphology)
    if morphology is not None:
        yield Match(f"morphology:{facts.morphology}", WEIGHTS["morphology"], str(morphology))
    if facts.age_years is not None and facts.age_years < vocabulary.ADULT_AGE_YEARS:
        yield Match("age:child", WEIGHTS["age"], _("Because this is a child’s record"))
