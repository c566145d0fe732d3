"""The hands: right hand, palm and back, every phalanx and joint a region."""

# mypy: ignore-errors
# ruff: noqa: E501
# fmt: off

import math

import numpy as np

from scripts.atlas.curves import _unit, smooth
from scripts.atlas.ink import SHADOW
from scripts.atlas.view import View

# --- hands -------------------------------------------------------------------
# In millimetres, right hand seen from the palm, fingers up: origin in the middle
# of the wrist crease, x towards the thumb, y towards the fingertips.

FINGERS = ("index", "middle", "ring", "little")


class Digit:
    """A finger as an axis through its joints and half-widths along it."""

    def __init__(self, knuckle, lean, lengths, half, bend=(0, 0)):
        self.lengths, self.half = lengths, half
        joints, angle = [np.array(knuckle, dtype=float)], lean
        for length, turn in zip(lengths, (0, *bend), strict=False):
            angle += turn
            a = math.radians(angle)
            joints.append(joints[-1] + length * np.array([math.sin(a), math.cos(a)]))
        self.axis = smooth([tuple(j) for j in joints], step=0.25)
        self.run = np.r_[0, np.cumsum(np.hypot(*np.diff(self.axis, axis=0).T))]
        self.length = self.run[-1]
        self.pip = self.length * lengths[0] / sum(lengths)
        self.dip = self.length * sum(lengths[:2]) / sum(lengths) if len(lengths) == 3 else self.pip

    def at(self, s, off=0.0):
        """The point `s` mm beyond the knuckle, `off` mm to the thumb side of the axis."""
        inside = min(max(s, 0.0), self.length)
        i = int(np.clip(np.searchsorted(self.run, inside), 3, len(self.run) - 4))
        direction = _unit(self.axis[i + 3] - self.axis[i - 3])
        base = np.array([np.interp(inside, self.run, self.axis[:, k]) for k in (0, 1)])
        base = base + direction * (s - inside)
        return tuple(base + off * np.array([direction[1], -direction[0]]))

    def profile(self):
        """(distance along the axis, half-width) from above the web to just below the tip."""
        w, p, d, end = self.half, self.pip, self.dip, self.length
        shaft = [(0.74 * p, 0.965), (p - 3.5, 1.0), (p + 2.5, 0.995)]
        if d > p:
            shaft += [(p + 0.52 * (d - p), 0.905), (d - 2, 0.89), (d + 3, 0.875)]
        cap = 0.62 * (end - d)
        for share in (0.98, 0.72, 0.48, 0.28, 0.13, 0.035):
            shaft.append((end - cap * share, 0.865 * (1 - (1 - share) ** 2.2) ** (1 / 2.0)))
        return [(s, w * k) for s, k in shaft]

    def side(self, sign, skip=0):
        return [self.at(s, sign * w) for s, w in self.profile()[skip:]]

    def width_at(self, s):
        stations = [(-5, self.half * 1.1), *self.profile(), (self.length, 0)]
        return float(np.interp(s, [a for a, _ in stations], [b for _, b in stations]))

    def across(self, s, bow=0.0, reach=2.5):
        """A line straight across the finger, bowed towards the tip by `bow` mm."""
        w = self.width_at(s)
        shares = (-1 - reach / w, -1, -0.5, 0, 0.5, 1, 1 + reach / w)
        return [self.at(s + bow * (1 - k * k), w * k) for k in shares]


DIGITS = {
    "index": Digit((22.5, 85), 7, (40.5, 23.5, 22.5), 9.9, (-2.0, -1.5)),
    "middle": Digit((0.5, 88), 0.5, (44.5, 27.5, 24.0), 10.1, (-0.5, 0.5)),
    "ring": Digit((-20.5, 82.5), -7, (41.5, 26.5, 23.5), 9.5, (1.0, 1.5)),
    "little": Digit((-38.5, 74), -16, (34.0, 19.5, 21.5), 8.3, (2.0, 2.5)),
    "thumb": Digit((48.5, 51.5), 36, (32.5, 29.5), 10.4, (-2.0, 0)),
}
WEBS = {"index middle": (13.0, 107.6), "middle ring": (-12.4, 107.0), "ring little": (-35.0, 96.0)}
THUMB_WEB = (42.6, 66.4)
ULNAR_EDGE = [(-29.4, -36), (-28.9, -25), (-28.9, -14), (-30.0, -4), (-32.8, 6), (-37.0, 17), (-40.6, 29), (-42.7, 42),
              (-43.8, 54), (-45.0, 66), (-47.8, 78.0), (-51.6, 90)]
RADIAL_WEB = [(34.6, 97.0), (33.9, 88.5), (34.7, 80.0), (37.4, 71.6), THUMB_WEB, (47.6, 67.0), (52.2, 72.4)]
RADIAL_EDGE = [(66.4, 59.0), (63.2, 52.6), (60.0, 46.0), (56.2, 36.8), (51.2, 27.0), (45.2, 17.6), (39.0, 8.4), (34.2, -0.2),
               (31.4, -9.0), (30.3, -18), (30.4, -27), (31.0, -36)]


def thumb_side(t, sign):
    """The thumb from its middle to the tip; the pad side is fuller than the nail side."""
    p, end, w = t.pip, t.length, t.half
    cap = [(end - 7.5, 0.835), (end - 4.6, 0.70), (end - 2.2, 0.51), (end - 0.6, 0.27)]
    inner = [(p - 8, 0.90), (p - 1, 0.98), (p + 7, 1.0), (p + 13, 0.985), (end - 11.5, 0.93), *cap]
    outer = [(p - 8, 0.94), (p - 1, 1.0), (p + 7, 0.955), (p + 13, 0.93), (end - 11.5, 0.90), *cap]
    return [t.at(s, sign * w * k) for s, k in (inner if sign < 0 else outer)]


SPREAD = {"ulnar_edge": ULNAR_EDGE, "digits": DIGITS, "webs": WEBS, "radial_web": RADIAL_WEB, "radial_edge": RADIAL_EDGE}
RELAXED = {  # the same hand with the fingers nearly closed, for the body views
    "ulnar_edge": [*ULNAR_EDGE[:-2], (-46.2, 78.0), (-48.0, 90)],
    "digits": {
        "index": Digit((22.5, 85), 2, (40.5, 23.5, 22.5), 9.6, (-1.0, -1.0)),
        "middle": Digit((0.5, 88), 0, (44.5, 27.5, 24.0), 9.8),
        "ring": Digit((-20.5, 82.5), -3, (41.5, 26.5, 23.5), 9.2, (1.0, 1.0)),
        "little": Digit((-38.0, 74), -7, (34.0, 19.5, 21.5), 8.1, (2.0, 1.0)),
        "thumb": Digit((46.5, 51.5), 20, (32.5, 29.5), 10.2, (-4.0, 0)),
    },
    "webs": {"index middle": (12.4, 107.6), "middle ring": (-11.2, 107.0), "ring little": (-32.2, 96.0)},
    "radial_web": [(34.2, 97.0), (33.9, 88.5), (34.9, 80.0), (36.9, 75.4), (38.8, 72.9), (41.2, 72.7), (43.8, 74.6)],
    "radial_edge": [(61.6, 62.0), (59.6, 54.0), (57.0, 45.6), (54.0, 36.8), (49.6, 27.0), (44.2, 17.6), *RADIAL_EDGE[6:]],
}


def hand_outline(pose=SPREAD):
    """From the little-finger side of the wrist round all fingers to the thumb side."""
    out = list(pose["ulnar_edge"])
    gaps = (("little", "ring little"), ("ring", "middle ring"), ("middle", "index middle"), ("index", None))
    below = None
    for name, gap in gaps:
        d = pose["digits"][name]
        out += [q for q in d.side(-1) if not below or q[1] > below + 4]
        out += [d.at(d.length)]
        if gap is None:
            out += d.side(+1)[::-1] + pose["radial_web"]
            break
        x, below = pose["webs"][gap]
        out += [q for q in d.side(+1)[::-1] if q[1] > below + 4]
        out += [(x - 1.5, below + 1.1), (x, below), (x + 1.5, below + 1.1)]
    thumb = pose["digits"]["thumb"]
    return out + thumb_side(thumb, -1) + [thumb.at(thumb.length)] + thumb_side(thumb, +1)[::-1] + pose["radial_edge"]


class HandView(View):
    """Millimetres to page: 4 units each; the back of the hand is the mirror of the palm."""

    def __init__(self, name, title, mirrored):
        super().__init__(name, title, 640, 912)
        self.mirrored = mirrored
        contour = self.page(smooth(hand_outline(), step=0.4))
        self.outline = [contour]
        self.open_outline = [contour]

    def page(self, points):
        xy = np.array([q[:2] for q in points], dtype=float)
        x = (xy[:, 0] + 69.5) * 4
        return np.c_[640 - x if self.mirrored else x, (192 - xy[:, 1]) * 4]

    def mm_cut(self, points, closed=False):
        self.cuts.append(self.page(smooth(points, closed=closed, step=0.4)))

    def mm_seed(self, key, *points):
        self.seed(key, *map(tuple, self.page(points)))

    def mm_line(self, points, width=1.5, opacity=0.6, closed=False, fill="none"):
        self.lines.append((self.page(smooth(points, closed=closed, step=0.4)), width, opacity, fill, closed))

    def mm_tone(self, points, opacity=0.07, fill=SHADOW):
        self.tones.append((self.page(smooth(points, closed=True, step=0.4)), opacity, fill))

    def crease(self, digit, s, share=0.78, bow=0.0, width=1.5, opacity=0.6, shift=0.0):
        """A skin crease across a digit that stops short of the contour."""
        w = digit.width_at(s) * share
        self.mm_line([digit.at(s, shift - w), digit.at(s + 0.75 * bow, shift - w * 0.5), digit.at(s + bow, shift),
                      digit.at(s + 0.75 * bow, shift + w * 0.5), digit.at(s, shift + w)], width, opacity)


THUMB_BASE = ([DIGITS["thumb"].at(9, 17), DIGITS["thumb"].at(9.5, 0), (46.4, 64.6), (44.4, 70)],
              [DIGITS["thumb"].at(-9, 19), DIGITS["thumb"].at(-9.5, 2), (40.6, 51.5), (39.0, 60), (39.9, 66.5), (41.2, 72)])
BETWEEN = {"index middle": [(13.0, 112), (13.0, 105.6), (12.0, 94), (12.2, 74)],
           "middle ring": [(-12.4, 111), (-12.4, 105), (-10.9, 92), (-9.6, 72)],
           "ring little": [(-35.0, 100), (-34.8, 94), (-31.2, 84), (-28.4, 66)]}
LIFE_LINE = [(38.5, 79.5), (32.5, 77.6), (24.5, 71.5), (15.5, 61.5), (8.4, 47), (4.4, 31), (3.2, 15), (4.6, -4)]


def joint_bands(view, dip, pip):
    """Cuts below and above each finger joint (mm from it), and the seeds of the joints."""
    for name in FINGERS:
        d = DIGITS[name]
        scale = 0.86 if name == "little" else 1
        for joint, centre, (below, above) in (("dip", d.dip, dip), ("pip", d.pip, pip)):
            view.mm_cut(d.across(centre - below * scale, bow=1.0))
            view.mm_cut(d.across(centre + above * scale, bow=1.0))
            view.mm_seed(f"{joint}_{name}", d.at(centre))
    thumb = DIGITS["thumb"]
    for s in (-6, 6):
        view.mm_cut(thumb.across(thumb.pip + s, bow=1.0))
    for line in THUMB_BASE:
        view.mm_cut(line)
    view.mm_seed("ip_thumb", thumb.at(thumb.pip))
    view.mm_seed("mcp_thumb", thumb.at(0))


def hand_palm():
    v = HandView("hand-palm", "Right hand, palm side", mirrored=False)
    joint_bands(v, dip=(5.0, 4.6), pip=(5.6, 5.6))
    bases = {"index": [(13.0, 112), (13.2, 107.2), (18.5, 103.6), (26, 102.2), (39, 103.2)],
             "middle": [(-12.4, 111), (-12.1, 106.6), (-6.4, 103.6), (0.3, 103.0), (7, 103.8), (12.7, 107.2), (13.0, 112)],
             "ring": [(-35.0, 100), (-34.8, 95.6), (-29, 94.4), (-20.5, 97.2), (-12.8, 106.2), (-12.4, 111)],
             "little": [(-57, 88.4), (-49, 86.2), (-41.5, 87.6), (-35.6, 95.2), (-35.0, 100)]}
    for name, base in bases.items():
        d = DIGITS[name]
        v.mm_cut(base)
        v.mm_seed(f"{name}_tip_palmar", d.at(d.length - 9))
        v.mm_seed(f"{name}_middle_palmar", d.at((d.pip + d.dip) / 2))
        v.mm_seed(f"{name}_proximal_palmar", d.at(d.pip - 8))
    for line in BETWEEN.values():
        v.mm_cut(line)
    knuckle_arc = [(-52, 64.5), (-44, 66), (-30, 70), (-12, 75.2), (6, 78.6), (22, 79.2), (33, 77.8), (38.5, 79.5)]
    v.mm_cut(knuckle_arc)
    v.mm_cut(LIFE_LINE)
    v.mm_cut([(-24.5, 74), (-20.5, 62), (-13.5, 42), (-7.5, 22), (-4.6, -4)])
    wrist = [(-36, 1.5), (-26, -0.6), (-12, -2.2), (4, -2.6), (20, -1.4), (38, 2.0)]
    v.mm_cut(wrist)
    for name, at in {"mcp_index": (22, 92), "mcp_middle": (0, 92), "mcp_ring": (-20, 86), "mcp_little": (-38, 77),
                     "palm": (-6, 55), "thenar": (26, 40), "hypothenar": (-28, 35), "wrist_palmar": (0, -18)}.items():
        v.mm_seed(name, at)
    thumb = DIGITS["thumb"]
    v.mm_seed("thumb_tip_palmar", thumb.at(thumb.length - 12))
    v.mm_seed("thumb_proximal_palmar", thumb.at(18))
    v.carve()
    _palm_lines(v, thumb, wrist)
    return v


def _palm_lines(v, thumb, wrist):
    for name in FINGERS:
        d = DIGITS[name]
        v.crease(d, d.dip, 0.80, -0.5)
        v.crease(d, d.pip - 1.3, 0.82, -0.4)
        v.crease(d, d.pip + 1.5, 0.70, -0.4, width=1.2, opacity=0.45)
    v.crease(thumb, thumb.pip - 1.4, 0.80, -0.4)
    v.crease(thumb, thumb.pip + 1.6, 0.66, -0.4, width=1.2, opacity=0.45)
    v.mm_line([thumb.at(2, 9.5), thumb.at(2, 3), thumb.at(3.4, -4.5), thumb.at(6, -9)], 1.4, 0.5)
    v.mm_line([(16, 105.0), (18.5, 103.6), (26, 102.2), (32, 102.4)])
    v.mm_line([(-9.4, 104.8), (-6.4, 103.6), (0.3, 103.0), (7, 103.8), (10, 105.0)])
    v.mm_line([(-32, 94.6), (-29, 94.4), (-20.5, 97.2), (-15.6, 101.8)])
    v.mm_line([(-49.4, 86.2), (-46, 86.0), (-41.5, 87.6), (-37.8, 91.8)])
    v.mm_line([(-43.4, 66.2), (-30, 70), (-12, 75.2), (-1.5, 78.6), (6, 85.5), (9.6, 95)], 1.9, 0.7)  # heart line
    v.mm_line([(33.5, 76.8), (23, 70.6), (9, 64.2), (-9, 58.6), (-24, 50.5), (-31, 44.5)], 1.9, 0.7)  # head line
    v.mm_line([*LIFE_LINE[1:-1], (4.0, 5)], 2.0, 0.75)
    v.mm_line([(-24.5, -0.8), *wrist[2:5], (27, -0.4)], 1.7, 0.65)
    v.mm_line([(-23, -6.4), (-10, -7.8), (4, -8.2), (17, -7.4), (25, -6)], 1.3, 0.45)


def nail(digit, share, length, fold=0.0, shift=0.0):
    """The outline of the nail plate, widened by `fold` mm for the nail unit."""
    end = digit.length - 2.3
    start = end - length - fold
    top = end + 0.2 * fold
    w = digit.width_at(digit.length - 9) * share + fold * 0.75
    right = [(start + 0.3, 0.42), (start + 1.3, 0.76), (start + 3.4, 0.95), (start + 0.55 * length, 1.0),
             (top - 2.6, 0.97), (top - 1.2, 0.76), (top - 0.3, 0.42)]
    rim = 1.5 - 0.5 * fold  # skin left beside the nail

    def edge(sign, s, k):
        inside = digit.width_at(s) - rim
        return digit.at(s, float(np.clip(shift + sign * w * k, -inside, inside)))

    side = [edge(+1, s, k) for s, k in right]
    other = [edge(-1, s, k) for s, k in right[::-1]]
    return [digit.at(start, shift), *side, digit.at(top, shift), *other]


NAILS = {"index": (0.70, 10.8), "middle": (0.70, 11.4), "ring": (0.70, 10.8), "little": (0.69, 9.2)}


def hand_back():
    v = HandView("hand-back", "Right hand, back", mirrored=True)
    joint_bands(v, dip=(6.2, 2.2), pip=(6.4, 6.4))
    for line in BETWEEN.values():
        v.mm_cut(line)
    v.mm_cut([(-56, 78), (-48, 80.4), (-40.7, 83.5), (-31, 88), (-21.4, 92.6), (-10.4, 96.4), (0.6, 98.4), (11.5, 97.6),
              (23.6, 95.4), (38, 92.5)])
    v.mm_cut([(-52, 60.5), (-44, 62), (-36.2, 64.6), (-28, 68.8), (-19.3, 73), (-9.6, 76.6), (0.5, 78.6), (12, 77.8),
              (22, 75.8), (41, 71)])
    v.mm_cut([(-36, 7), (-24, 5), (-8, 4), (8, 4.4), (24, 6.4), (44, 10.5)])
    thumb = DIGITS["thumb"]
    for name in FINGERS:
        d = DIGITS[name]
        share, length = NAILS[name]
        v.mm_cut(nail(d, share, length, fold=1.4), closed=True)
        v.mm_seed(f"{name}_nail", d.at(d.length - 8))
        v.mm_seed(f"{name}_distal_dorsal", d.at(d.length - 0.5))
        v.mm_seed(f"{name}_middle_dorsal", d.at((d.pip + d.dip) / 2))
        v.mm_seed(f"{name}_proximal_dorsal", d.at(d.pip - 14))
        v.mm_seed(f"mcp_{name}", d.at(0))
    v.mm_cut(nail(thumb, 0.68, 13.4, fold=1.6, shift=0.7), closed=True)
    v.mm_seed("thumb_nail", thumb.at(thumb.length - 9))
    v.mm_seed("thumb_distal_dorsal", thumb.at(thumb.length - 0.5))
    v.mm_seed("thumb_proximal_dorsal", thumb.at(18))
    v.mm_seed("hand_dorsum", (0, 40))
    v.mm_seed("wrist_dorsal", (0, -18))
    v.carve()
    _back_lines(v, thumb)
    return v


def _back_lines(v, thumb):
    for name in FINGERS:
        d = DIGITS[name]
        share, length = NAILS[name]
        v.mm_line(nail(d, share, length), 1.7, 0.8, closed=True)
        v.mm_tone(nail(d, share, length), 0.12, "#fff")
        v.crease(d, d.length - 1.1 - length, 0.36, 1.7, width=1.1, opacity=0.4)  # lunula
        v.crease(d, d.dip + 0.1, 0.62, 0.8, opacity=0.55)
        v.crease(d, d.dip - 2.2, 0.46, -0.6, width=1.2, opacity=0.4)
        v.crease(d, d.pip + 3.0, 0.56, 1.6, width=1.3, opacity=0.5)
        v.crease(d, d.pip + 0.2, 0.66, 0.4, opacity=0.55)
        v.crease(d, d.pip - 2.6, 0.52, -1.2, width=1.3, opacity=0.5)
        v.crease(d, -0.2, 0.6, 3.2, width=1.4, opacity=0.5)
    v.mm_line(nail(thumb, 0.68, 13.4, shift=0.7), 1.7, 0.8, closed=True)
    v.mm_tone(nail(thumb, 0.68, 13.4, shift=0.7), 0.12, "#fff")
    v.crease(thumb, thumb.length - 14.4, 0.36, 2.0, width=1.1, opacity=0.4, shift=0.7)
    v.crease(thumb, thumb.pip + 2.2, 0.56, 1.2, width=1.3, opacity=0.5, shift=1)
    v.crease(thumb, thumb.pip - 0.4, 0.64, 0.2, opacity=0.55, shift=1)
    v.crease(thumb, thumb.pip - 3.0, 0.50, -1.0, width=1.3, opacity=0.5, shift=1)
    v.crease(thumb, -0.6, 0.52, 3.6, width=1.4, opacity=0.5, shift=1)
    for name, foot in {"index": (9, 30), "middle": (0.5, 29), "ring": (-8.5, 29), "little": (-16.5, 30)}.items():  # tendons
        top = np.array(DIGITS[name].at(-9))
        foot = np.array(foot)
        v.mm_line([tuple(top), tuple(top * 0.55 + foot * 0.45 + (0.4, 0)), tuple(top * 0.12 + foot * 0.88)], 1.3, 0.28)
    v.mm_line([(40.5, 40.5), (35.5, 31.5), (30.5, 21.5), (26.5, 13.5)], 1.3, 0.3)  # long thumb tendon
    v.mm_line([(-25, -9.6), (-22.6, -6.4), (-19.4, -5.2), (-16.2, -6.2), (-13.8, -9.2)], 1.3, 0.3)  # head of the ulna
    v.mm_line([(-13, 1.2), (0, 0.4), (12, 1.0)], 1.3, 0.4)
