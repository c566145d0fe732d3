"""What each red flag says: signs to look for and what to do. The sources stand in the flags' sections."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class FlagWords:
    """urgency: "emergency", "same_day", "soon" or "advice"; to_do: whom to phone and how soon."""

    urgency: str
    title: Words
    look_for: tuple[Words, ...]
    to_do: Words


WORDS = {
    "R1": FlagWords(
        "same_day",
        _("Signs of infection"),
        (
            _("it hurts more"),
            _("it gets redder, warmer or more swollen"),
            _("it lets out pus"),
        ),
        _("If you see one of these, phone your clinic the same day. With systemic sclerosis, early treatment "
          "may save tissue at a fingertip. With fever of 38 °C or more, fast breathing, vomiting, confusion "
          "or fainting, phone the emergency number."),
    ),
    "R2": FlagWords(
        "same_day",
        _("Redness that spreads, or reaches the face"),
        (
            _("redness grows within hours"),
            _("redness reaches the face or an eye"),
            _("your defences are weak, from an illness or a medicine"),
        ),
        _("Phone your clinic now, or the advice line outside its hours. Don’t wait until tomorrow."),
    ),
    "R3": FlagWords(
        "emergency",
        _("Infection with signs in the whole body"),
        (
            _("fever of 38 °C or more"),
            _("a fast heartbeat or fast breathing"),
            _("vomiting, confusion or fainting"),
            _("cold, clammy skin"),
        ),
        _("If one of these comes with an infected or open deposit, phone the emergency number at once."),
    ),
    "R4": FlagWords(
        "soon",
        _("An open sore that doesn’t heal"),
        (
            _("the sore isn’t getting smaller"),
            _("you can see or feel something hard at the bottom"),
            _("the joint beside it becomes sore"),
        ),
        _("Ask your clinic for a visit soon. They check that joint and bone are not infected; sometimes "
          "surgery is needed."),
    ),
    "R5": FlagWords(
        "same_day",
        _("Very painful, dark or net-like skin"),
        (
            _("skin that is very painful, with a purple net or black areas"),
            _("hard, painful plates"),
            _("dark or black crusts"),
        ),
        _("If you see one of these, get help the same day: it can be calciphylaxis, which is dangerous. With "
          "kidney disease, dialysis, a transplant or warfarin, or if you feel ill, phone the emergency "
          "number. Don’t stop warfarin on your own."),
    ),
    "R6": FlagWords(
        "soon",
        _("Numb, tingling, weak or stiff near a deposit"),
        (
            _("numbness or tingling"),
            _("weakness"),
            _("a joint that moves less than before"),
        ),
        _("Ask your clinic for a visit soon. A deposit can press on a nerve or block a joint."),
    ),
    "R7": FlagWords(
        "same_day",
        _("A finger that changes colour, or a new fingertip sore"),
        (
            _("a finger turns white, blue or black and stays so"),
            _("a new sore on a fingertip"),
        ),
        _("Phone your clinic the same day: the blood flow to the finger may be too low."),
    ),
    "R8": FlagWords(
        "soon",
        _("Signs of high blood calcium"),
        (
            _("great thirst and passing much urine"),
            _("belly pain, nausea, vomiting or constipation"),
            _("bone pain or weakness"),
        ),
        _("Call your doctor. A blood test shows whether calcium is high."),
    ),
    "R9": FlagWords(
        "emergency",
        _("Confusion or great drowsiness"),
        (
            _("confusion or unusual drowsiness"),
            _("a pounding or irregular heartbeat"),
            _("hardly any urine"),
        ),
        _("Phone the emergency number at once. Very high calcium can do this, and so can other illness."),
    ),
    "R10": FlagWords(
        "soon",
        _("Fast growth, bleeding, or a lump unlike the others"),
        (
            _("it grows fast"),
            _("it bleeds"),
            _("it looks or feels unlike your other deposits"),
        ),
        _("Have it looked at by a doctor, so that it is certain what it is."),
    ),
    "R11": FlagWords(
        "soon",
        _("A hard, painful swelling after a calcium drip"),
        (
            _("a new hard swelling where a drip ran, days to weeks before"),
            _("red, warm or painful skin there"),
        ),
        _("Tell a doctor soon, and say when and where the drip was."),
    ),
    "R12": FlagWords(
        "advice",
        _("Leave it alone"),
        (_("no squeezing, cutting or piercing at home"),),
        _("Don’t squeeze, cut or pierce it at home. This is our own caution; we found no study of it. If it "
          "opens by itself, ask your clinic how to "
          "clean and cover it."),
    ),
}  # fmt: skip
