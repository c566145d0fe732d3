"""Sample situations: who sees which section, for the editors' preview and for a test."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from education.choosing import SectionText, choose
from education.topics import GENERAL, CheckInSigns, Facts
from education.vocabulary import (
    CONDITIONS,
    LABS,
    MORPHOLOGY_REASONS,
    RED_FLAGS,
    SITE_REASONS,
    TREATMENTS,
    TYPES,
)

_TODAY = datetime.date(2026, 11, 23)
_DAY = datetime.date(2026, 11, 3)
# A member of the group that no other pattern needs.
_SITE_OF_GROUP = {
    "fingertip": "thumb_tip_palmar",
    "finger": "pip_index",
    "hand": "hand_dorsum",
    "wrist": "wrist_palmar",
    "elbow": "elbow_posterior",
    "knee": "knee_anterior",
    "shin": "shin",
    "lower_leg": "calf",
    "thigh": "thigh_anterior",
    "forearm": "forearm_anterior",
    "foot": "heel",
    "face": "cheek",
    "scrotum": "scrotum",
    "genital": "genital_area",
    "large_joint": "shoulder",
    "buttock": "buttock",
    "abdomen": "abdomen",
    "trunk": "chest",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """A made-up deposit with what is recorded about it."""

    name: str | Promise
    facts: Facts


def _event(kind: str, name: str | Promise) -> Situation:
    return Situation(name, Facts(site_key="thumb_tip_palmar", events=((kind, _DAY, True),), today=_TODAY))


STORIES = (
    Situation(_("Nothing is recorded yet"), Facts(today=_TODAY)),
    _event("noticed", _("A new deposit")),
    _event("opened", _("A fingertip that opened")),
    _event("drained", _("Material came out")),
    _event("ulcer", _("An open sore")),
    _event("infected", _("An infection")),
    _event("inflamed", _("An inflamed deposit")),
    _event("closed", _("A deposit that closed")),
    _event("operated", _("After an operation")),
    _event("gone", _("A deposit that is gone")),
    _event("came_back", _("A deposit that came back")),
    Situation(_("A child"), Facts(site_key="elbow_posterior", age_years=9, today=_TODAY)),
    Situation(
        _("Fever with an open deposit"),
        Facts(events=(("opened", _DAY, True),), today_signs=(("fever", _TODAY),), today=_TODAY),
    ),
    Situation(_("Redness that spreads"), Facts(today_signs=(("spreading_redness", _TODAY),), today=_TODAY)),
    Situation(
        _("Dark skin with kidney disease"),
        Facts(conditions=("dialysis",), today_signs=(("black_or_purple_skin", _TODAY),), today=_TODAY),
    ),
    Situation(
        _("A fingertip that changes colour"),
        Facts(site_key="index_tip_palmar", today_signs=(("black_or_purple_skin", _TODAY),), today=_TODAY),
    ),
    Situation(_("Numbness"), Facts(today_signs=(("numbness", _TODAY),), today=_TODAY)),
    Situation(_("Great thirst"), Facts(today_signs=(("great_thirst", _TODAY),), today=_TODAY)),
    Situation(_("Confusion"), Facts(today_signs=(("confusion", _TODAY),), today=_TODAY)),
    Situation(_("A recent calcium drip"), Facts(today_signs=(("recent_drip", _TODAY),), today=_TODAY)),
    Situation(_("Fast growth"), Facts(check_in=CheckInSigns(on_date=_TODAY, fast_growth=True), today=_TODAY)),
)

SITUATIONS: tuple[Situation, ...] = (
    *STORIES,
    *(
        Situation(reason, Facts(site_key=_SITE_OF_GROUP[group], today=_TODAY))
        for group, reason in SITE_REASONS.items()
    ),
    *(Situation(reason, Facts(morphology=key, today=_TODAY)) for key, reason in MORPHOLOGY_REASONS.items()),
    *(Situation(name, Facts(diagnosis_type=key, today=_TODAY)) for key, name in TYPES.items()),
    *(Situation(name, Facts(conditions=(key,), today=_TODAY)) for key, name in CONDITIONS.items()),
    *(Situation(name, Facts(high_labs=((key, _DAY),), today=_TODAY)) for key, name in LABS.items()),
    *(
        Situation(name, Facts(treatments=((key, _DAY, True),), today=_TODAY))
        for key, name in TREATMENTS.items()
    ),
)


def where_shown(
    sections: Iterable[SectionText], published: Sequence[SectionText], limit: int = 5
) -> list[tuple[SectionText, list[str]]]:
    """For each section the names of the situations in which it stands beside the deposit."""
    found: dict[str, list[str]] = {section.key: [] for section in sections}
    for situation in SITUATIONS:
        for chosen in choose(situation.facts, published, limit):
            if chosen.section.key in found:
                found[chosen.section.key].append(str(situation.name))
    return [(section, found[section.key]) for section in sections]


def is_reachable(section: SectionText, published: Sequence[SectionText]) -> bool:
    """Whether some situation shows this section, or it is general, or its red flag is general advice."""
    general_flags = {f"red_flag:{code}" for code in RED_FLAGS if code in ("R10", "R12")}
    if GENERAL in section.topics or general_flags & set(section.topics):
        return True
    return bool(where_shown([section], published)[0][1])
