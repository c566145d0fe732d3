"""The set ``fingers``: a lump on a pad, a joint or a side; the card on a table, on neighbours or folded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.measure_scenes.basic import SIDES, STRONG_FOLDS, aim
from bench.measure_scenes.camera import Camera, Floats
from bench.measure_scenes.develop import random_development
from bench.measure_scenes.hands import (
    SITES,
    Hand,
    card_on_finger,
    card_on_neighbours,
    card_on_table,
    finger_record,
    hidden,
    random_hand,
)
from bench.measure_scenes.laying import Laid, Spread, bent, fold_anywhere, spread_of
from bench.measure_scenes.light import random_light, random_shadow
from bench.measure_scenes.papers import Paper, single_card
from bench.measure_scenes.scene import Scene, sheet_ring
from bench.measure_scenes.truth import Case, seen_marker
from lesions.measurement.cards import single
from lesions.measurement.terms import Card

FRAMES = ((2032, 1524), (2576, 1932), (4032, 3024))
FRAME_SHARES = (0.42, 0.5, 0.08)
TRIES = 600
#: the most that the skin's normal may lean from the view (the sample's side views go to 48)
MOST_LEAN = 55.0


def case_of(seed: int, index: int) -> Case:
    """The photo of this seed and number: one of eight is to be refused."""
    chance = np.random.default_rng((67, seed, index))
    level, strong = index % 3, index % 8 == 1
    width, height = FRAMES[int(chance.choice(len(FRAMES), p=FRAME_SHARES))]
    if chance.random() < 0.5:
        width, height = height, width
    site = str(chance.choice(SITES))
    place = str(chance.choice(["same_skin", "neighbour"] if strong else ["table", "table", "neighbour"]))
    lies = bool(chance.random() < 0.6)
    for _ in range(TRIES):
        hand = random_hand(chance, level, site, place, lies)
        side = float(chance.choice(SIDES[:3] if place != "table" else SIDES))
        number = int(chance.integers(50))
        card, paper = single(side, number), single_card(number, side)
        laid = _lay(chance, hand, place, strong, spread_of(paper))
        camera = camera_on(
            chance, level, hand, laid.flat.embed(np.full((1, 2), side / 2))[0], (width, height)
        )
        if sees_all(camera, hand, laid, paper, card):
            scene = scene_of(chance, level, hand, laid, paper, camera)
            return _case(scene, hand, level, card, laid, place, strong)
    raise RuntimeError(f"no scene fits for seed {seed}, photo {index}")


def _case(scene: Scene, hand: Hand, level: int, card: Card, laid: Laid, place: str, strong: bool) -> Case:
    return Case(
        scene=scene,
        level=level,
        variant="strong_crease" if strong else "normal",
        expected="refuse" if strong else "measure",
        tags=finger_tags(hand, place, laid),
        card=card,
        flat=laid.flat,
        lift_deg=laid.lift_deg,
        fold_deg=laid.fold_deg,
        shape=laid.shape,
        fold_line=laid.fold_line,
        kind="finger",
        site=hand.site,
        card_place=place,
        finger=finger_record(hand, scene.camera),
        hand_lies=hand.lies,
    )


def finger_tags(hand: Hand, place: str, laid: Laid) -> tuple[str, ...]:
    return ("finger", f"card_{place}", f"card_{laid.shape}", hand.site, "lying" if hand.lies else "held")


def _lay(chance: np.random.Generator, hand: Hand, place: str, strong: bool, spread: Spread) -> Laid:
    if place == "table":
        flat = card_on_table(chance, hand, spread)
    elif place == "neighbour":
        flat = card_on_neighbours(chance, hand, spread)
    else:
        flat = card_on_finger(chance, hand, spread)
    if not strong:
        return Laid(flat, flat)
    if place == "same_skin" and chance.random() < 0.5:
        along = flat.frame[:2] @ np.array([0.0, 1.0, 0.0])
        radius = hand.fingers[0].radius * float(chance.uniform(1.1, 2.2))
        return bent(flat, spread, along / np.linalg.norm(along), radius, up=False, shape="wrapped")
    at = spread.middle + chance.uniform(-0.12, 0.12, 2) * spread.half
    return fold_anywhere(chance, flat, spread, at, float(chance.uniform(*STRONG_FOLDS)), "fold_strong")


def camera_on(
    chance: np.random.Generator, level: int, hand: Hand, card: Floats, size: tuple[int, int]
) -> Camera:
    target = hand.spot + (card - hand.spot) * chance.uniform(0.2, 0.7) + np.append(chance.normal(0, 5, 2), 0)
    return aim(chance, level, target, size)


def sees_all(camera: Camera, hand: Hand, laid: Laid, paper: Paper, card: Card) -> bool:
    """Whether lump and card are in the photo, free of fingers, the lump not seen from its side."""
    size = np.array([camera.width, camera.height])
    if finger_record(hand, camera)["normal_to_camera_deg"] > MOST_LEAN:
        return False
    skin = hand.fingers[0].embed(hand.lump.outline(60))
    corners, seen = seen_marker(card, laid.sheet, camera)
    ring = camera.project(laid.sheet.embed(sheet_ring(paper)))
    lump_px = camera.project(skin)
    if not all(bool((p > 12).all() and (p < size - 12).all()) for p in (ring, lump_px, seen)):
        return False
    towards = camera.position - skin
    facing = (towards * hand.fingers[0].normal_at(hand.lump.outline(60))).sum(axis=1)
    if (facing < 0.25 * np.linalg.norm(towards, axis=1)).any() or hidden(hand, camera, skin):
        return False
    marker = laid.sheet.embed((corners - corners.mean(axis=0)) * 1.12 + corners.mean(axis=0))
    return not hidden(hand, camera, marker, 3.0) and not _covered(camera, skin, laid, paper)


def _covered(camera: Camera, skin: Floats, laid: Laid, paper: Paper) -> bool:
    """Whether the card lies between the camera and the lump."""
    depth, x, y = laid.sheet.hit(camera.position, (skin - camera.position).astype(np.float32)[None])
    low, high = paper.reach
    on = (x > low[0] - 1) & (x < high[0] + 1) & (y > low[1] - 1) & (y < high[1] + 1)
    return bool((on & (depth < 1)).any() and paper.look(x, y)[1][on].max() > 0)


def scene_of(
    chance: np.random.Generator, level: int, hand: Hand, laid: Laid, paper: Paper, camera: Camera
) -> Scene:
    """The hand, the card and the light on them."""
    light = random_light(chance, level)
    shadows = int(chance.choice(2, p=((0.95, 0.05), (0.55, 0.45), (0.5, 0.5))[level]))
    light = replace(light, shadows=tuple(random_shadow(chance, camera, level) for _ in range(shadows)))
    return Scene(
        camera=camera,
        bodies=hand.bodies,
        ground=hand.ground,
        lumps=(hand.lump,),
        sheet=laid.sheet,
        paper=paper,
        light=light,
        development=random_development(chance, level, max(camera.width, camera.height)),
        px_per_mm=camera.focal_px / float(np.linalg.norm(camera.position - hand.spot)),
        seed=int(chance.integers(2**31)),
    )
