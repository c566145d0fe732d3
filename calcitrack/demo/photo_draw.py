"""Draws a demo photo: skin, deposit, light and camera, the same bytes for the same specification."""

from __future__ import annotations

import numpy as np

from calcitrack.demo.photo_camera import burn_mark, cloth, develop, lay_card, lay_ruler, light_up, to_jpeg
from calcitrack.demo.photo_lesion import draw_spot
from calcitrack.demo.photo_noise import Noise
from calcitrack.demo.photo_sites import SITES, new_canvas
from calcitrack.demo.photo_spec import FRAME_MM, STATES, PhotoSpec, Spot

__all__ = ["FRAME_MM", "STATES", "PhotoSpec", "Spot", "draw_photo"]

MARGIN = 1.1  # the camera may move and turn a little without looking past the edge


def draw_photo(spec: PhotoSpec) -> bytes:
    """A JPEG with the time and focal length in its EXIF and "SYNTHETIC" burned into a corner.

    Raises:
        KeyError: an unknown view or state.
    """
    width, height = int(spec.width_px * MARGIN), int(spec.height_px * MARGIN)
    canvas = new_canvas(width, height, spec.px_per_mm, spec.skin_tone, spec.body_seed)
    SITES[spec.view](canvas)
    for spot in spec.spots:
        draw_spot(canvas, spot)
    shot = np.random.default_rng((spec.body_seed, spec.shot_seed))
    background = cloth(Noise(spec.body_seed + 5, width, height), spec.cloth, spec.px_per_mm)
    azimuth = float(np.deg2rad(-128 + shot.uniform(-22, 22)))  # the window is at the upper left
    scene = light_up(canvas, background, azimuth)
    if spec.ruler:
        _place_ruler(spec, scene)
    if spec.card_mm:
        left_of = max(spot.x_mm - spot.length_mm * 0.6 for spot in spec.spots) - spec.card_mm * 0.75
        lay_card(scene, spec.px_per_mm, left_of, spec.spots[0].y_mm, spec.card_mm)
    picture = develop(scene, shot, (spec.width_px, spec.height_px))
    burn_mark(picture)
    return to_jpeg(picture, spec.taken_at)


def _place_ruler(spec: PhotoSpec, scene: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    """Below the lowest deposit, as long as the picture allows."""
    frame = FRAME_MM[spec.view]
    length = int(min(50, frame * 0.62)) // 10 * 10
    lowest = max((spot.y_mm + spot.length_mm * 0.6 for spot in spec.spots), default=0.0)
    bottom = frame * spec.height_px / spec.width_px / 2 - 11
    lay_ruler(scene, spec.px_per_mm, -length / 2 - 2, min(lowest + 2.5, bottom), length)
