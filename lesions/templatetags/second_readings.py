"""Second readings in templates: what waits, both outlines on one photo, and the difference in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from lesions.second_readings import blind_in, open_readings, second_readings_of, state_of
from lesions.templatetags.measure import WIDE, places_text

if TYPE_CHECKING:
    from lesions.agreement import Agreement, Difference
    from lesions.models import Lesion, Measurement, Photo, SecondReading

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_for_me(context: dict[str, Any]) -> list[SecondReading]:
    """What the signed-in person has been asked to read and has not read yet."""
    user = context["request"].user
    return open_readings(user) if isinstance(user, User) else []


@register.inclusion_tag("lesions/_blind.html", takes_context=True)
def blind_note(context: dict[str, Any]) -> dict[str, Any]:
    """Says on a page of the whole record why sizes are missing, to whoever reads some of them blind."""
    user, record = context["request"].user, context.get("record")
    if record is None or not isinstance(user, User):
        return {"hides_nothing": True}
    return {"hides_nothing": not blind_in(record, user), "of_record": True}


@register.simple_tag
def asked_about(lesion: Lesion) -> list[SecondReading]:
    return second_readings_of(lesion)


@register.filter
def state_words(asked: SecondReading) -> str:
    """Where it stands, as the end of a sentence that begins with the reader's name."""
    return {
        "read": _("has read it"),
        "declined": _("would rather not"),
        "open": _("has not read it yet"),
        "ended": _("can no longer read it: the access or the first reading has ended"),
    }[state_of(asked)]


@register.filter
def difference_words(difference: Difference) -> str:
    """The difference in one sentence, with how it stands to what both may be off."""
    words = {"mm": f"{abs(difference.mm):.1f}", "percent": f"{abs(difference.percent):.0f}"}
    if difference.is_equal:
        return _("Both read the same length.")
    longer = (
        _("The second reading is %(mm)s mm (%(percent)s %%) longer")
        if difference.mm > 0
        else _("The second reading is %(mm)s mm (%(percent)s %%) shorter")
    )
    return f"{longer % words}, {_verdict(difference)}."


def _verdict(difference: Difference) -> str:
    words = {"mm": f"{difference.error_mm:.1f}"}
    if difference.is_within:
        return _("within the ± %(mm)s mm that both together may be off: the two agree") % words
    return _("more than the ± %(mm)s mm that both together may be off: look at both outlines") % words


@register.filter
def agreement_words(agreement: Agreement) -> str:
    """Mean difference and limits of agreement over all pairs of a deposit, second less first."""
    words = {"count": agreement.pairs, "mean": f"{agreement.mean_mm:+.1f}"}
    if agreement.lower_mm is None or agreement.upper_mm is None:
        return (
            _("Pairs so far: %(count)d, mean difference %(mean)s mm. From five pairs on, limits stand here.")
            % words
        )
    words |= {"lower": f"{agreement.lower_mm:+.1f}", "upper": f"{agreement.upper_mm:+.1f}"}
    mean = _("%(count)d pairs: mean difference %(mean)s mm") % words
    return mean + _(", 95 %% limits of agreement %(lower)s to %(upper)s mm.") % words


@register.simple_tag
def both_over_photo(photo: Photo, first: Measurement, second: Measurement) -> SafeString:
    """Both outlines on one photo: the first drawn through, the second dashed."""
    high = WIDE * photo.height_px / photo.width_px
    drawn = [
        (kind, name, places_text(one, high))
        for name, row in (("over-first", first), ("over-second", second))
        for kind, shapes in (("polygon", row.outlines), ("polyline", row.lines))
        for one in shapes
    ]
    shapes = format_html_join("", '<{} class="{}" points="{}"/>', drawn)
    return format_html(
        '<svg class="over" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDE, f"{high:.1f}", shapes,
    )  # fmt: skip
