"""The red flags R1 to R12: when one is shown beside a deposit, what to look for, what to do. Pure.

The signs and actions are those of the sources named in the section of each flag. That a flag is shown is
no judgement about a person: it repeats what was written down and whom to phone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from education.red_flag_words import WORDS
from education.topics import Facts, label, long_date

if TYPE_CHECKING:
    from education.choosing import SectionText

# Emergency first.
URGENCIES = ("emergency", "same_day", "soon", "advice")

# Our own choice, not a published threshold: two weeks open counts as "not healing" for showing the advice.
NOT_HEALING_DAYS = 14
IMMUNE_TREATMENTS = (
    "prednisone", "prednisolone", "rituximab", "infliximab", "adalimumab", "abatacept", "anakinra",
    "tofacitinib", "baricitinib", "methotrexate", "mycophenolate", "azathioprine", "cyclophosphamide",
)  # fmt: skip
KIDNEY_CONDITIONS = {"chronic_kidney_disease", "end_stage_kidney_disease", "dialysis", "kidney_transplant"}
FINGER_CONDITIONS = {
    "systemic_sclerosis", "limited_systemic_sclerosis", "overlap_mctd", "raynaud",
}  # fmt: skip
CALCIUM_LABS = {"calcium_total", "calcium_corrected", "calcium_ionised"}


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One red flag as shown: its urgency, what to look for, what to do and why it is shown.

    urgency: "emergency", "same_day", "soon" or "advice". is_general: stands as advice beside every deposit.
    section: the published section that explains it with its sources, filled in by the service.
    """

    code: str
    urgency: str
    title: str
    look_for: tuple[str, ...]
    to_do: str
    reason: str
    is_general: bool = False
    section: SectionText | None = None


@dataclass(frozen=True, slots=True)
class _Raised:
    reason: str
    urgency: str = ""


def red_flags(facts: Facts) -> list[RedFlag]:
    """The flags these facts raise, most urgent first, and after them the general advice (R10, R12)."""
    raised: list[RedFlag] = []
    for code, trigger in TRIGGERS.items():
        answer = trigger(facts)
        if answer:
            raised.append(_flag(code, answer.reason, answer.urgency))
    shown = {flag.code for flag in raised}
    general = [_general(code) for code in ("R10", "R12") if code not in shown]
    raised.sort(key=lambda flag: URGENCIES.index(flag.urgency))
    return raised + general


def _flag(code: str, reason: str, urgency: str = "") -> RedFlag:
    words = WORDS[code]
    return RedFlag(
        code=code,
        urgency=urgency or words.urgency,
        title=str(words.title),
        look_for=tuple(str(sign) for sign in words.look_for),
        to_do=str(words.to_do),
        reason=reason,
    )


def _general(code: str) -> RedFlag:
    return replace(_flag(code, _("Advice for every deposit"), "advice"), is_general=True)


def _noted(what: str, day: datetime.date, facts: Facts) -> str:
    return _("Shown because %(what)s was noted on %(date)s.") % {
        "what": what,
        "date": long_date(day, facts.today),
    }


def _event_reason(facts: Facts, *kinds: str) -> str:
    sentences = {
        "infected": _("Shown because an infection was noted on %(date)s."),
        "inflamed": _("Shown because it was inflamed on %(date)s."),
        "opened": _("Shown because it opened on %(date)s."),
        "drained": _("Shown because material came out on %(date)s."),
        "ulcer": _("Shown because an open sore was noted on %(date)s."),
    }
    event = facts.current_event(*kinds)
    return sentences[event[0]] % {"date": long_date(event[1], facts.today)} if event else ""


def _check_in_sign(facts: Facts) -> str:
    """The words for the first sign of inflammation or infection in the last check-in, or an empty string."""
    signs = facts.check_in
    if signs is None:
        return ""
    if signs.drainage == "pus":
        return _("pus")
    for grade, words in (
        (signs.redness, _("redness")),
        (signs.warmth, _("warmth")),
        (signs.swelling, _("swelling")),
    ):
        if grade in ("mild", "marked"):
            return words
    return _("more pain") if signs.pain_increased else ""


def _infection_reason(facts: Facts) -> str:
    """Why this deposit may be infected or inflamed, or an empty string."""
    sign = _check_in_sign(facts)
    if sign and facts.check_in and facts.check_in.on_date:
        return _noted(sign, facts.check_in.on_date, facts)
    if sign:
        return _("Shown because %(what)s was noted at the last check-in.") % {"what": sign}
    return _event_reason(facts, "infected", "inflamed")


def _r1(facts: Facts) -> _Raised | None:
    reason = _infection_reason(facts) or _event_reason(facts, "opened", "drained", "ulcer")
    if not reason and (day := facts.sign("fever")):
        reason = _noted(_("fever"), day, facts)
    return _Raised(reason) if reason else None


def _r2(facts: Facts) -> _Raised | None:
    day = facts.sign("spreading_redness")
    if day:
        return _Raised(_noted(_("redness that spreads"), day, facts))
    infection = _infection_reason(facts)
    if infection and "face" in facts.groups():
        return _Raised(_("%(infection)s It sits on the face.") % {"infection": infection})
    drug = facts.taking(*IMMUNE_TREATMENTS)
    if infection and drug:
        values = {"infection": infection, "treatment": label("treatment", drug)}
        return _Raised(
            _("%(infection)s A treatment that can weaken defences is recorded: %(treatment)s.") % values
        )
    return None


def _r3(facts: Facts) -> _Raised | None:
    local = _infection_reason(facts) or _event_reason(facts, "opened", "drained", "ulcer")
    if not local and not facts.sign("spreading_redness"):
        return None
    for sign, words in (("fever", _("fever")), ("confusion", _("confusion")), ("vomiting", _("vomiting"))):
        if day := facts.sign(sign):
            values = {"what": words, "date": long_date(day, facts.today), "local": local}
            return _Raised(_("Shown because %(what)s was noted on %(date)s. %(local)s") % values)
    return None


def _r4(facts: Facts) -> _Raised | None:
    if facts.current_event("ulcer"):
        return _Raised(_event_reason(facts, "ulcer"))
    opened = facts.current_event("opened", "drained")
    if opened and facts.today and (facts.today - opened[1]).days >= NOT_HEALING_DAYS:
        return _Raised(_event_reason(facts, "opened", "drained"))
    return None


def _r5(facts: Facts) -> _Raised | None:
    risk = bool(KIDNEY_CONDITIONS & set(facts.conditions)) or facts.taking("warfarin") is not None
    known = facts.diagnosis_type == "calciphylaxis"
    if day := facts.sign("black_or_purple_skin"):
        reason = _noted(_("a change of skin colour to black, blue, purple or white"), day, facts)
        return _Raised(reason, "emergency" if risk or known else "same_day")
    if known:
        return _Raised(_("Shown because calciphylaxis is recorded."))
    if facts.taking("warfarin"):
        return _Raised(_("Shown because warfarin is recorded as a treatment."))
    return None


def _r6(facts: Facts) -> _Raised | None:
    if day := facts.sign("numbness"):
        return _Raised(_noted(_("numbness, tingling or weakness"), day, facts))
    if facts.check_in and facts.check_in.function == "strong":
        return _Raised(_("Shown because it is strongly in the way of moving."))
    return None


def _r7(facts: Facts) -> _Raised | None:
    on_finger = "finger" in facts.groups() or "fingertip" in facts.groups()
    person = bool(FINGER_CONDITIONS & set(facts.conditions))
    if (on_finger or person) and (day := facts.sign("black_or_purple_skin")):
        return _Raised(_noted(_("a change of colour of the skin or a fingertip"), day, facts))
    if on_finger and person and facts.current_event("ulcer"):
        return _Raised(_event_reason(facts, "ulcer"))
    return None


def _r8(facts: Facts) -> _Raised | None:
    if day := facts.sign("great_thirst"):
        return _Raised(_noted(_("great thirst"), day, facts))
    days = [day for analyte, day in facts.high_labs if analyte in CALCIUM_LABS]
    if days:
        values = {"date": long_date(max(days), facts.today)}
        return _Raised(_("Shown because calcium was above the lab’s own interval on %(date)s.") % values)
    if day := facts.sign("vomiting"):
        return _Raised(_noted(_("vomiting"), day, facts))
    return None


def _r9(facts: Facts) -> _Raised | None:
    day = facts.sign("confusion")
    return _Raised(_noted(_("confusion or great drowsiness"), day, facts)) if day else None


def _r10(facts: Facts) -> _Raised | None:
    signs = facts.check_in
    if signs is None or not (signs.new_bleeding or signs.fast_growth or signs.drainage == "blood"):
        return None
    what = _("fast growth") if signs.fast_growth else _("bleeding")
    if signs.on_date:
        return _Raised(_noted(what, signs.on_date, facts))
    return _Raised(_("Shown because %(what)s was noted at the last check-in.") % {"what": what})


def _r11(facts: Facts) -> _Raised | None:
    if day := facts.sign("recent_drip"):
        return _Raised(_noted(_("a recent calcium drip"), day, facts))
    if facts.diagnosis_type == "iatrogenic":
        return _Raised(_("Shown because a clinician recorded the type after a treatment (iatrogenic)."))
    return None


def _r12(facts: Facts) -> _Raised | None:
    reason = _event_reason(facts, "opened", "drained", "inflamed", "infected", "ulcer")
    return _Raised(reason) if reason else None


TRIGGERS: dict[str, Callable[[Facts], _Raised | None]] = {
    "R1": _r1,
    "R2": _r2,
    "R3": _r3,
    "R4": _r4,
    "R5": _r5,
    "R6": _r6,
    "R7": _r7,
    "R8": _r8,
    "R9": _r9,
    "R10": _r10,
    "R11": _r11,
    "R12": _r12,
}
