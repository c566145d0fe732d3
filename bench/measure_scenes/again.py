"""The same lumps on another day: another camera, light and place of the card; the lumps may have grown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.measure_scenes.basic import TRIES, aim, frames_well, scene_on
from bench.measure_scenes.laying import Laid, lay_beside, spread_of
from bench.measure_scenes.papers import single_card
from bench.measure_scenes.truth import Case


def again(case: Case, seed: int, growth: float = 1.0) -> Case:
    """A later photo of what a case of ``basic`` shows, its card laid anew.

    Args:
        growth: how much longer the lumps have become.
    """
    chance = np.random.default_rng((73, seed))
    scene = case.scene
    if case.card is None:
        raise ValueError("there is no card on this photo")
    surface, size = scene.bodies[0].surface, (scene.camera.width, scene.camera.height)
    marker = case.card.markers[0]
    lumps = tuple(replace(lump, mean_radius=lump.mean_radius * growth) for lump in scene.lumps)
    paper = single_card(marker.number, marker.side_mm)
    middle = surface.embed(np.mean([lump.middle for lump in lumps], axis=0)[None])[0]
    for _ in range(TRIES):
        flat = lay_beside(chance, surface, lumps, spread_of(paper))
        if flat is None:
            continue
        laid = Laid(flat, flat)
        card = flat.embed(spread_of(paper).middle[None])[0]
        camera = aim(chance, case.level, middle + (card - middle) * chance.uniform(0.2, 0.7), size)
        if frames_well(camera, surface, lumps, laid, paper, case.card, "normal"):
            later = scene_on(chance, case.level, surface, scene.ground, lumps, laid, paper, camera)
            later = replace(later, bodies=scene.bodies)
            return replace(
                case, scene=later, flat=flat, lift_deg=0.0, fold_deg=0.0, fold_line=None, shape="flat"
            )
    raise RuntimeError(f"no later scene fits for seed {seed}")
