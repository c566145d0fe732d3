"""The views of the body map, as data: which pictures there are for which side, and what leads where. Pure."""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _


class Spec(NamedTuple):
    """A view as defined: its name, picture, side for hands and feet, the tab it belongs to, and its title."""

    slug: str
    drawing: str
    side: str
    tab: str
    title: str

    @property
    def mirrored(self) -> bool:
        return self.side == "left"


TABS: dict[str, str] = {
    "body": _("Body"),
    "left-hand": _("Left hand"),
    "right-hand": _("Right hand"),
    "face": _("Face and ears"),
    "left-foot": _("Left foot"),
    "right-foot": _("Right foot"),
}
SPECS: dict[str, Spec] = {
    spec.slug: spec
    for spec in (
        Spec("body-front", "body-front", "", "body", _("Front")),
        Spec("body-back", "body-back", "", "body", _("Back")),
        Spec("hand-palm-left", "hand-palm", "left", "left-hand", _("Left palm")),
        Spec("hand-back-left", "hand-back", "left", "left-hand", _("Back of the left hand")),
        Spec("hand-palm-right", "hand-palm", "right", "right-hand", _("Right palm")),
        Spec("hand-back-right", "hand-back", "right", "right-hand", _("Back of the right hand")),
        Spec("face", "face", "", "face", _("Face")),
        Spec("ear-right", "ear", "right", "face", _("Right ear")),
        Spec("ear-left", "ear", "left", "face", _("Left ear")),
        Spec("foot-top-left", "foot-top", "left", "left-foot", _("Top of the left foot")),
        Spec("foot-sole-left", "foot-sole", "left", "left-foot", _("Left sole")),
        Spec("foot-top-right", "foot-top", "right", "right-foot", _("Top of the right foot")),
        Spec("foot-sole-right", "foot-sole", "right", "right-foot", _("Right sole")),
    )
}
# As one looks at the figure: its right on the left of the page from the front, on the right from behind.
COMPACT_ORDER = (
    "body-front",
    "body-back",
    "hand-palm-right",
    "hand-palm-left",
    "hand-back-left",
    "hand-back-right",
    "face",
    "ear-right",
    "ear-left",
    "foot-top-right",
    "foot-top-left",
    "foot-sole-left",
    "foot-sole-right",
)
# The drawing of the same part from its other side.
OTHER_SIDE = {
    "body-front": "body-back",
    "body-back": "body-front",
    "hand-palm": "hand-back",
    "hand-back": "hand-palm",
    "foot-top": "foot-sole",
    "foot-sole": "foot-top",
}
# A key that means a smaller part in one picture.
HERE_CALLED = {
    ("foot-top", "foot"): _("top of the {side} foot"),
    ("foot-top", "ankle"): _("{side} ankle, front"),
    ("foot-sole", "foot"): _("middle of the {side} sole"),
    ("ear", "ear"): _("{side} ear, inner part"),
    ("face", "nose"): _("bridge of the nose"),
    ("body-front", "abdomen"): _("upper abdomen"),
}
# Regions that another view shows: a pin of theirs stands there.
DOORS = {
    ("body-front", "hand"): "hand-palm",
    ("body-back", "hand"): "hand-back",
    ("body-front", "foot"): "foot-top",
    ("body-back", "foot"): "foot-sole",
    ("body-front", "face"): "face",
    ("face", "ear"): "ear",
    ("face", "ear_helix"): "ear",
    ("face", "ear_lobe"): "ear",
}
# Sites that no picture shows as a region of their own, and why; they are in the list.
LIST_ONLY = {
    **dict.fromkeys(("thumb", "index", "middle", "ring", "little"), "a whole: its parts are drawn"),
    **dict.fromkeys(
        ("wrist", "forearm", "elbow", "knee", "lowerleg", "back"), "a whole: its parts are drawn"
    ),
    "digit_hand_skin": "not a place: for a finger that is not named",
    "toe_skin": "not a place: for a toe that is not named",
    "shin_structure": "the same place as the shin, deeper",
    **dict.fromkeys(
        ("perineum", "scrotum", "penis", "vulva_labium"), "the figure is neutral: the list has them"
    ),
}
