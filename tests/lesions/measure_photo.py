"""A drawn photo with a printed marker and one lump, both of known size: for the tests of measuring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Patient, User
from lesions.models import Photo
from lesions.photo_services import stage_photo

PX_PER_MM = 10.0
WIDE, HIGH = 900, 700
MARKER_MM, NUMBER = 20, 20  # the card single-20
LUMP_MM = (12.0, 8.0)
LUMP_AT = (620.0, 330.0)


@dataclass(frozen=True)
class Scene:
    marker: bool = True
    blur: float = 0.8
    shift: tuple[int, int] = (0, 0)
    turned_deg: float = 0.0  # the camera about the middle of the lump, another day
    stranger: bool = False  # somebody else's skin


@cache
def jpeg_of(scene: Scene) -> bytes:
    """Skin seen straight from above, a white card with its marker at the left, a pale lump at the right."""
    shot = np.random.default_rng(8 if scene.stranger else 7)
    picture = np.empty((HIGH, WIDE, 3), np.float32)
    picture[:] = (198, 152, 128)
    picture += cv2.GaussianBlur(shot.normal(0, 26, picture.shape).astype(np.float32), (0, 0), 9)
    picture += cv2.GaussianBlur(shot.normal(0, 60, picture.shape[:2]).astype(np.float32), (0, 0), 3)[
        ..., None
    ]
    lump = np.zeros((HIGH, WIDE), np.float32)
    centre = (int(LUMP_AT[0]) + scene.shift[0], int(LUMP_AT[1]) + scene.shift[1])
    axes = (int(LUMP_MM[0] / 2 * PX_PER_MM), int(LUMP_MM[1] / 2 * PX_PER_MM))
    cv2.ellipse(lump, centre, axes, 20, 0, 360, 1.0, -1, cv2.LINE_AA)
    picture += lump[..., None] * np.array([46, 72, 78], np.float32)
    if scene.marker:
        _lay_card(picture)
    if scene.turned_deg:
        turn = cv2.getRotationMatrix2D(LUMP_AT, scene.turned_deg, 1.0)
        picture = np.asarray(cv2.warpAffine(picture, turn, (WIDE, HIGH), borderMode=cv2.BORDER_REFLECT))
    # A lens blurs light, not the numbers of a file.
    light = np.asarray((np.clip(picture, 0, 255) / 255) ** 2.2, np.float32)
    blurred = np.asarray(cv2.GaussianBlur(light, (0, 0), scene.blur), np.float32)
    shown = np.asarray(255 * np.clip(blurred, 0, 1) ** (1 / 2.2), np.float32)
    shown += shot.normal(0, 2, picture.shape).astype(np.float32)
    done = cv2.cvtColor(np.clip(shown, 0, 255).astype(np.uint8), cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", done, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


def _lay_card(picture: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    side, edge = int(MARKER_MM * PX_PER_MM), int(5 * PX_PER_MM)
    top, left = 220, 120
    picture[top - edge : top + side + edge, left - edge : left + side + edge] = 236
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    # Six cells do not divide the side: drawn larger, so that the edges between them lie where they belong.
    large = cv2.aruco.generateImageMarker(dictionary, NUMBER, 6 * side)
    marker = cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA)
    picture[top : top + side, left : left + side] = 24 + marker[..., None].astype(np.float32) * (212 / 255)


def measure_photo(patient: Patient, by: User, scene: Scene | None = None) -> Photo:
    """Taken in as any photo is; it waits in an open form."""
    upload = SimpleUploadedFile("hand.jpg", jpeg_of(scene or Scene()), "image/jpeg")
    return stage_photo(patient=patient, upload=upload, by=by)


def lump_tap() -> tuple[float, float]:
    """The middle of the lump, as fractions."""
    return LUMP_AT[0] / WIDE, LUMP_AT[1] / HIGH
