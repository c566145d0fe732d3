"""Measuring a deposit on a photo: ask the photo, read what was drawn, keep what was accepted.

No millimetre comes from a browser: it sends outlines and names a scale that was found here. Nothing is
stored as a size before a person has looked at it and accepted it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lesions import measure_services, measure_words
from lesions.measure_again import carried, likely_place, reading_before, words_for
from lesions.measure_services import Pointed, fractions_of, pixels_of
from lesions.measure_terms import Answer, Asked, Known, Size
from lesions.measurement.by_hand import KnownLength, PhotoFrame, measure_lines, scale_by_hand
from lesions.measurement.cards import CARDS, printed
from lesions.measurement.reading import measure, to_skin_mm
from lesions.measurement.shape import shape_of
from lesions.measurement.terms import CardPlace, LocalScale, Refusal, Setting, Surface
from lesions.models import Lesion, Photo, PhotoScale
from lesions.outline_text import Place, Polygon, middle_of

if TYPE_CHECKING:
    from accounts.models import User
    from lesions.measure_services import Measured
    from lesions.measurement.terms import Card, Points, Reading

HUNDREDTH = Decimal("0.01")
#: relative standard deviation of a length whose border a person drew alone (ours, not published)
DRAWN_BY_HAND = 0.03
#: an outline further from where the scale was taken than this share of the photo gets no millimetres from it
NEAR = 0.2
MOST_PROPOSALS = 20  # kept of one scale, newest last


class NotHere(ValidationError):
    """The outline lies where the scale was not asked for."""


# ---- asking -----------------------------------------------------------------------------------------------


def propose(photo: Photo, asked: Asked, *, by: User, lesion: Lesion | None = None) -> Answer:
    """An outline with its size, to be looked at; the scale is kept for the next tap.

    Args:
        lesion: whose earlier outline may be the start, where that was asked for.

    Raises:
        MeasuringBusy: too much is being measured.
    """
    if asked.from_earlier and lesion is not None:
        return _from_earlier(photo, asked, by, lesion)
    if not asked.card_kind and asked.known is None:
        return Answer("manual", "missing", measure_words.length_first())
    kept = PhotoScale.objects.filter(photo=photo, made_by=by, setting_key=asked.setting_key()).first()
    if kept is not None and kept.refused:
        return _refused(kept.refused, kept.found["status"])
    if asked.card_kind:
        return _with_card(photo, asked, kept, by)
    return _by_hand(photo, asked, kept, by)


def _from_earlier(photo: Photo, asked: Asked, by: User, lesion: Lesion) -> Answer:
    """The outline of the photo before, laid on this one; where that fails, as if nothing but a tap came."""
    asked, earlier = replace(asked, from_earlier=False), reading_before(lesion, photo, by)
    if earlier is None:
        return propose(photo, asked, by=by)
    has_tap = asked.tap is not None or asked.box is not None
    if not has_tap:
        asked = replace(asked, tap=likely_place(photo, lesion, earlier))
    answer = propose(photo, asked, by=by)
    if answer.scale is None or not answer.scale.proposals:
        return answer
    place = asked.tap or middle_of([list(asked.box or ())])
    found = carried(photo, answer.scale, earlier, answer.outlines, place)
    if found is None:
        missed = Answer("failed", "not_the_same", measure_words.sentence("not_the_same"), scale=answer.scale)
        return answer if has_tap else missed
    near = answer.scale.proposals[-1]
    local = LocalScale.from_json(near["local"])
    at = middle_of(found.outlines)
    _remember(answer.scale, at, near["ambiguity"], local, found.registration)
    return Answer(
        "ok",
        scale=answer.scale,
        outlines=found.outlines,
        ambiguity=near["ambiguity"] or DRAWN_BY_HAND,
        size=read(photo, answer.scale, outlines=found.outlines),
        starts_from=words_for(earlier, by),
    )


def _with_card(photo: Photo, asked: Asked, kept: PhotoScale | None, by: User) -> Answer:
    tap, box = _pointed_px(photo, asked)
    if kept is not None and tap is None and box is None:
        return Answer("ok", scale=kept)
    if kept is not None:
        found = measure_services.propose(photo, scale=kept.found["scale"], tap=tap, box=box)
        return _answer(photo, asked, kept, found)
    pointed = [] if tap is None and box is None else [Pointed(tap, box)]
    found = measure_services.find_and_measure(photo, setting_of(asked, photo), pointed)
    if found.scale is None:
        if found.status in ("refused", "manual"):
            _keep(photo, asked, by, {"refused": str(found.reason), "status": str(found.status)})
        return _refused(str(found.reason), str(found.status))
    markers = [fractions_of(photo, corners) for corners in found.markers_px]
    facts = {"scale": dict(found.scale), "markers": markers, "tilt_deg": found.tilt_deg}
    return _answer(photo, asked, _keep(photo, asked, by, facts), found)


def _by_hand(photo: Photo, asked: Asked, kept: PhotoScale | None, by: User) -> Answer:
    tap, box = _pointed_px(photo, asked)
    at = tap if tap is not None else ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if box else None
    local = local_by_hand(photo, asked, at)
    if isinstance(local, Refusal):
        return _refused(str(local.reason), "refused", measure_words.length_too_short())
    scale = kept or _keep(photo, asked, by, {"markers": [], "tilt_deg": None})
    if at is None:
        return Answer("ok", scale=scale)
    found = measure_services.propose(photo, scale=local, tap=tap, box=box)
    return _answer(photo, asked, scale, found, local)


def _answer(
    photo: Photo, asked: Asked, scale: PhotoScale, found: Measured, local: LocalScale | None = None
) -> Answer:
    """What the worker found about one lesion. Without an edge there, its scale is kept for a drawn one."""
    lesion = found.lesion
    local = lesion.local or local
    if local is not None and (asked.tap or asked.box):
        outlines = [_places(photo, outline) for outline in lesion.outlines_px]
        at = middle_of(outlines) if outlines else asked.tap or middle_of([list(asked.box or ())])
        _remember(scale, at, lesion.ambiguity if outlines else None, local)
    if lesion.status != "ok":
        return _refused(str(lesion.reason), str(lesion.status), scale=scale)
    if not (asked.tap or asked.box):
        return Answer("ok", scale=scale)
    ambiguity = lesion.ambiguity or 0.0
    return Answer(
        "ok",
        scale=scale,
        outlines=outlines,
        ambiguity=ambiguity,
        size=read(photo, scale, outlines=outlines),
    )


def _refused(reason: str, status: str, message: str = "", scale: PhotoScale | None = None) -> Answer:
    return Answer(status, reason, message or measure_words.sentence(reason), scale=scale)


def setting_of(asked: Asked, photo: Photo) -> Setting:
    """As the pipeline wants it: the card in true millimetres, the camera's focal length."""
    return Setting(
        card=_card(asked),
        place=CardPlace(asked.place),
        surface=Surface(asked.surface),
        surface_said=asked.surface_said,
        hand_lies=asked.hand_lies,
        focal_35mm=photo.focal_length_35mm,
    )


def _card(asked: Asked) -> Card | None:
    if not asked.card_kind:
        return None
    card = CARDS[asked.card_kind]
    return printed(card, asked.check_line_mm) if asked.check_line_mm else card


def local_by_hand(photo: Photo, asked: Asked, at_px: tuple[float, float] | None) -> LocalScale | Refusal:
    """Millimetres about a place from two ends of something known."""
    if asked.known is None:
        raise ValueError("no known length")
    ends = pixels_of(photo, [asked.known.start, asked.known.end])
    start, end = ((float(x), float(y)) for x, y in ends)
    known = KnownLength(start, end, asked.known.length_mm, asked.known.in_plane)
    return scale_by_hand(
        known, at_px or start, frame_of(photo), Surface(asked.surface), hand_lies=asked.hand_lies
    )


def frame_of(photo: Photo) -> PhotoFrame:
    return PhotoFrame(photo.width_px, photo.height_px, photo.focal_length_35mm)


def _pointed_px(
    photo: Photo, asked: Asked
) -> tuple[tuple[float, float] | None, tuple[float, float, float, float] | None]:
    """Tap or box in pixels; the box with its corners in order, whichever was tapped first."""
    if asked.box is not None:
        (x0, y0), (x1, y1) = pixels_of(photo, asked.box).tolist()
        return None, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    if asked.tap is not None:
        x, y = pixels_of(photo, [asked.tap])[0].tolist()
        return (x, y), None
    return None, None


def _places(photo: Photo, points_px: Any) -> Polygon:
    return [(x, y) for x, y in fractions_of(photo, points_px)]


def _keep(photo: Photo, asked: Asked, by: User, found: dict[str, Any]) -> PhotoScale:
    """The scale of these answers; two taps at once keep one."""
    scale, _is_new = PhotoScale.objects.get_or_create(
        photo=photo,
        made_by=by,
        setting_key=asked.setting_key(),
        defaults={
            "method": asked.method, "card": asked.card, "setting": asked.setting(), "found": found,
        },
    )  # fmt: skip
    return scale


def _remember(
    scale: PhotoScale,
    at: Place,
    ambiguity: float | None,
    local: LocalScale,
    registration: dict[str, Any] | None = None,
) -> None:
    one = {"at": list(at), "ambiguity": ambiguity, "local": local.to_json(), "registration": registration}
    scale.proposals = [*scale.proposals, one][-MOST_PROPOSALS:]
    scale.save(update_fields=["proposals"])


# ---- reading ----------------------------------------------------------------------------------------------


def read(
    photo: Photo,
    scale: PhotoScale,
    *,
    outlines: Sequence[Polygon] = (),
    lines: Sequence[Polygon] = (),
    redness: Sequence[Polygon] = (),
) -> Size:
    """The size of what was drawn, along the skin, with its error.

    Raises:
        NotHere: the scale was taken at another place of the photo.
    """
    near, local = about(photo, scale, outlines or lines)
    drawn = [pixels_of(photo, outline) for outline in outlines or lines]
    if lines:
        return _of_lines(photo, drawn, local)
    ambiguity = near["ambiguity"] if near["ambiguity"] is not None else DRAWN_BY_HAND
    reading = measure(drawn, local, float(ambiguity))
    red = [pixels_of(photo, outline) for outline in redness]
    ends = _places(photo, _ends_of(drawn, local))
    return _size(reading, ends, measure(red, local).area_mm2 if red else None)


def _ends_of(drawn: list[Points], local: LocalScale) -> Points:
    """The two drawn points that lie farthest apart on the skin."""
    points = np.concatenate(drawn)
    on_skin = np.concatenate([to_skin_mm(outline, local) for outline in drawn])
    ends = shape_of([to_skin_mm(outline, local) for outline in drawn]).ends
    nearest = [int(np.linalg.norm(on_skin - np.asarray(end), axis=1).argmin()) for end in ends]
    return np.asarray(points[nearest], dtype=np.float64)


def about(photo: Photo, scale: PhotoScale, outlines: Sequence[Polygon]) -> tuple[dict[str, Any], LocalScale]:
    """The proposal nearest to the outline with its scale; far from all of them, the scale is taken anew.

    Raises:
        NotHere: there is no scale at this place.
        MeasuringBusy: it had to be taken anew, and too much is being measured.
    """
    x, y = middle_of(list(outlines))
    longer = max(photo.width_px, photo.height_px)

    def far(one: dict[str, Any]) -> float:
        return math.hypot((one["at"][0] - x) * photo.width_px, (one["at"][1] - y) * photo.height_px) / longer

    nearest = min(reversed(scale.proposals), key=far, default=None)
    if nearest is None or far(nearest) > NEAR:
        local = _local_at(photo, scale, (x, y))
        _remember(scale, (x, y), None, local)
        nearest = scale.proposals[-1]
    return nearest, LocalScale.from_json(nearest["local"])


def _local_at(photo: Photo, scale: PhotoScale, place: Place) -> LocalScale:
    """Where nothing was tapped: somebody draws by hand alone."""
    said = scale.setting
    x, y = pixels_of(photo, [place])[0].tolist()
    if said["known"]:
        known = Known.from_json(said["known"])
        local = local_by_hand(photo, Asked(known=known, surface=said["surface"]), (x, y))
        if isinstance(local, LocalScale):
            return local
    else:
        spot = np.array([[x - 1, y - 1], [x + 1, y - 1], [x, y + 1]])
        found = measure_services.propose(photo, scale=scale.found["scale"], outlines_px=[spot]).lesion
        if found.local is not None:
            return found.local
        if found.reason in measure_words.REASONS:
            raise NotHere(measure_words.sentence(str(found.reason)))
    raise NotHere(_("Tap the deposit once more, so that the scale is taken where the outline is."))


def _of_lines(photo: Photo, drawn: list[Points], local: LocalScale) -> Size:
    """Two lines give length and width and no area: nobody drew one. One line gives the length."""
    reading = measure_lines(drawn[0], drawn[-1], local, frame_of(photo))
    ends = max(drawn, key=lambda line: float(math.dist(line[0], line[1])))
    return Size(
        length_mm=reading.length_mm,
        width_mm=reading.width_mm if len(drawn) == 2 else None,
        uncertainty_mm=reading.uncertainty_mm,
        parts_mm=dict(reading.parts_mm),
        ends=_places(photo, ends),
    )


def _size(reading: Reading, ends: list[Place], redness_mm2: float | None) -> Size:
    return Size(
        length_mm=reading.length_mm,
        width_mm=reading.width_mm,
        area_mm2=reading.area_mm2,
        perimeter_mm=reading.perimeter_mm,
        redness_mm2=redness_mm2,
        uncertainty_mm=reading.uncertainty_mm,
        parts_mm=dict(reading.parts_mm),
        ends=ends,
    )
