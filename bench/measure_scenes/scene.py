"""A scene: what is where, and the picture of it in linear light."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from bench.measure_scenes.camera import Box, Camera, Floats, Grid
from bench.measure_scenes.develop import Development
from bench.measure_scenes.ground import Ground
from bench.measure_scenes.light import Light
from bench.measure_scenes.lumps import Lump
from bench.measure_scenes.papers import Paper
from bench.measure_scenes.sheets import Sheet
from bench.measure_scenes.skin import Skin
from bench.measure_scenes.surfaces import FAR, Hit, Surface

ROWS = 256
#: rays per pixel and side where a card is drawn
FINE = 4


@dataclass(frozen=True)
class Body:
    """Skin and its shape; ``nail``: (v from, v to, half width) in mm of a finger's nail."""

    surface: Surface
    skin: Skin
    nail: tuple[float, float, float] | None = None

    def albedo(self, hit: Hit) -> Grid:
        out = self.skin.albedo(hit)
        if self.nail is not None:
            _paint_nail(out, hit, self.nail, self.skin)
        return out


@dataclass(frozen=True)
class Scene:
    """Everything a photo is made from. The first body carries the lumps."""

    camera: Camera
    bodies: tuple[Body, ...]
    ground: Ground | None
    lumps: tuple[Lump, ...]
    sheet: Sheet | None
    paper: Paper | None
    light: Light
    development: Development
    px_per_mm: float
    seed: int
    over: Body | None = None
    """Something that lies over the card."""


def draw(scene: Scene) -> Grid:
    """Linear light of the photo, (rows, columns, 3)."""
    camera = scene.camera
    picture = np.empty((camera.height, camera.width, 3), np.float32)
    shade = np.empty((camera.height, camera.width), np.float32)
    for top in range(0, camera.height, ROWS):
        box = Box(0, top, camera.width, min(top + ROWS, camera.height))
        picture[box.window], shade[box.window] = _background(scene, box)
    first = scene.bodies[0]
    for lump in scene.lumps:
        lump.paint(picture, camera, first.surface, first.skin, _light_uv(scene, lump))
    first.skin.draw_hairs(picture, camera, first.surface, scene.px_per_mm)
    picture *= shade[..., None]
    if scene.sheet is not None and scene.paper is not None:
        _lay(scene, scene.sheet, scene.paper, picture)
    if scene.over is not None:
        _cover(scene, scene.over, picture)
    for top in range(0, camera.height, ROWS):
        rows = slice(top, min(top + ROWS, camera.height))
        picture[rows] *= scene.light.over(camera, rows)[..., None]
    return picture


def _background(scene: Scene, box: Box) -> tuple[Grid, Grid]:
    rays = scene.camera.rays(box)
    depth = np.full(rays.shape[:2], FAR, np.float32)
    colour, shade = np.zeros_like(rays), np.ones_like(depth)
    if scene.ground is not None:
        hit = scene.ground.plane.hit(scene.camera.position, rays)
        depth, colour = hit.depth, scene.ground.albedo(hit)
        surfaces = tuple(body.surface for body in scene.bodies)
        shade = scene.ground.shade(hit, surfaces, scene.light.towards)
    for body in scene.bodies:
        hit = body.surface.hit(scene.camera.position, rays)
        near = hit.depth < depth
        if not near.any():
            continue
        part = _span(near)
        cut = Hit(hit.depth[part], hit.u[part], hit.v[part], hit.normal[part])
        here = near[part]
        colour[part][here] = body.albedo(cut)[here]
        shade[part][here] = scene.light.on(cut.normal)[here]
        depth[part][here] = cut.depth[here]
    return colour, shade


def _span(mask: np.ndarray) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _light_uv(scene: Scene, lump: Lump) -> tuple[float, float]:
    """Where the light comes from at a lump, in its (u, v)."""
    surface, at = scene.bodies[0].surface, np.array([lump.middle])
    step = 0.01
    here = surface.embed(at)[0]
    out = []
    for way in ([step, 0.0], [0.0, step]):
        tangent = (surface.embed(at + np.array(way))[0] - here) / step
        out.append(float(tangent @ scene.light.towards))
    return out[0], out[1]


def sheet_ring(paper: Paper, step: float = 3.0) -> Floats:
    """Points all around a paper's bounding box, in mm."""
    low, high = paper.reach
    x = np.linspace(low[0], high[0], max(2, int((high[0] - low[0]) / step)))
    y = np.linspace(low[1], high[1], max(2, int((high[1] - low[1]) / step)))
    sides = [np.column_stack([x, np.full_like(x, edge)]) for edge in (low[1], high[1])]
    sides += [np.column_stack([np.full_like(y, edge), y]) for edge in (low[0], high[0])]
    return np.concatenate(sides)


def _lay(scene: Scene, sheet: Sheet, paper: Paper, picture: Grid) -> None:
    """The card: supersampled, in front of what lies lower, with its shadow."""
    camera = scene.camera
    ring = camera.project(sheet.embed(sheet_ring(paper)))
    box = camera.around(ring, 6 + 3 * scene.px_per_mm)
    if box.empty:
        return
    here = picture[box.window]
    behind = _depth_behind(scene, box)
    light, cover = np.zeros_like(here), np.zeros(here.shape[:2], np.float32)
    for x, y, in_front in _fine(camera, box, sheet, behind):
        lit, there = paper.look(x, y)
        there = there * in_front
        light += lit * there[..., None]
        cover += there
    light /= np.float32(FINE * FINE)
    cover /= np.float32(FINE * FINE)
    gloom = _gloom(scene, cover)
    here *= 1 - gloom[..., None] * (1 - cover[..., None])
    tilt = _sheet_shade(scene, sheet, camera.rays(box))
    np.copyto(here, here * (1 - cover[..., None]) + light * tilt[..., None])


def _fine(camera: Camera, box: Box, sheet: Sheet, behind: Grid) -> Iterator[tuple[Grid, Grid, Grid]]:
    """Card mm and whether the card is in front, at FINE x FINE places in each pixel.

    On a flat sheet a step within a pixel is linear to a few millionths of a mm, so that one ray does; where
    the sheet is bent each quarter of a pixel gets its own.
    """
    coarse = 1 if len(sheet.profile.paper) == 2 else 2
    shifts = [(k + 0.5) / coarse - 0.5 for k in range(coarse)]
    steps = [((k + 0.5) * coarse / FINE - 0.5) / coarse for k in range(FINE // coarse)]
    for top in shifts:
        for left in shifts:
            depth, x, y = sheet.hit(camera.position, camera.rays(box, (left, top)))
            (x_down, x_along), (y_down, y_along) = _slopes(x), _slopes(y)
            front = (depth < behind + np.float32(0.4)).astype(np.float32)
            for down, along in itertools.product(steps, steps):
                a, d = np.float32(along), np.float32(down)
                yield x + a * x_along + d * x_down, y + a * y_along + d * y_down, front


def _slopes(field: Grid) -> tuple[Grid, Grid]:
    return np.asarray(np.gradient(field, axis=0)), np.asarray(np.gradient(field, axis=1))


def _depth_behind(scene: Scene, box: Box) -> Grid:
    rays = scene.camera.rays(box)
    depth = np.full(rays.shape[:2], FAR, np.float32)
    for body in scene.bodies:
        depth = np.minimum(depth, body.surface.hit(scene.camera.position, rays).depth)
    return depth


def _gloom(scene: Scene, cover: Grid) -> Grid:
    """Shadow about a card: a thin one where it lies close, a wide faint one where it stands off."""
    near = cv2.GaussianBlur(cover, (0, 0), max(1.0, 0.5 * scene.px_per_mm))
    wide = cv2.GaussianBlur(cover, (0, 0), max(2.0, 1.6 * scene.px_per_mm))
    return np.asarray(np.float32(0.22) * near + np.float32(0.12) * wide, dtype=np.float32)


def _sheet_shade(scene: Scene, sheet: Sheet, rays: Grid) -> Grid:
    """Light on the paper by its slope, from the world's points of neighbouring rays."""
    depth, _x, _y = sheet.hit(scene.camera.position, rays)
    depth = np.where(depth < FAR, depth, np.nan).astype(np.float32)
    points = scene.camera.position.astype(np.float32) + depth[..., None] * rays
    along, down = np.gradient(points, axis=1), np.gradient(points, axis=0)
    normal = np.cross(down, along)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), np.float32(1e-9))
    shade = scene.light.on(np.nan_to_num(np.where(normal[..., 2:] < 0, -normal, normal), nan=0.577))
    shade = np.where(np.isfinite(normal[..., 0]), shade, 1)
    return np.asarray(cv2.blur(shade.astype(np.float32), (3, 3)), dtype=np.float32)


def _cover(scene: Scene, body: Body, picture: Grid) -> None:
    """A finger over the card, supersampled twice."""
    camera = scene.camera
    whole = Box(0, 0, camera.width, camera.height)
    coarse = body.surface.hit(camera.position, camera.rays(whole)).depth < FAR
    if not coarse.any():
        return
    rows, columns = _span(coarse)
    box = camera.around(np.array([[columns.start, rows.start], [columns.stop, rows.stop]], np.float64), 3)
    light, cover = (
        np.zeros_like(picture[box.window]),
        np.zeros((box.low - box.top, box.right - box.left), np.float32),
    )
    for shift in ((-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)):
        hit = body.surface.hit(camera.position, camera.rays(box, shift))
        there = (hit.depth < FAR).astype(np.float32) / 4
        light += body.albedo(hit) * (scene.light.on(hit.normal) * there)[..., None]
        cover += there
    here = picture[box.window]
    here *= 1 - np.float32(0.35) * cv2.GaussianBlur(cover, (0, 0), 1.5 * scene.px_per_mm)[..., None]
    np.copyto(here, here * (1 - cover[..., None]) + light)


def _paint_nail(out: Grid, hit: Hit, nail: tuple[float, float, float], skin: Skin) -> None:
    """A nail: paler and redder, with a white edge at the tip."""
    low, high, half = nail
    side = np.float32(half) - np.abs(hit.u)
    ends = np.minimum(
        hit.v - np.float32(low), np.float32(high) - hit.v + np.float32(0.06) * (half**2 - hit.u**2) / half
    )
    inside = np.clip(np.minimum(side, ends) / np.float32(0.3) + np.float32(0.5), 0, 1)
    white = np.clip((np.float32(low + 1.3) - hit.v) / np.float32(0.25), 0, 1)
    tone = skin.tone * np.array([0.95, 0.9, 0.95], np.float32) + np.float32(0.05)
    edge = np.array([0.62, 0.58, 0.47], np.float32) * np.float32(0.5 + 0.5 * float(skin.tone[0]) / 0.54)
    colour = tone + (edge - tone) * white[..., None]
    np.copyto(out, out + (colour - out) * inside[..., None])
