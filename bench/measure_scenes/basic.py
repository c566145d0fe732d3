"""The set ``basic``: a plane or a limb, lumps, and one single-marker card beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from bench.measure_scenes.camera import Camera, Floats, looking_at
from bench.measure_scenes.develop import random_development
from bench.measure_scenes.ground import Ground, random_ground
from bench.measure_scenes.laying import Laid, fold_anywhere, lay_beside, lifted, spread_of
from bench.measure_scenes.light import random_light, random_shadow
from bench.measure_scenes.lumps import Lump, random_lump
from bench.measure_scenes.papers import COINS, FOREIGN, Paper, coin, ruler, single_card
from bench.measure_scenes.scene import Body, Scene, sheet_ring
from bench.measure_scenes.sheets import Sheet
from bench.measure_scenes.skin import random_skin
from bench.measure_scenes.surfaces import Finger, Limb, Plane, Surface, Turned
from bench.measure_scenes.truth import Case, seen_marker
from lesions.measurement.cards import single
from lesions.measurement.terms import Card

#: what else a photo can be, in turns
OTHERS = ("ruler", "coin", "out_of_frame", "occluded", "strong_crease", "blurred", "foreign", "nothing")
MANUAL = ("ruler", "coin", "foreign", "nothing")
SIDES = (15.0, 20.0, 25.0, 30.0)
FRAMES = ((2032, 1524), (2576, 1932), (3264, 2448), (4032, 3024))
FRAME_SHARES = (0.56, 0.24, 0.08, 0.12)
DISTANCES = ((130.0, 195.0), (145.0, 235.0), (137.0, 300.0))
TILTS = ((0.0, 12.0), (5.0, 26.0), (17.0, 40.0))
LENSES = (0.0, 0.0075, 0.019)
#: degrees a card is lifted or folded and still to be measured, and folded so that it is not
LIFTS, FOLDS, STRONG_FOLDS = (2.0, 8.0), (2.0, 8.0), (22.0, 40.0)
TRIES = 400


def variant_of(index: int) -> str:
    """Two of three photos are normal."""
    if index % 9 in (4, 8) or (index and index % 9 == 0):
        before = sum(1 for k in range(1, index) if k % 9 in (0, 4, 8))
        return OTHERS[before % len(OTHERS)]
    return "normal"


def case_of(seed: int, index: int) -> Case:
    """The photo of this seed and number."""
    chance = np.random.default_rng((61, seed, index))
    level, variant = index % 3, variant_of(index)
    width, height = FRAMES[int(chance.choice(len(FRAMES), p=FRAME_SHARES))]
    if chance.random() < 0.6:
        width, height = height, width
    for _ in range(TRIES):
        case = _try(chance, level, variant, (width, height))
        if case is not None:
            return case
    raise RuntimeError(f"no scene fits for seed {seed}, photo {index}")


def _try(chance: np.random.Generator, level: int, variant: str, size: tuple[int, int]) -> Case | None:
    kind = "limb" if chance.random() < (0.0, 0.45, 0.5)[level] else "plane"
    surface, ground = skin_and_ground(chance, kind)
    lumps = random_lumps(chance, level)
    number, side = int(chance.integers(50)), float(chance.choice(SIDES))
    card = None if variant in MANUAL else single(side, number)
    paper, spot = _paper(chance, variant, number, side)
    laid = None
    if paper is not None:
        laid = _lay(chance, level, variant, surface, lumps, paper)
        if laid is None:
            return None
    camera = _camera(chance, level, surface, lumps, laid, paper, size)
    if variant == "out_of_frame" and laid is not None and card is not None:
        camera = _slide_out(chance, camera, surface, laid, card)
    if not frames_well(camera, surface, lumps, laid, paper, card, variant):
        return None
    scene = scene_on(chance, level, surface, ground, lumps, laid, paper, camera)
    if variant == "occluded" and laid is not None and card is not None:
        scene = replace(scene, over=_finger_over(chance, laid.sheet, side, scene.bodies[0].skin.fitzpatrick))
    if variant == "blurred":
        cell = side * scene.px_per_mm / 6
        scene = replace(
            scene, development=replace(scene.development, blur_px=float(chance.uniform(0.3, 0.6) * cell))
        )
    expected = "measure" if variant == "normal" else "manual" if variant in MANUAL else "refuse"
    return Case(
        scene=scene,
        level=level,
        variant=variant,
        expected=expected,
        tags=(variant, "finger") if variant == "occluded" else (variant,),
        card=card,
        marker_mm=side,
        flat=None if laid is None else laid.flat,
        lift_deg=0.0 if laid is None else laid.lift_deg,
        fold_deg=0.0 if laid is None else laid.fold_deg,
        fold_line=None if laid is None else laid.fold_line,
        shape="flat" if laid is None else laid.shape,
        reference=_reference(variant, camera, laid, spot),
    )


def skin_and_ground(chance: np.random.Generator, kind: str) -> tuple[Surface, Ground | None]:
    """A ``plane`` that fills the photo, or a ``limb`` on a cloth."""
    if kind == "limb":
        radius = float(chance.uniform(58, 175))
        return Limb(radius, float(chance.uniform(0, 180))), random_ground(chance, -radius, "cloth")
    return Plane(), None


def random_lumps(chance: np.random.Generator, level: int) -> tuple[Lump, ...]:
    """A main lump at the origin, and smaller ones about it."""
    low, high = ((5.0, 40.0), (4.5, 36.0), (2.0, 30.0))[level]
    length = float(np.exp(chance.uniform(np.log(low), np.log(high))))
    lumps = [random_lump(chance, (0.0, 0.0), length, level)]
    count = int(
        chance.choice(
            (0, 1, 2, 3, 4, 5),
            p=((0.95, 0.05, 0, 0, 0, 0), (0.25, 0.3, 0.25, 0.2, 0, 0), (0.25, 0.15, 0.2, 0.15, 0.15, 0.1))[
                level
            ],
        )
    )
    for _ in range(60):
        if len(lumps) > count:
            break
        small = float(np.clip(length * chance.uniform(0.25, 0.8), 2.0, 14.0))
        turn, away = chance.uniform(0, 2 * np.pi), length / 2 + small / 2 + chance.uniform(0.8, 8.0)
        new = random_lump(chance, (float(away * np.cos(turn)), float(away * np.sin(turn))), small, level)
        if all(_apart(new, old) > 0.8 for old in lumps):
            lumps.append(new)
    return tuple(lumps)


def _apart(one: Lump, other: Lump) -> float:
    a, b = one.outline(60), other.outline(60)
    return float(np.linalg.norm(a[:, None] - b[None], axis=2).min())


def _paper(
    chance: np.random.Generator, variant: str, number: int, side: float
) -> tuple[Paper | None, dict[str, Any]]:
    if variant == "nothing":
        return None, {}
    if variant == "ruler":
        steel = bool(chance.random() < 0.5)
        return ruler(steel), {
            "kind": "ruler_steel" if steel else "ruler_white",
            "p0_mm": [4, 0],
            "p1_mm": [54, 0],
        }
    if variant == "coin":
        which = int(chance.integers(len(COINS)))
        return coin(which, chance), {"kind": "coin", "diameter_mm": COINS[which][1]}
    dictionary = int(chance.choice(FOREIGN)) if variant == "foreign" else cv2.aruco.DICT_4X4_50
    return single_card(number, side, dictionary), {}


def _reference(
    variant: str, camera: Camera, laid: Laid | None, spot: dict[str, Any]
) -> dict[str, Any] | None:
    if laid is None or not spot:
        return None
    if variant == "ruler":
        ends = camera.project(laid.sheet.embed(np.array([spot["p0_mm"], spot["p1_mm"]], np.float64)))
        p0, p1 = (np.round(end, 2).tolist() for end in ends)
        return {**spot, "distance_mm": 50.0, "p0_px": p0, "p1_px": p1}
    turn = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * spot["diameter_mm"] / 2
    return {**spot, "outline_px": np.round(camera.project(laid.sheet.embed(ring)), 2).tolist()}


def _lay(
    chance: np.random.Generator,
    level: int,
    variant: str,
    surface: Surface,
    lumps: tuple[Lump, ...],
    paper: Paper,
) -> Laid | None:
    """A card beside the lumps, lifted or folded now and then; for a strong crease always folded."""
    spread = spread_of(paper)
    flat = lay_beside(chance, surface, lumps, spread)
    if flat is None:
        return None
    at = spread.middle + chance.uniform(-0.15, 0.15, 2) * spread.half
    if variant == "strong_crease":
        return fold_anywhere(chance, flat, spread, at, float(chance.uniform(*STRONG_FOLDS)), "fold_strong")
    kind = chance.random()
    if variant == "normal" and kind < (0.0, 0.1, 0.15)[level]:
        return fold_anywhere(chance, flat, spread, at, float(chance.uniform(*FOLDS)), "fold")
    if variant == "normal" and kind < (0.0, 0.3, 0.4)[level]:
        return lifted(chance, flat, spread, float(chance.uniform(*LIFTS)))
    return Laid(flat, flat)


def _camera(
    chance: np.random.Generator,
    level: int,
    surface: Surface,
    lumps: tuple[Lump, ...],
    laid: Laid | None,
    paper: Paper | None,
    size: tuple[int, int],
) -> Camera:
    lump_middle = surface.embed(np.mean([lump.middle for lump in lumps], axis=0)[None])[0]
    other = (
        lump_middle
        if laid is None or paper is None
        else laid.flat.embed(np.mean(paper.reach, axis=0)[None])[0]
    )
    target = (
        lump_middle + (other - lump_middle) * chance.uniform(0.2, 0.7) + np.append(chance.normal(0, 7, 2), 0)
    )
    return aim(chance, level, target, size)


def _slide_out(
    chance: np.random.Generator, camera: Camera, surface: Surface, laid: Laid, card: Card
) -> Camera:
    """The camera moved away from the card until part of its marker is out of the photo."""
    middle = laid.flat.embed(np.full((1, 2), card.markers[0].side_mm / 2))[0]
    way = surface.embed(np.zeros((1, 2)))[0] - middle
    way[2] = 0.0
    way /= np.linalg.norm(way)
    goal = chance.uniform(0.02, 0.4) * card.markers[0].side_mm * camera.focal_px / 200
    for _ in range(150):
        if _beyond(camera, seen_marker(card, laid.sheet, camera)[1]) > goal:
            break
        camera = replace(camera, position=camera.position + way)
    return camera


def _beyond(camera: Camera, points: Floats) -> float:
    """How far the outermost point lies out of the photo, px (negative inside)."""
    return float(np.maximum(-points, points - [camera.width - 1, camera.height - 1]).max())


def aim(chance: np.random.Generator, level: int, target: Floats, size: tuple[int, int]) -> Camera:
    """A phone at a level's distance and tilt, looking at a point."""
    focal = float(chance.uniform(0.70, 0.84)) * max(size)
    position, rotation = looking_at(
        target,
        float(chance.uniform(*DISTANCES[level])),
        float(chance.uniform(*TILTS[level])),
        float(chance.uniform(0, 360)),
        float(chance.uniform(0, 360)),
    )
    return Camera(focal, *size, position, rotation, float(chance.uniform(-1, 1)) * LENSES[level])


def frames_well(
    camera: Camera,
    surface: Surface,
    lumps: tuple[Lump, ...],
    laid: Laid | None,
    paper: Paper | None,
    card: Card | None,
    variant: str,
) -> bool:
    """Whether all is in the photo that should be, seen from its upper side, and the card of a useful size."""
    size = np.array([camera.width, camera.height])
    uv = np.concatenate([lump.outline(60) for lump in lumps])
    world = surface.embed(uv)
    if not _inside(camera.project(world), size, 30):
        return False
    facing = ((camera.position - world) * surface.normal_at(uv)).sum(axis=1)
    if (facing < 0.5 * np.linalg.norm(camera.position - world, axis=1)).any():
        return False
    if laid is None or paper is None:
        return True
    ring = camera.project(laid.sheet.embed(sheet_ring(paper)))
    if variant != "out_of_frame" or card is None:
        return _inside(ring, size, 12)
    _corners, seen = seen_marker(card, laid.sheet, camera)
    some_inside = ((seen > 0) & (seen < size - 1)).all(axis=1).any()
    return bool(some_inside and _beyond(camera, seen) > 4)


def _inside(points: Floats, size: Floats, margin: float) -> bool:
    return bool((points > margin).all() and (points < size - margin).all())


def scene_on(
    chance: np.random.Generator,
    level: int,
    surface: Surface,
    ground: Ground | None,
    lumps: tuple[Lump, ...],
    laid: Laid | None,
    paper: Paper | None,
    camera: Camera,
) -> Scene:
    distance = float(np.linalg.norm(camera.position - surface.embed(np.zeros((1, 2)))[0]))
    light = random_light(chance, level)
    shadows = int(chance.choice(3, p=((0.95, 0.05, 0), (0.5, 0.45, 0.05), (0.45, 0.35, 0.2))[level]))
    light = replace(light, shadows=tuple(random_shadow(chance, camera, level) for _ in range(shadows)))
    skin = random_skin(
        chance,
        int(chance.integers(1, 7)),
        level,
        0.35 * max(camera.width, camera.height) * distance / camera.focal_px,
    )
    return Scene(
        camera=camera,
        bodies=(Body(surface, skin),),
        ground=ground,
        lumps=lumps,
        sheet=None if laid is None else laid.sheet,
        paper=paper,
        light=light,
        development=random_development(chance, level, max(camera.width, camera.height)),
        px_per_mm=camera.focal_px / distance,
        seed=int(chance.integers(2**31)),
    )


def _finger_over(chance: np.random.Generator, sheet: Sheet, side: float, fitzpatrick: int) -> Body:
    """A finger that holds the card down and hides part of its marker."""
    corner = np.array([side, side]) * chance.integers(0, 2, 2)
    inward = (np.array([side, side]) / 2 - corner) / side
    tip = sheet.embed((corner + inward * side * chance.uniform(0.25, 0.6))[None])[0]
    away = sheet.embed((corner - inward * 50)[None])[0] - tip
    turn = float(np.rad2deg(np.arctan2(away[1], away[0])) - 90 + chance.uniform(-25, 25))
    radius = float(chance.uniform(4.5, 7.5))
    place = np.array([tip[0], tip[1], sheet.embed(np.full((1, 2), side / 2))[0, 2] + radius])
    return Body(Turned(Finger(radius), turn, place), random_skin(chance, fitzpatrick, 0, 20))
