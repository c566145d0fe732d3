"""All six checks of one photo, and the thresholds.

The thresholds are ours: set on 120 photos that we drew with known faults (``bench/coach_scenes.py``, every
second seed from 0 to 239) and reported on 240 others in docs/coach.md. No study has published
any.

Units of ``Finding.value``: focus: blur of the edges, deviation in px of a picture 1280 px long; shadow: step
of light in stops; light: change over the skin in stops; marker: its shortest side as a share of the longer
side of the picture; angle: degrees off a straight view; centre: 0 in the middle to 1 at the edge.
"""

from __future__ import annotations

from lesions.coach import centre, focus, light, marker
from lesions.coach.frame import WORK_PX, Picture, light_of, shrunk
from lesions.coach.result import Finding, Verdict, below

BLUR_ON_MARKER_PX = 1.8
BLUR_GOOD_PX, BLUR_POOR_PX = 1.5, 2.2  # without a marker; between the two nobody can tell
SHADOW_STOPS = 0.5
UNEVEN_STOPS = 1.15
ANGLE_DEGREES = 23.0
OFF_CENTRE = 0.55


def check(
    picture: Picture, point: tuple[float, float] | None = None, focal_35mm: float | None = None
) -> list[Finding]:
    """The six findings of an upright RGB picture, in the order of ``CRITERIA``.

    Args:
        picture: rows, columns, 3; at most about 2048 px long, or it takes long.
        point: where a person said that the deposit is, as fractions of width and height.
        focal_35mm: the focal length as on 35 mm film, if the camera wrote it.
    """
    height, width = picture.shape[:2]
    markers = marker.find_markers(picture)
    cards = [found.card(width, height) for found in markers]
    seen = light_of(picture, cards)
    return [
        _focus(shrunk(picture, WORK_PX), markers, width),
        below("shadow", light.hard_shadow_stops(seen), SHADOW_STOPS),
        below("light", light.uneven_stops(seen), UNEVEN_STOPS),
        _marker(markers, max(width, height)),
        _angle(markers, width, height, focal_35mm),
        _centre(point or centre.find_lump(seen)),
    ]


def _focus(picture: Picture, markers: list[marker.Marker], width: int) -> Finding:
    if markers:
        blur = focus.blur_of_marker(picture, markers[0].corners * (picture.shape[1] / width))
        if blur is not None:
            return below("focus", blur, BLUR_ON_MARKER_PX)
    blur = focus.blur_of_edges(picture)
    if blur is not None and BLUR_GOOD_PX < blur < BLUR_POOR_PX:
        return Finding("focus", Verdict.CANNOT_TELL, round(blur, 3))
    return below("focus", blur, BLUR_GOOD_PX)


def _marker(markers: list[marker.Marker], longest_px: int) -> Finding:
    if not markers:
        return Finding("marker", Verdict.POOR)
    return Finding("marker", Verdict.GOOD, round(markers[0].side_px / longest_px, 3))


def _angle(markers: list[marker.Marker], width: int, height: int, focal_35mm: float | None) -> Finding:
    if not markers or markers[0].side_px < marker.MIN_SIDE_FOR_ANGLE_PX:
        return Finding("angle", Verdict.CANNOT_TELL)
    return below("angle", markers[0].angle_degrees(width, height, focal_35mm), ANGLE_DEGREES)


def _centre(place: tuple[float, float] | None) -> Finding:
    return below("centre", None if place is None else centre.off_centre(*place), OFF_CENTRE)
