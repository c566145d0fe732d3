"""How well a few typed words fit a place's names: any order, word beginnings, small typing errors. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

FILLER = frozenset(
    {"a", "an", "the", "of", "on", "in", "at", "my", "is", "and", "to", "where", "its", "near"}
)
MISSED = 6.0  # cost of a typed word that fits nothing


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without accents, apostrophes, filler words and plural s."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return [_singular(word) for word in re.findall(r"\w+", plain) if word not in FILLER]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def cost(typed: Sequence[str], names: Iterable[Sequence[str]], more: Iterable[str] = ()) -> float | None:
    """How far the typed words are from a place called by any of `names`; 0 is a perfect name, None is no fit.

    Every typed word should occur among the names or in `more`; one that does not costs `MISSED`, and half or
    more missing is no fit. A name said whole beats the same words scattered over several names.
    """
    known = [list(name) for name in names if name]
    bag = {word for name in known for word in name} | set(more)
    each = [min((_word_cost(word, other) for other in bag), default=MISSED) for word in typed]
    missed = sum(1 for one in each if one >= MISSED)
    if not typed or missed * 2 >= len(typed):
        return None
    return sum(each) + min(_name_cost(typed, name) for name in known)


def _name_cost(typed: Sequence[str], name: Sequence[str]) -> float:
    """0 when the typed words are exactly this name, growing with words too many or too few."""
    best = [min(_word_cost(word, other) for other in name) for word in typed]
    hit = sum(1 for one in best if one < MISSED)
    return (len(typed) - hit) + 0.5 * max(0, len(name) - hit)


def _word_cost(typed: str, known: str) -> float:
    if typed == known:
        return 0.0
    if len(typed) >= 2 and known.startswith(typed):
        return 0.3
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2
    errors = distance(typed, known, allowed)
    return MISSED if errors is None else 1.0 + errors


def distance(a: str, b: str, limit: int) -> int | None:
    """Typing errors between two words (wrong, missing, extra or swapped letters), or None above `limit`."""
    if abs(len(a) - len(b)) > limit:
        return None
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1] if last[-1] <= limit else None
