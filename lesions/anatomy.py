"""Where a deposit can be: the sites, their names with the side in them, and a search by everyday words. Pure.

Left and right are always the patient's own. Keys are ours and stay primary; SNOMED CT codes are optional.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.translation import get_language, gettext, pgettext

from lesions.anatomy_search import cost, distance, words_of
from lesions.anatomy_sites import DIGITS, GROUPS, PARTS, ROWS, WHOLE_DIGIT, Digit, Part

Side = Literal["left", "right", "none"]
SIDED: tuple[Side, ...] = ("left", "right")
UNSIDED: tuple[Side, ...] = ("none",)

GENITAL = frozenset({"genital_area", "perineum", "scrotum", "penis", "vulva_labium"})
# Private places: photos of them are blurred until tapped and left out of shares.
SENSITIVE = GENITAL | {"breast", "buttock", "gluteal_fold", "groin"}
LARGE_JOINTS = frozenset(
    (
        "shoulder",
        "elbow",
        "elbow_posterior",
        "elbow_fold",
        "hip",
        "knee",
        "knee_anterior",
        "knee_fold",
        "wrist",
        "ankle",
    )
)
STUDY_BY_KEY = {
    "scrotum": "scrotum",
    "shin": "shin",
    "shin_structure": "shin",
    "buttock": "buttock",
    "gluteal_fold": "buttock",
    "abdomen": "abdomen",
    "abdomen_lower": "abdomen",
}
STUDY_BY_GROUP = {
    "wrist": "wrist",
    "elbow": "elbow",
    "forearm": "forearm",
    "knee": "knee",
    "face": "face",
    "ear": "face",
    "foot": "foot",
    "thigh": "thigh",
    "lower_leg": "lower_leg",
    "trunk": "trunk",
    "genital": "genital",
}


@dataclass(frozen=True, slots=True)
class Site:
    """One place on the body.

    `phrase` and `short_phrase` are message ids with `{side}` (and `{digit}`); use `label`, `name()` and
    `short_name()` for text. `snomed` is empty where no code is known; `finger_detail` says that the code is
    the whole finger's and the part must go along as a text qualifier. `parent` is the whole it belongs to.
    `study_groups` are the coarser places that published studies (and our education topics) speak of.
    """

    key: str
    phrase: str
    short_phrase: str
    group: str
    parent: str
    snomed: str
    words: tuple[str, ...]
    sided: bool
    is_whole: bool
    finger_detail: bool
    sensitive: bool
    genital: bool
    identifying: bool
    study_groups: frozenset[str]
    digit: str = ""

    @property
    def label(self) -> str:
        """The site's name without a side, in the current language: 'Thumb, fingertip pad'."""
        return self.name("none")

    @property
    def group_label(self) -> str:
        """The name of the region this site is listed under."""
        return gettext(GROUPS[self.group])

    @property
    def sides(self) -> tuple[Side, ...]:
        """('left', 'right') or ('none',)."""
        return SIDED if self.sided else UNSIDED

    def name(self, side: str) -> str:
        """The full name: 'Left thumb, fingertip pad', 'Back of the right hand'."""
        return say(self.phrase, side, self.digit)

    def name_inside(self, side: str) -> str:
        """The full name inside a sentence: 'left thumb, fingertip pad'."""
        return say(self.phrase, side, self.digit, begins=False)

    def short_name(self, side: str) -> str:
        """The name a deposit is called by: 'Left thumb tip'."""
        return say(self.short_phrase, side, self.digit)


def say(phrase: str, side: str, digit: str = "", *, begins: bool = True) -> str:
    """A site's phrase in the current language with side ("left", "right", "none") and finger filled in.

    `begins`: it begins a sentence and gets a capital.
    """
    word = {"left": pgettext("side of the body", "left"), "right": pgettext("side of the body", "right")}
    text = gettext(phrase).format(side=word.get(side, ""), digit=gettext(digit) if digit else "")
    text = " ".join(text.split())
    return text[:1].upper() + text[1:] if begins else text


def _build() -> Iterator[Site]:
    parents = {row.parent for row in ROWS}
    for digit in DIGITS:
        yield _site(digit.key, *(WHOLE_DIGIT[0],) * 2, digit.key, "hand", digit.snomed,
                    _digit_words(WHOLE_DIGIT[1], digit), whole=True, digit=digit)  # fmt: skip
        for part in PARTS:
            if part.on_thumb if digit.key == "thumb" else part.on_fingers:
                yield _finger_part(part, digit)
    for row in ROWS:
        words = tuple(word.strip() for word in row.words.split(",") if word.strip())
        yield _site(row.key, row.phrase, row.short, row.group, row.parent, row.snomed, words,
                    whole=row.key in parents or row.key in {"digit_hand_skin", "toe_skin"})  # fmt: skip


def _finger_part(part: Part, digit: Digit) -> Site:
    key = part.key.format(digit=digit.key)
    nail = key.endswith("_nail")
    code = digit.nail_snomed if nail else digit.snomed
    words = _digit_words(part.words, digit)
    return _site(
        key, part.phrase, part.short, digit.key, digit.key, code, words, digit=digit, finger_detail=not nail
    )


def _digit_words(pattern: str, digit: Digit) -> tuple[str, ...]:
    said: dict[str, None] = {}
    for word in pattern.split(", "):
        for name in digit.everyday.split(", "):
            said[word.replace("*", name)] = None
    return tuple(said)


def _site(
    key: str,
    phrase: str,
    short: str,
    group: str,
    parent: str,
    snomed: str,
    words: tuple[str, ...],
    *,
    whole: bool = False,
    digit: Digit | None = None,
    finger_detail: bool = False,
) -> Site:
    return Site(
        key=key,
        phrase=phrase,
        short_phrase=short,
        group=group,
        parent=parent,
        snomed=snomed,
        words=words,
        sided="{side}" in phrase,
        is_whole=whole,
        finger_detail=finger_detail,
        sensitive=key in SENSITIVE,
        genital=key in GENITAL,
        identifying=key.endswith("_tip_palmar") or group in {"face", "ear"},
        study_groups=_study_groups(key, group, digit),
        digit=digit.name if digit else "",
    )


def _study_groups(key: str, group: str, digit: Digit | None) -> frozenset[str]:
    found = {STUDY_BY_KEY.get(key, "")}
    if key != "postauricular":  # behind the ear is not the face
        found.add(STUDY_BY_GROUP.get(group, ""))
    if digit or key == "digit_hand_skin":
        found |= {"finger", "hand"}
    if digit and key.endswith(("_tip_palmar", "_distal_dorsal", "_nail")):
        found.add("fingertip")
    if group in {"hand", "palm"}:
        found.add("hand")
    if key in LARGE_JOINTS:
        found.add("large_joint")
    return frozenset(found - {""})


DIGIT_KEYS = frozenset(digit.key for digit in DIGITS)
SITES: dict[str, Site] = {built.key: built for built in _build()}
ORDER = {key: place for place, key in enumerate(SITES)}  # body order


def site(key: str) -> Site:
    """The site of a key. Raises KeyError for an unknown key."""
    return SITES[key]


def choices() -> list[tuple[str, str]]:
    """All sites as (key, label without side), in body order; for a model or form field."""
    return [(one.key, one.label) for one in SITES.values()]


def sides_for(key: str) -> tuple[Side, ...]:
    """The sides a deposit at this site can have: ('left', 'right') or ('none',). Raises KeyError."""
    return SITES[key].sides


def site_label(key: str, side: str) -> str:
    """'Left thumb, fingertip pad'. Raises KeyError for an unknown key."""
    return SITES[key].name(side)


def short_name(key: str, side: str) -> str:
    """'Left thumb tip', the stem of a deposit's name. Raises KeyError for an unknown key."""
    return SITES[key].short_name(side)


def parts_of(key: str) -> list[Site]:
    """The sites that are parts of this one, in body order."""
    return [one for one in SITES.values() if one.parent == key]


def grouped() -> list[tuple[str, list[Site]]]:
    """All sites by region, in body order: [(group key, [sites])]."""
    return [(group, [one for one in SITES.values() if one.group == group]) for group in GROUPS]


def search(text: str, limit: int = 8) -> list[tuple[Site, Side]]:
    """Sites by everyday words in any order, forgiving small typing errors: 'left pinky tip', 'rigth elbow'.

    Best match first. A sided site comes twice (left, right) unless the text names a side.
    """
    typed, side = _split_side(words_of(text))
    language = get_language() or ""
    found: list[tuple[float, int, Site]] = []
    for place, one in enumerate(SITES.values()):
        names, more = _names(one.key, language)
        far = cost(typed, names, more) if side == "none" or one.sided else None
        if far is not None:
            found.append((far, place, one))
    found.sort(key=lambda row: row[:2])
    pairs = [(one, s) for _, _, one in found for s in one.sides if side in ("none", s)]
    return pairs[:limit]


def _split_side(typed: list[str]) -> tuple[list[str], Side]:
    """The typed words without the first that says left or right (small errors allowed), and that side."""
    said = {"left": pgettext("side of the body", "left"), "right": pgettext("side of the body", "right")}
    for side in SIDED:
        word = said[side].casefold()
        for i, one in enumerate(typed):
            if one in {word, side[0]} or (len(one) > 2 and distance(one, word, 1) is not None):
                return typed[:i] + typed[i + 1 :], side
    return typed, "none"


@lru_cache(maxsize=1024)
def _names(key: str, language: str) -> tuple[list[list[str]], list[str]]:
    """The names of a site and the words of its region; `language` is only there for the cache."""
    one = SITES[key]
    return [words_of(name) for name in (one.label, one.short_name("none"), *one.words)], words_of(
        one.group_label
    )
