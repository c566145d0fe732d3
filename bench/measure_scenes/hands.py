"""Fingers on or above a table, and where a card can lie beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bench.measure_scenes.camera import Camera, Floats
from bench.measure_scenes.ground import Ground, random_ground
from bench.measure_scenes.laying import PAPER_MM, Spread
from bench.measure_scenes.lumps import Lump, random_lump
from bench.measure_scenes.scene import Body
from bench.measure_scenes.sheets import Sheet, frame_from
from bench.measure_scenes.skin import random_skin
from bench.measure_scenes.surfaces import FAR, Finger

SITES = ("finger_pad", "finger_joint", "finger_side")
#: radius of a finger in mm (read off the sample)
RADII = (7.0, 11.0)
#: way of a finger's joints from its tip in mm
JOINTS = (25.0, 47.0, 74.0)
#: how far a side's normal leans from upright, degrees
SIDE_LEAN = (34.0, 56.0)


@dataclass(frozen=True)
class Hand:
    """The finger with the lump comes first: axis at x = 0, tip at y = 0. The table is z = 0."""

    fingers: tuple[Finger, ...]
    bodies: tuple[Body, ...]
    ground: Ground
    lump: Lump
    site: str
    palm_up: bool
    lies: bool
    gap_mm: float
    phi_deg: float

    @property
    def spot(self) -> Floats:
        """Where the lump is, in the world."""
        return np.asarray(self.fingers[0].embed(np.array([self.lump.middle]))[0])


def random_hand(chance: np.random.Generator, level: int, site: str, place: str, lies: bool) -> Hand:
    """A hand with a lump at a site, with as many neighbours as a card's place needs."""
    radius = float(chance.uniform(*RADII))
    gap = 0.0 if lies else float(chance.uniform(3, 12) if place == "table" else chance.uniform(5, 38))
    palm_up = site == "finger_pad" or (site == "finger_side" and chance.random() < 0.5)
    phi = float(chance.uniform(-13.5, 13.5))
    if site == "finger_side":
        phi = float(chance.uniform(*SIDE_LEAN) * chance.choice([-1, 1]))
    count = 2 if place == "neighbour" else int(chance.choice(3, p=(0.35, 0.15, 0.5)))
    fingers = _row(chance, radius, gap, -1.0 if phi > 0 else 1.0, count)
    length = float(chance.uniform(*((4.0, 9.5), (3.5, 8.5), (2.6, 7.6))[level]))
    length = min(length, (0.95 if site == "finger_side" else 1.1) * radius)
    from_tip = _along(chance, site, radius + length / 2 + 0.4)
    middle = (float(np.deg2rad(phi) * radius), from_tip - radius)
    lump = replace(random_lump(chance, middle, length, level), middle=middle)
    fitzpatrick = int(chance.integers(1, 7))
    skin = random_skin(chance, fitzpatrick, 0, 20)
    bodies = tuple(
        _body(chance, finger, skin.seed + k, fitzpatrick, palm_up) for k, finger in enumerate(fingers)
    )
    return Hand(fingers, bodies, random_ground(chance, 0.0), lump, site, palm_up, lies, gap, phi)


def _along(chance: np.random.Generator, site: str, least: float) -> float:
    """Way of the lump's middle from the finger's tip, mm."""
    if site == "finger_joint":
        at = float(chance.choice(JOINTS[:2])) + chance.normal(0, 1.2)
    elif site == "finger_pad":
        at = chance.uniform(11, 17)
    else:
        at = chance.uniform(11, 31)
    return float(max(at, least))


def _row(
    chance: np.random.Generator, radius: float, gap: float, way: float, count: int
) -> tuple[Finger, ...]:
    """Fingers side by side, the others all on one side of the first (``way`` 1 right, -1 left)."""
    row = [Finger(radius, 0.0, radius + gap, 0.0)]
    for _ in range(count):
        other = float(np.clip(radius * chance.uniform(0.85, 1.15), *RADII))
        last = row[-1]
        x = last.x + way * (last.radius + other + float(chance.uniform(0.2, 1.5)))
        row.append(Finger(other, x, other + gap, float(chance.uniform(-7, 9))))
    return tuple(row)


def _body(chance: np.random.Generator, finger: Finger, seed: int, fitzpatrick: int, palm_up: bool) -> Body:
    rings = tuple(joint - finger.radius + chance.normal(0, 0.6) for joint in JOINTS)
    skin = replace(
        random_skin(chance, fitzpatrick, 1, 10),
        seed=seed,
        hairs=(),
        lines=(),
        moles=(),
        rings=rings,
        ridges=0.025 if palm_up else 0.0,
        roughness=float(chance.uniform(0.02, 0.045)),
    )
    nail = None if palm_up else (-0.75 * finger.radius, 0.55 * finger.radius, 0.68 * finger.radius)
    return Body(finger, skin, nail)


def finger_record(hand: Hand, camera: Camera) -> dict[str, Any]:
    """A finger as ``truth.json`` has it."""
    first = hand.fingers[0]
    normal = first.normal_at(np.array([hand.lump.middle]))[0]
    view = camera.position - hand.spot
    return {
        "radius_mm": round(first.radius, 3),
        "pose": "lying" if hand.lies else "held",
        "gap_mm": round(hand.gap_mm, 2),
        "phi_deg": round(hand.phi_deg, 2),
        "along_mm_from_tip": round(hand.lump.middle[1] + first.radius, 2),
        "palm_up": hand.palm_up,
        "neighbour_radii_mm": [round(finger.radius, 2) for finger in hand.fingers[1:]],
        "normal_to_camera_deg": round(float(np.rad2deg(np.arccos(normal @ view / np.linalg.norm(view)))), 2),
        "table": hand.ground.kind,
    }


def card_on_table(chance: np.random.Generator, hand: Hand, spread: Spread) -> Sheet:
    """Flat on the table, beside the finger or beyond the tips."""
    low = min(finger.x - finger.radius for finger in hand.fingers)
    high = max(finger.x + finger.radius for finger in hand.fingers)
    reach = float(spread.half.max())
    if chance.random() < 0.25:
        at = np.array([chance.uniform(low - 5, high + 5), chance.uniform(-1.35, -0.9) * reach])
    else:
        own_side = high if hand.fingers[-1].x <= 0 else low
        sign = 1.0 if own_side == high else -1.0
        at = np.array(
            [own_side + sign * chance.uniform(0.75, 1.35) * reach, hand.spot[1] + chance.uniform(-18, 14)]
        )
    return _on(np.array([*at, 0.0]), np.array([0.0, 0.0, 1.0]), float(chance.uniform(0, 360)), spread)


def card_on_neighbours(chance: np.random.Generator, hand: Hand, spread: Spread) -> Sheet:
    """On the two fingers beside the one with the lump, touching both."""
    one, two = hand.fingers[1:3]
    apart = np.array([two.x - one.x, two.z - one.z])
    lean = np.arcsin((one.radius - two.radius) / np.linalg.norm(apart))
    slope = np.arctan2(apart[1], apart[0]) if apart[0] > 0 else np.arctan2(-apart[1], -apart[0])
    turn = slope - lean if apart[0] > 0 else slope + lean
    normal = np.array([-np.sin(turn), 0.0, np.cos(turn)])
    touch = np.array([one.x, 0.0, one.z]) + one.radius * normal
    middle = touch + 0.5 * (np.array([two.x, 0.0, two.z]) + two.radius * normal - touch)
    middle[1] = hand.spot[1] + chance.uniform(-8, 14)
    return _on(middle, normal, float(chance.uniform(0, 360)), spread)


def card_on_finger(chance: np.random.Generator, hand: Hand, spread: Spread) -> Sheet:
    """On the finger itself, further up than the lump."""
    first = hand.fingers[0]
    y = hand.spot[1] + float(spread.half.max()) * chance.uniform(0.9, 1.15) + hand.lump.mean_radius + 2
    top = np.array([first.x, y, first.z + first.radius])
    return _on(
        top, np.array([0.0, 0.0, 1.0]), float(chance.uniform(-20, 20) + 90 * chance.integers(4)), spread
    )


def _on(point: Floats, normal: Floats, turn_deg: float, spread: Spread) -> Sheet:
    frame = frame_from(normal, turn_deg)
    return Sheet(point - spread.touch @ frame[:2] + PAPER_MM * frame[2], frame)


def hidden(hand: Hand, camera: Camera, points: Floats, within_mm: float = 0.6) -> bool:
    """Whether a finger stands before any of these points of the world."""
    rays = (points - camera.position).astype(np.float32)[None]
    return any(
        bool((finger.hit(camera.position, rays).depth < np.float32(1 - within_mm / 150)).any())
        for finger in hand.fingers
        if finger.hit(camera.position, rays).depth.min() < FAR
    )
