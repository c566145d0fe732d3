"""How sure a size is, by the way it was taken. The one table used by forms, chart and change.

The half-widths are ours, not published: design values that say how far off a careful person may be.
"""

from decimal import Decimal

from lesions.vocabulary import Method

TENTH = Decimal("0.1")
FIXED_MM = {Method.CALIPER: Decimal("0.5"), Method.RULER: Decimal("1")}
# Without the measurement's own figure (it comes with the outline), a photo is given at least these.
SHARE = {Method.EYE: Decimal("0.25"), Method.PHOTO_KNOWN: Decimal("0.05"), Method.PHOTO_CARD: Decimal("0.03")}
AT_LEAST_MM = {
    Method.EYE: Decimal("2"),
    Method.PHOTO_KNOWN: Decimal("0.5"),
    Method.PHOTO_CARD: Decimal("0.5"),
}


def uncertainty_mm(length_mm: Decimal, method: str) -> Decimal:
    """The 95 % half-width in millimetres of a length taken in this way, rounded to a tenth."""
    way = Method(method)
    if way in FIXED_MM:
        return FIXED_MM[way]
    return max(AT_LEAST_MM[way], (length_mm * SHARE[way]).quantize(TENTH))


def error_of(length_mm: Decimal, stored_mm: Decimal | None, method: str) -> Decimal:
    """The half-width stored with a length, or else that of its way of measuring; no size is without one."""
    return stored_mm if stored_mm else uncertainty_mm(length_mm, method)
