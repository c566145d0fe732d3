"""The set ``lcards``: L-shaped cards with three markers, flat, lifted, folded, an arm up, bent or wrapped.

To be refused exactly where a flat reading of a length is wrong by more than 10 % through the deformation.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.measure_scenes.basic import aim, random_lumps, scene_on, skin_and_ground
from bench.measure_scenes.camera import Camera, Floats
from bench.measure_scenes.fingers import camera_on, finger_tags, scene_of, sees_all
from bench.measure_scenes.hands import (
    SITES,
    Hand,
    card_on_neighbours,
    card_on_table,
    finger_record,
    random_hand,
)
from bench.measure_scenes.laying import (
    Laid,
    Spread,
    arm_up,
    bent,
    fold_anywhere,
    lay_beside,
    lifted,
    spread_of,
)
from bench.measure_scenes.lumps import Lump
from bench.measure_scenes.papers import L_EDGE, Paper, l_card
from bench.measure_scenes.scene import Scene, sheet_ring
from bench.measure_scenes.sheets import Sheet
from bench.measure_scenes.surfaces import Limb, Surface
from bench.measure_scenes.truth import Case, deform_errors
from lesions.measurement.cards import CARDS, L_LAYOUTS
from lesions.measurement.terms import Card

KINDS = ("plane", "limb", "finger")
SIZES = ("L-S", "L-M", "L-L")
SHAPES = ("flat", "lift", "fold", "arm_up", "bend", "fold_strong", "arm_up_strong", "bend_strong")
SHARES = (0.2, 0.15, 0.1, 0.1, 0.09, 0.13, 0.15, 0.08)
#: degrees of a fold or of an arm, and mm of a bend's radius
FOLD, FOLD_STRONG = (6.0, 17.0), (22.0, 52.0)
ARM, ARM_STRONG = (6.0, 18.0), (20.0, 44.0)
BEND, BEND_STRONG = (150.0, 420.0), (35.0, 90.0)
LIFT = (3.0, 8.0)
HARM_PERCENT = 10.0
FRAMES = ((2032, 1524), (2576, 1932), (4032, 3024))
FRAME_SHARES = (0.65, 0.29, 0.06)
TRIES = 600


def case_of(seed: int, index: int) -> Case:
    """The photo of this seed and number: plane, limb and finger in threes."""
    chance = np.random.default_rng((71, seed, index))
    level, kind = index % 3, KINDS[index // 3 % 3]
    width, height = FRAMES[int(chance.choice(len(FRAMES), p=FRAME_SHARES))]
    if chance.random() < 0.5:
        width, height = height, width
    shape = str(chance.choice(SHAPES, p=SHARES))
    if kind == "limb" and chance.random() < 0.25:
        shape = "wrapped"
    place = str(chance.choice(["table", "table", "neighbour"])) if kind == "finger" else "same_skin"
    card = CARDS[str(chance.choice(SIZES))] if place != "neighbour" else CARDS["L-S"]
    for _ in range(TRIES):
        if kind == "finger":
            case = _on_finger(chance, level, place, card, shape, (width, height))
        else:
            case = _on_skin(chance, level, kind, card, shape, (width, height))
        if case is not None:
            return _judged(case)
    raise RuntimeError(f"no scene fits for seed {seed}, photo {index}")


def _judged(case: Case) -> Case:
    """To be refused when the deformation spoils a flat reading."""
    if max(abs(error) for error in deform_errors(case)) > HARM_PERCENT:
        return replace(case, variant="strong_crease", expected="refuse")
    return case


def _print(card: Card) -> tuple[Paper, Spread]:
    paper = l_card(card)
    return paper, spread_of(paper, L_LAYOUTS[card.key].side_mm + 2 * L_EDGE)


def deformed(
    chance: np.random.Generator, flat: Sheet, spread: Spread, card: Card, shape: str, surface: Surface | None
) -> Laid:
    """What has happened to the card."""
    layout = L_LAYOUTS[card.key]
    if shape == "lift":
        return lifted(chance, flat, spread, float(chance.uniform(*LIFT)))
    if shape.startswith("fold"):
        at = spread.touch + chance.uniform(-0.35, 0.35, 2) * spread.half
        degrees = float(chance.uniform(*(FOLD_STRONG if shape == "fold_strong" else FOLD)))
        return fold_anywhere(chance, flat, spread, at, degrees, shape)
    if shape.startswith("arm_up"):
        degrees = float(chance.uniform(*(ARM_STRONG if shape == "arm_up_strong" else ARM)))
        ends = (layout.right_mm, layout.down_mm)
        return arm_up(chance, flat, spread, layout.side_mm, ends, degrees, shape)
    if shape == "wrapped" and isinstance(surface, Limb):
        axis = np.deg2rad(surface.axis_deg)
        line = flat.frame[:2] @ np.array([np.cos(axis), np.sin(axis), 0.0])
        return bent(flat, spread, line / np.linalg.norm(line), surface.radius, up=False, shape="wrapped")
    if shape.startswith("bend"):
        turn = chance.uniform(0, 2 * np.pi)
        low, high = BEND_STRONG if shape == "bend_strong" else BEND
        radius = float(np.exp(chance.uniform(np.log(low), np.log(high))))
        line = np.array([np.cos(turn), np.sin(turn)])
        return bent(flat, spread, line, radius, up=bool(chance.random() < 0.5), shape=shape)
    return Laid(flat, flat)


def _on_skin(
    chance: np.random.Generator, level: int, kind: str, card: Card, shape: str, size: tuple[int, int]
) -> Case | None:
    surface, ground = skin_and_ground(chance, kind)
    lumps = random_lumps(chance, level)
    paper, spread = _print(card)
    flat = lay_beside(chance, surface, lumps, spread)
    if flat is None:
        return None
    laid = deformed(chance, flat, spread, card, shape, surface)
    lump_middle = surface.embed(np.mean([lump.middle for lump in lumps], axis=0)[None])[0]
    card_middle = flat.embed(spread.middle[None])[0]
    camera = aim(chance, level, lump_middle + (card_middle - lump_middle) * chance.uniform(0.3, 0.8), size)
    if not _shows(camera, surface, lumps, laid, paper):
        return None
    scene = scene_on(chance, level, surface, ground, lumps, laid, paper, camera)
    tags = (kind, "card_same_skin", f"card_{laid.shape}", "L_card")
    return _case(scene, level, card, laid, tags, kind)


def _shows(camera: Camera, surface: Surface, lumps: tuple[Lump, ...], laid: Laid, paper: Paper) -> bool:
    """Whether lumps and the whole card are in the photo and seen from their upper side."""
    size = np.array([camera.width, camera.height])
    uv = np.concatenate([lump.outline(60) for lump in lumps])
    skin, edge = surface.embed(uv), laid.sheet.embed(sheet_ring(paper))
    if not all(_within(camera.project(points), size, 14) for points in (skin, edge)):
        return False
    towards = camera.position - skin
    facing = (towards * surface.normal_at(uv)).sum(axis=1)
    return bool((facing > 0.45 * np.linalg.norm(towards, axis=1)).all())


def _within(points: Floats, size: Floats, margin: float) -> bool:
    return bool((points > margin).all() and (points < size - margin).all())


def _on_finger(
    chance: np.random.Generator, level: int, place: str, card: Card, shape: str, size: tuple[int, int]
) -> Case | None:
    hand = random_hand(chance, level, str(chance.choice(SITES)), place, bool(chance.random() < 0.6))
    paper, spread = _print(card)
    flat = (
        card_on_table(chance, hand, spread) if place == "table" else card_on_neighbours(chance, hand, spread)
    )
    laid = deformed(chance, flat, spread, card, shape, None)
    camera = camera_on(chance, level, hand, flat.embed(spread.middle[None])[0], size)
    if not sees_all(camera, hand, laid, paper, card):
        return None
    scene = scene_of(chance, level, hand, laid, paper, camera)
    tags = finger_tags(hand, place, laid)
    return _case(scene, level, card, laid, (*tags[:3], "L_card", *tags[3:]), "finger", hand, place)


def _case(
    scene: Scene,
    level: int,
    card: Card,
    laid: Laid,
    tags: tuple[str, ...],
    kind: str,
    hand: Hand | None = None,
    place: str = "same_skin",
) -> Case:
    return Case(
        scene=scene,
        level=level,
        variant="normal",
        expected="measure",
        tags=tags,
        card=card,
        flat=laid.flat,
        lift_deg=laid.lift_deg,
        fold_deg=laid.fold_deg,
        shape=laid.shape,
        fold_line=laid.fold_line,
        kind=kind,
        site={"plane": "flat", "limb": "limb"}.get(kind, hand.site if hand else "flat"),
        card_place=place,
        finger={} if hand is None else finger_record(hand, scene.camera),
        hand_lies=None if hand is None else hand.lies,
    )
