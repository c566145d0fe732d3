"""Photos of skin with one lump, a printed marker and known faults, drawn from a seed: the coach's yardstick.

Skin, lump and light come from the demo's generator. Added here: the marker, the camera's angle, and faults of
graded strength. Every number that a photo was made from is its truth.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from calcitrack.demo.photo_camera import _tone_curve, cloth, light_up
from calcitrack.demo.photo_lesion import draw_spot
from calcitrack.demo.photo_noise import Noise, soften
from calcitrack.demo.photo_sites import SITES, new_canvas, paint_skin
from calcitrack.demo.photo_spec import FRAME_MM, Spot

WIDTH, HEIGHT = 1280, 960
FOCAL_PX = 26 / 36 * WIDTH
MARGIN = 1.3
LEVELS = ("none", "slight", "clear", "severe")
#: how often each level is drawn
SHARES = (0.55, 0.15, 0.15, 0.15)
#: strength by level. Blur: deviation in px of 1280; shadow: share of light taken; light: stops over the
#: frame; tilt: degrees; off centre: 0 in the middle to 1 at the edge
STRENGTHS: dict[str, tuple[tuple[float, float], ...]] = {
    "focus": ((0.4, 1.0), (1.4, 2.0), (3.0, 4.2), (5.0, 8.0)),
    "shadow": ((0.0, 0.0), (0.10, 0.20), (0.35, 0.50), (0.60, 0.80)),
    "light": ((0.0, 0.3), (0.6, 1.0), (1.6, 2.2), (2.5, 3.4)),
    "angle": ((0.0, 8.0), (13.0, 18.0), (28.0, 36.0), (42.0, 52.0)),
    "centre": ((0.0, 0.25), (0.38, 0.48), (0.64, 0.76), (0.82, 0.92)),
}
MARKERS = ("ours", "no marker", "covered", "cut off", "foreign")
MARKER_SHARES = (0.76, 0.08, 0.06, 0.05, 0.05)
#: Fitzpatrick I to VI on the generator's scale of skin tones
TONES = (0.03, 0.2, 0.4, 0.62, 0.82, 0.98)
PLACES = ("flat", "flat", "flat", "abdomen", "elbow", "knee", "hand_back", "finger_back", "fingertip_pad")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One photo's truth. ``faults``: strength by criterion; ``levels``: their names; fitzpatrick 1 to 6."""

    seed: int
    place: str
    fitzpatrick: int
    size_mm: float
    marker: str
    faults: dict[str, float]
    levels: dict[str, str]
    tapped: bool
    soft_shadow: bool
    noise: float


def scene(seed: int) -> Scene:
    """What the photo of this seed shows."""
    chance = np.random.default_rng((5, seed))
    levels = {key: str(chance.choice(LEVELS, p=SHARES)) for key in STRENGTHS}
    faults = {key: float(chance.uniform(*STRENGTHS[key][LEVELS.index(levels[key])])) for key in STRENGTHS}
    return Scene(
        seed=seed,
        place=str(chance.choice(PLACES)),
        fitzpatrick=seed % 6 + 1,
        size_mm=float(np.exp(chance.uniform(np.log(2), np.log(40)))),
        marker=str(chance.choice(MARKERS, p=MARKER_SHARES)),
        faults=faults,
        levels=levels,
        tapped=bool(chance.random() < 0.3),
        soft_shadow=bool(chance.random() < 0.15),
        noise=float(chance.uniform(1.0, 5.0)),
    )


def draw(what: Scene) -> tuple[np.ndarray, tuple[float, float], Scene]:
    """The photo (rows, columns, RGB bytes), the lump's true place as fractions, and the truth as drawn."""
    chance = np.random.default_rng((7, what.seed))
    place = what.place if what.place == "flat" or what.size_mm < 0.22 * FRAME_MM[what.place] else "flat"
    frame = FRAME_MM.get(place, float(np.clip(what.size_mm * chance.uniform(3.5, 9), 40, 170)))
    px_per_mm = WIDTH / frame
    canvas = new_canvas(
        int(WIDTH * MARGIN), int(HEIGHT * MARGIN), px_per_mm, TONES[what.fitzpatrick - 1], what.seed
    )
    SITES.get(place, paint_skin)(canvas)
    at = _lump_place(canvas.cover, what, chance)
    x_mm, y_mm = ((at[0] - 0.5) * WIDTH / px_per_mm, (at[1] - 0.5) * HEIGHT / px_per_mm)
    state = str(chance.choice(["quiet", "quiet", "quiet", "inflamed", "opened", "ulcer"]))
    draw_spot(
        canvas,
        Spot(
            length_mm=what.size_mm,
            width_mm=what.size_mm * chance.uniform(0.6, 0.95),
            state=state,
            x_mm=x_mm,
            y_mm=y_mm,
            angle_degrees=float(chance.uniform(0, 180)),
            seed=what.seed,
        ),
    )
    red, green, blue = (int(v) for v in chance.integers(90, 190, 3))
    background = cloth(
        Noise(what.seed + 5, canvas.x.shape[1], canvas.x.shape[0]), (red, green, blue), px_per_mm
    )
    linear = light_up(canvas, background, float(chance.uniform(0, 2 * np.pi)))
    view = _camera(what, chance, canvas.x.shape)
    linear = cv2.warpPerspective(
        linear, view, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    if what.marker != "no marker":
        _lay_marker(linear, what, at, px_per_mm, view, canvas.x.shape, chance)
    x, y = _through(
        view, (at[0] - 0.5) * WIDTH + canvas.x.shape[1] / 2, (at[1] - 0.5) * HEIGHT + canvas.x.shape[0] / 2
    )
    seen = (x / WIDTH, y / HEIGHT)
    linear *= _illumination(what, chance)[..., None]
    return _expose(linear, what, chance), seen, what


def _lump_place(cover: np.ndarray, what: Scene, chance: np.random.Generator) -> tuple[float, float]:
    """As far off the middle as the truth says, in a direction where there is skin."""
    off = what.faults["centre"] / 2
    best, best_cover = (0.5, 0.5), -1.0
    for turn in chance.permutation(24):
        angle = turn / 24 * 2 * np.pi
        dx, dy = np.cos(angle), np.sin(angle)
        scale = off / max(abs(dx), abs(dy))
        x, y = 0.5 + dx * scale, 0.5 + dy * scale
        row = int(cover.shape[0] / 2 + (y - 0.5) * HEIGHT)
        column = int(cover.shape[1] / 2 + (x - 0.5) * WIDTH)
        here = float(cover[max(row - 40, 0) : row + 40, max(column - 40, 0) : column + 40].mean())
        if here > best_cover + 0.02:
            best, best_cover = (float(x), float(y)), here
    return best


def _camera(what: Scene, chance: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Homography from the canvas to the photo: the plane tilted about its middle, and turned."""
    tilt, turn = np.deg2rad(what.faults["angle"]), chance.uniform(0, 2 * np.pi)
    axis = np.array([np.cos(turn), np.sin(turn), 0.0]) * tilt
    rotation, _ = cv2.Rodrigues(axis)
    middle = np.array([[1, 0, -shape[1] / 2], [0, 1, -shape[0] / 2], [0, 0, 1]])
    plane = np.column_stack([rotation[:, 0], rotation[:, 1], [0, 0, FOCAL_PX]])
    lens = np.array([[FOCAL_PX, 0, WIDTH / 2], [0, FOCAL_PX, HEIGHT / 2], [0, 0, 1]])
    return lens @ plane @ middle


def _through(view: np.ndarray, x: float, y: float) -> tuple[float, float]:
    point = view @ np.array([x, y, 1.0])
    return float(point[0] / point[2]), float(point[1] / point[2])


def _lay_marker(
    linear: np.ndarray,
    what: Scene,
    at: tuple[float, float],
    px_per_mm: float,
    view: np.ndarray,
    shape: tuple[int, ...],
    chance: np.random.Generator,
) -> None:
    """A printed card on the tilted plane, straight into the photo; a finger over it when it is covered."""
    frame = WIDTH / px_per_mm
    sides = [side for side in (8, 10, 12, 15, 20, 25, 30) if side * 1.5 < 0.3 * frame] or [8]
    side = int(chance.choice(sides[-3:])) * px_per_mm
    paper = _print(what.marker == "foreign", chance)
    spot = _free_place(what, at, side * 1.5, view, shape, chance)
    whole = paper.shape[0]
    place = np.vstack(
        [
            cv2.getRotationMatrix2D(
                (whole / 2, whole / 2), float(chance.uniform(0, 360)), side * 1.5 / whole
            ),
            [0, 0, 1],
        ]
    )
    place[:2, 2] += np.array(spot) - whole / 2
    to_photo = view @ place
    laid, alpha = (_laid(layer, to_photo) for layer in (paper, np.ones_like(paper)))
    if what.marker == "covered":
        x, y = _through(to_photo, whole * chance.uniform(0.68, 0.8), whole * chance.uniform(0.3, 0.7))
        hide = np.zeros((HEIGHT, WIDTH), np.float32)
        cv2.circle(hide, (int(x), int(y)), int(side * 0.42), 1.0, -1)
        alpha = alpha * (1 - cv2.GaussianBlur(hide, (0, 0), 1.5))
    shadow = soften(np.ascontiguousarray(alpha), max(2.0, 0.6 * px_per_mm))
    linear *= (1 - np.float32(0.18) * np.roll(shadow, 3, axis=0) * (1 - alpha))[..., None]
    white = np.float32(chance.uniform(0.85, 1.05))
    linear[:] = linear * (1 - alpha[..., None]) + white * (laid * alpha)[..., None]


def _print(foreign: bool, chance: np.random.Generator) -> np.ndarray:
    """Black on white paper with a quiet zone of a quarter of the side, in linear light."""
    words = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_6X6_250 if foreign else cv2.aruco.DICT_4X4_50)
    side, edge = 192, 48
    paper = np.full((side + 2 * edge, side + 2 * edge), 0.78, np.float32)
    ink = cv2.aruco.generateImageMarker(words, int(chance.integers(0, 50)), side).astype(np.float32) / 255
    paper[edge : edge + side, edge : edge + side] = 0.035 + 0.745 * ink
    return paper


def _laid(layer: np.ndarray, to_photo: np.ndarray) -> np.ndarray:
    """Drawn at twice the size and averaged, so that edges lie where they should."""
    double = np.diag([2.0, 2.0, 1.0]) @ to_photo
    large = cv2.warpPerspective(layer, double, (2 * WIDTH, 2 * HEIGHT), flags=cv2.INTER_LINEAR)
    return np.asarray(cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.float32)


def _free_place(
    what: Scene,
    at: tuple[float, float],
    card_px: float,
    view: np.ndarray,
    shape: tuple[int, ...],
    chance: np.random.Generator,
) -> tuple[float, float]:
    """Beside the lump and wholly in the photo; for a marker that is cut off, across its edge."""
    lump = np.array([(at[0] - 0.5) * WIDTH + shape[1] / 2, (at[1] - 0.5) * HEIGHT + shape[0] / 2])
    reach = card_px * 0.72
    best, best_score = lump, -np.inf
    for _ in range(400):
        spot = np.array([chance.uniform(0, shape[1]), chance.uniform(0, shape[0])])
        corners = [
            _through(view, *(spot + np.array(d) * reach)) for d in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        inside = min(min(x, y, WIDTH - x, HEIGHT - y) for x, y in corners)
        gap = float(np.hypot(*(spot - lump))) - reach
        if what.marker == "cut off":
            middle = _through(view, *spot)
            cut = min(middle[0], middle[1], WIDTH - middle[0], HEIGHT - middle[1])
            score = -abs(cut)
        else:
            score = min(inside - 6, 0) * 10 - abs(gap - card_px * 0.9)
        if score > best_score:
            best, best_score = spot, score
    return float(best[0]), float(best[1])


def _illumination(what: Scene, chance: np.random.Generator) -> np.ndarray:
    """The light over the photo: a slope of so many stops, the lens's own fall-off, and a shadow."""
    x = (np.arange(WIDTH, dtype=np.float32) / WIDTH - 0.5)[None]
    y = ((np.arange(HEIGHT, dtype=np.float32) - HEIGHT / 2) / WIDTH)[:, None]
    turn = chance.uniform(0, 2 * np.pi)
    along = (x * np.cos(turn) + y * np.sin(turn)) / (abs(np.cos(turn)) + abs(np.sin(turn)) * HEIGHT / WIDTH)
    light = np.exp2(np.float32(what.faults["light"]) * along) * (1 - np.float32(0.35) * (x * x + y * y))
    if what.faults["shadow"] > 0:
        light = light * (
            1 - np.float32(what.faults["shadow"]) * _shadow(x, y, float(chance.uniform(0.002, 0.010)), chance)
        )
    elif what.soft_shadow:
        light = light * (1 - np.float32(0.3) * _shadow(x, y, float(chance.uniform(0.12, 0.2)), chance))
    return np.asarray(light, dtype=np.float32)


def _shadow(x: np.ndarray, y: np.ndarray, edge: float, chance: np.random.Generator) -> np.ndarray:
    """1 in the shadow: of a phone (straight edges), an arm (a band) or a head (round), near the middle."""
    turn = chance.uniform(0, 2 * np.pi)
    cx, cy = chance.uniform(-0.2, 0.2, 2)
    u = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn)
    v = (y - cy) * np.cos(turn) - (x - cx) * np.sin(turn)
    kind = chance.integers(3)
    if kind == 0:
        distance = np.minimum(u, v + 0.25 + 0 * u)
    elif kind == 1:
        distance = 0.14 - np.abs(u + 0.05 * np.sin(v * 6))
    else:
        distance = 0.24 - np.hypot(u, v)
    return np.asarray(1 / (1 + np.exp(np.clip(-distance / edge * 1.7, -40, 40))), dtype=np.float32)


def _expose(linear: np.ndarray, what: Scene, chance: np.random.Generator) -> np.ndarray:
    """Exposure as a phone's automatic would choose, white balance, blur, noise, JPEG."""
    brightness = float(np.exp(np.log(linear[..., 1] + 1e-4).mean()))
    target = chance.uniform(0.24, 0.36) * (1 - 0.45 * TONES[what.fitzpatrick - 1])
    exposed = linear * np.float32(min(target / brightness, 0.9 / float(np.quantile(linear[..., 1], 0.97))))
    warm, green = chance.uniform(-0.12, 0.12), chance.uniform(-0.03, 0.03)
    exposed *= np.array([1 + warm, 1 + green, 1 - warm], dtype=np.float32)
    blur = what.faults["focus"]
    if blur > 2 and chance.random() < 0.35:  # the hand moved
        exposed = cv2.filter2D(exposed, -1, _motion(blur * 3.46, float(chance.uniform(0, np.pi))))
    elif blur > 2 and chance.random() < 0.6:  # out of focus: a disc
        radius = 2 * blur
        span = int(np.ceil(radius))
        rows, columns = np.mgrid[-span : span + 1, -span : span + 1]
        disc = np.clip(radius + 0.5 - np.hypot(rows, columns), 0, 1).astype(np.float32)
        exposed = cv2.filter2D(exposed, -1, disc / disc.sum())
    else:
        exposed = cv2.GaussianBlur(exposed, (0, 0), blur)
    pixels = _tone_curve(exposed).astype(np.float32)
    grain = chance.standard_normal((HEIGHT, WIDTH, 1)).astype(np.float32)
    coarse = chance.standard_normal((HEIGHT // 2, WIDTH // 2, 3)).astype(np.float32)
    pixels += what.noise * (grain + 0.5 * cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR))
    out = np.clip(pixels, 0, 255).astype(np.uint8)
    _ok, data = cv2.imencode(".jpg", out[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def _motion(length: float, turn: float) -> np.ndarray:
    span = int(np.ceil(length / 2)) + 1
    rows, columns = np.mgrid[-span : span + 1, -span : span + 1].astype(np.float32)
    along = columns * np.cos(turn) + rows * np.sin(turn)
    across = rows * np.cos(turn) - columns * np.sin(turn)
    line = np.clip(length / 2 + 0.5 - np.abs(along), 0, 1) * np.clip(1 - np.abs(across), 0, 1)
    return np.asarray(line / line.sum(), dtype=np.float32)
