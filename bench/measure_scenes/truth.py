"""What is written down about a photo: the truth, and what a person would say about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np

from bench.measure_scenes.camera import Camera, Floats
from bench.measure_scenes.lumps import EXACT_POINTS, Lump
from bench.measure_scenes.scene import Scene
from bench.measure_scenes.sheets import Sheet
from bench.measure_scenes.surfaces import Finger
from lesions.measurement.cards import L_LAYOUTS
from lesions.measurement.shape import Shape, shape_of
from lesions.measurement.terms import Card

LEVELS = ("easy", "medium", "hard")
#: how far from its lump a box drawn by a person lies at each side, in shares of the lump
BOX_MARGINS = (0.06, 0.28)
HEIGHT_STEPS = 90


@dataclass(frozen=True)
class Case:
    """A scene and what it is meant to show.

    Args:
        level: 0 easy to 2 hard.
        expected: ``measure``, ``refuse`` or ``manual``.
        card: as it is printed; None when there is none of ours.
        flat: the card as it would lie undeformed.
        shape: what was done to the card.
        fold_line: of a folded card, as written down.
        kind: ``plane``, ``limb`` or ``finger``; None leaves the fields of fingers out.
    """

    scene: Scene
    level: int
    variant: str
    expected: str
    tags: tuple[str, ...]
    card: Card | None = None
    marker_mm: float = 20.0
    flat: Sheet | None = None
    lift_deg: float = 0.0
    fold_deg: float = 0.0
    shape: str = "flat"
    fold_line: dict[str, Any] | None = None
    reference: dict[str, Any] | None = None
    kind: str | None = None
    site: str = "flat"
    card_place: str = "same_skin"
    finger: dict[str, Any] = field(default_factory=dict)
    hand_lies: bool | None = None


def _rounded(points: Floats, digits: int = 2) -> list[list[float]]:
    return [[round(float(c), digits) for c in point] for point in points]


def _sizes(shape: Shape) -> dict[str, float]:
    return {
        "length_mm": round(shape.length, 4),
        "width_mm": round(shape.width, 4),
        "area_mm2": round(shape.area, 4),
    }


def _through(matrix: Floats, points: Floats) -> Floats:
    return np.asarray(cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix).reshape(-1, 2))


def _fit(from_points: Floats, to_points: Floats) -> Floats:
    found, _ = cv2.findHomography(from_points, to_points, 0)
    return np.asarray(found, dtype=np.float64)


def seen_marker(card: Card, sheet: Sheet, camera: Camera) -> tuple[Floats, Floats]:
    """All corners of a card: on the card in mm, and in the photo."""
    corners = np.array([corner for marker in card.markers for corner in marker.corners_mm])
    return corners, camera.project(sheet.embed(corners))


def _readings(case: Case, lump: Lump) -> dict[str, Shape]:
    """The lump read in the undeformed card's plane and through a flat fit of the card seen; no lens error."""
    scene = case.scene
    if case.card is None or case.flat is None or scene.sheet is None:
        return {}
    ideal = replace(scene.camera, k1=0.0)
    outline = ideal.project(scene.bodies[0].surface.embed(lump.outline(EXACT_POINTS)))
    out = {}
    for name, sheet in (("card_plane", case.flat), ("flat_reading", scene.sheet)):
        corners, seen = seen_marker(case.card, sheet, ideal)
        out[name] = shape_of([_through(_fit(seen, corners), outline)])
    return out


def deform_errors(case: Case) -> list[float]:
    """By how many percent a flat reading of each lump's length is off through the card's deformation."""
    both = [_readings(case, lump) for lump in case.scene.lumps]
    return [100 * (r["flat_reading"].length / r["card_plane"].length - 1) for r in both if r]


def _percent(read: Shape, right: Shape) -> dict[str, float]:
    pairs = {
        "length_mm": (read.length, right.length),
        "width_mm": (read.width, right.width),
        "area_mm2": (read.area, right.area),
    }
    return {name: round(100 * (a / b - 1), 3) for name, (a, b) in pairs.items()}


def _lesion(case: Case, index: int, lump: Lump) -> dict[str, Any]:
    scene = case.scene
    surface, camera = scene.bodies[0].surface, scene.camera
    chance = np.random.default_rng((53, scene.seed, index))
    points = lump.outline()
    world = surface.embed(points)
    outline = camera.project(world)
    low, high = outline.min(axis=0), outline.max(axis=0)
    margin = (high - low) * chance.uniform(*BOX_MARGINS, (2, 2))
    turn, share = chance.uniform(0, 2 * np.pi), 0.55 * np.sqrt(chance.uniform())
    inner = np.array(lump.middle) + share * lump.radius(np.array([turn]))[0] * np.array(
        [np.cos(turn), np.sin(turn)]
    )
    tap = camera.project(surface.embed(inner[None]))[0]
    record: dict[str, Any] = {
        "id": f"L{index}",
        "outline_px": _rounded(outline),
        "outline_mm": _rounded(points, 4),
        **_sizes(lump.shape),
        "seed_px": [round(float(c)) for c in tap],
        "box_px": [round(float(c), 1) for c in (*(low - margin[0]), *(high + margin[1]))],
        "strength": round(lump.strength, 3),
        "border_soft_mm": round(lump.border_soft_mm, 3),
        "halo": lump.halo,
        "ulcer": lump.ulcer,
        "raised_mm": round(lump.raised_mm, 2),
    }
    readings = _readings(case, lump)
    record |= {name: _sizes(shape) for name, shape in readings.items()}
    if readings:
        record["flat_error_pct"] = _percent(readings["flat_reading"], lump.shape)
        record["deform_error_pct"] = _percent(readings["flat_reading"], readings["card_plane"])
    if case.flat is not None:
        height = (world - case.flat.origin) @ case.flat.frame[2]
        middle = (surface.embed(np.array([lump.middle]))[0] - case.flat.origin) @ case.flat.frame[2]
        record["height_above_card_mm"] = round(float(middle), 3)
        record["height_range_mm"] = [round(float(height.min()), 3), round(float(height.max()), 3)]
    return record


def _marker(case: Case) -> dict[str, Any] | None:
    scene = case.scene
    if case.card is None or scene.sheet is None:
        return None
    corners, seen = seen_marker(case.card, scene.sheet, scene.camera)
    marker: dict[str, Any] = {
        "dictionary": "DICT_4X4_50",
        "kind": "single" if case.card.is_single else "L",
        "id": case.card.markers[0].number,
        "side_mm": case.card.markers[0].side_mm,
        "corners_px": _rounded(seen[:4], 3),
        "lift_deg": round(case.lift_deg, 3),
        "fold_deg": round(case.fold_deg, 3),
        "shape": case.shape,
        "H_card_mm_to_px": _fit(corners, seen).tolist(),
    }
    if case.flat is not None:
        marker["H_flat_card_mm_to_px"] = _fit(*seen_marker(case.card, case.flat, scene.camera)).tolist()
    if case.fold_line is not None:
        marker["fold_line"] = case.fold_line
    if not case.card.is_single:
        marker["layout"] = card_layout(case.card)
        marker["markers"] = [
            {
                "id": m.number,
                "corners_mm": _rounded(corners[4 * k : 4 * k + 4]),
                "corners_px": _rounded(seen[4 * k : 4 * k + 4], 3),
            }
            for k, m in enumerate(case.card.markers)
        ]
    return marker


def card_layout(card: Card) -> dict[str, Any]:
    """An L card as ``points.json`` describes it."""
    return {
        "size": card.key[-1],
        "dictionary": "DICT_4X4_50",
        "side_mm": float(L_LAYOUTS[card.key].side_mm),
        "origin": "top-left corner of marker A, x right, y down",
        "markers": {str(m.number): _rounded(np.array(m.corners_mm), 3) for m in card.markers},
    }


def record_of(case: Case, size: int) -> dict[str, Any]:
    """One photo of ``truth.json``. ``size``: of the file in bytes."""
    scene = case.scene
    camera, surface, how = scene.camera, scene.bodies[0].surface, scene.development
    middle = np.array(scene.lumps[0].middle)
    grid = middle + np.array([[x, y] for x in (-3.0, 0, 3) for y in (-3.0, 0, 3)])
    depth = (camera.position - surface.embed(middle[None])[0]) @ -camera.rotation[2]
    record: dict[str, Any] = {
        "difficulty": LEVELS[case.level],
        "variant": case.variant,
        "expected": case.expected,
        "width": camera.width,
        "height": camera.height,
        "px_per_mm": round(scene.px_per_mm, 3),
        "camera": {
            "f_px": camera.focal_px,
            "distance_mm": float(depth),
            "tilt_deg": float(np.rad2deg(np.arccos(-camera.rotation[2, 2]))),
            "k1": camera.k1,
            "position": camera.position.tolist(),
            "R": camera.rotation.tolist(),
        },
        "skin": {
            "fitzpatrick": scene.bodies[0].skin.fitzpatrick,
            "radius_mm": getattr(surface, "radius", None),
        },
        "marker": _marker(case),
        "manual_reference": case.reference,
        "lesions": [_lesion(case, k, lump) for k, lump in enumerate(scene.lumps)],
        "H_skin_mm_to_px": _fit(grid, camera.project(surface.embed(grid))).tolist(),
        "tags": _tags(case),
        "exif_orientation": how.orientation,
        "exif_gps": how.gps,
        "format": "jpeg",
        "bytes": size,
    }
    if case.kind is not None:
        record |= {"scene": case.kind, "site": case.site, "card_place": case.card_place}
    if case.finger:
        record["finger"] = case.finger
    return record


def _tags(case: Case) -> list[str]:
    scene, how = case.scene, case.scene.development
    tags = [LEVELS[case.level], *case.tags, f"fitzpatrick_{scene.bodies[0].skin.fitzpatrick}"]
    known = {
        "cluster": len(scene.lumps) > 3,
        "halo": any(lump.halo for lump in scene.lumps),
        "ulcer": any(lump.ulcer for lump in scene.lumps),
        "curved": hasattr(scene.bodies[0].surface, "radius"),
        "card_lifted": case.lift_deg > 0,
        "card_creased": case.fold_deg > 0,
        "shadow_on_skin": bool(scene.light.shadows),
        "card_shadow": _card_in_half_shadow(case),
        "motion_blur": how.motion_px > 0,
        "exif_focal": how.focal,
        "exif_gps": how.gps,
        f"exif_orientation_{how.orientation}": how.orientation > 1,
    }
    return tags + [tag for tag, true in known.items() if true]


def _card_in_half_shadow(case: Case) -> bool:
    scene = case.scene
    if case.card is None or scene.sheet is None:
        return False
    _corners, seen = seen_marker(case.card, scene.sheet, scene.camera)
    sides = [shadow.side(seen) for shadow in scene.light.shadows]
    return any(side.min() < 0 < side.max() for side in sides)


def points_of(case: Case, record: dict[str, Any]) -> dict[str, Any]:
    """One photo of ``points.json``."""
    points: dict[str, Any] = {
        "marker_mm": case.card.markers[0].side_mm if case.card is not None else case.marker_mm,
        "lesions": {
            lesion["id"]: {"tap": lesion["seed_px"], "box": lesion["box_px"], "outline": lesion["outline_px"]}
            for lesion in record["lesions"]
        },
    }
    if case.kind is not None:
        points |= {"card_place": case.card_place, "site": case.site}
        points["card"] = "L" if case.card is not None and not case.card.is_single else "single"
    if case.hand_lies is not None:
        points["hand_lies"] = case.hand_lies
    if case.card is not None and not case.card.is_single:
        points["card_layout"] = card_layout(case.card)
    return points


def is_finger(case: Case) -> bool:
    return isinstance(case.scene.bodies[0].surface, Finger)
