"""Words and symbols for check-ins in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.templatetags.ui import icon
from lesions.models import CheckIn
from lesions.vocabulary import Grade

register = template.Library()

ANCHOR_ICONS = {2: "better2", 1: "better1", 0: "same", -1: "worse1", -2: "worse2"}


def plain(number: Decimal) -> str:
    """7.0 as 7, 7.5 as 7.5: no digit that was not meant."""
    return f"{number.normalize():f}"


@register.filter
def mm(number: Decimal | None) -> str:
    return "" if number is None else plain(number)


@register.filter
def size_words(check_in: CheckIn) -> str:
    """Length and width in millimetres; a missing one is named, never guessed."""
    length, width = check_in.length_mm, check_in.width_mm
    if length is not None and width is not None:
        return f"{plain(length)} × {plain(width)} mm"
    if length is not None:
        return _("%(mm)s mm long") % {"mm": plain(length)}
    if width is not None:
        return _("%(mm)s mm wide") % {"mm": plain(width)}
    return ""


@register.filter
def look_words(check_in: CheckIn) -> list[str]:
    """What was seen, in words; a sign that was looked for and not there is said as such."""
    words = []
    for name, label in (
        ("redness", _("redness")),
        ("warmth", _("warmth")),
        ("swelling", _("swelling")),
        ("tenderness", _("tender")),
    ):
        grade = getattr(check_in, name)
        if grade == Grade.NONE:
            words.append(_("no %(sign)s") % {"sign": label})
        elif grade:
            words.append(f"{label}, {Grade(grade).label}")
    if check_in.surface:
        words.append(check_in.get_surface_display())
    if check_in.drainage:
        words.append(check_in.get_drainage_display())
    if check_in.colour:
        words.append(check_in.get_colour_display())
    if check_in.consistency:
        words.append(check_in.get_consistency_display())
    if check_in.arrangement:
        words.append(check_in.get_arrangement_display())
    if check_in.lump_count is not None:
        words.append(_("%(count)d lumps") % {"count": check_in.lump_count})
    if check_in.function:
        words.append(check_in.get_function_display())
    return [str(word) for word in words]


@register.simple_tag
def check_in_values(check_in: CheckIn) -> SafeString:
    """Everything a check-in says, in one line. In Python: a timeline draws forty of them."""
    phrases: list[tuple[object, object, object]] = []
    if check_in.has_size:
        error = f" ± {plain(check_in.uncertainty_mm)} mm" if check_in.uncertainty_mm else ""
        phrases.append(("", size_words(check_in), f"{error}, {check_in.get_method_display()}"))
    if check_in.area_mm2 is not None:
        phrases.append(("", f"{plain(check_in.area_mm2)} mm²", ""))
    if check_in.height_mm is not None:
        phrases.append((_("Height") + " ", f"{plain(check_in.height_mm)} mm", ""))
    scales = (
        (_("Pain"), check_in.pain_rest),
        (_("On pressure"), check_in.pain_pressure),
        (_("Itch"), check_in.itch),
    )
    phrases += [(f"{label} ", value, "") for label, value in scales if value is not None]
    phrases += [("", word, "") for word in look_words(check_in)]
    missing = ""
    if check_in.sizes_are_hidden:
        missing = _("Size, if taken, hidden until you have read it")
    elif check_in.is_only_same:
        missing = _("Size and pain not taken")
    return format_html(
        '<p class="values">{}{}</p>',
        format_html_join("", '<span>{}<b class="num">{}</b>{}</span>', phrases),
        format_html("<span>{}</span>", missing) if missing else "",
    )


@register.simple_tag
def anchor_icon(anchor: int) -> SafeString:
    return icon(ANCHOR_ICONS[anchor])
