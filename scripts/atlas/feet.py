"""The right foot from above and from below."""

# mypy: ignore-errors
# ruff: noqa: E501
# fmt: off

import math

import numpy as np
from shapely.geometry import LineString, Polygon

from scripts.atlas.curves import smooth
from scripts.atlas.view import View, above

# --- feet --------------------------------------------------------------------
# Right foot, toes up; from above the great toe is on the left, from below on the right.

TOES = {  # middle of the base, tip, half-width of neck and bulb
    "great_toe": ((128, 186), (117, 32), 30, 34),
    "second_toe": ((186, 165), (174, 32), 15.5, 18.8),
    "third_toe": ((222, 178), (212, 51), 15, 17.8),
    "fourth_toe": ((259, 197), (251, 77), 14.5, 17.0),
    "fifth_toe": ((300, 226), (293, 110), 15, 17.6),
}
TOE_WEBS = [(160.5, 128), (200.5, 121), (237.5, 139), (276, 164)]


def toe(name):
    base, tip, neck, bulb = TOES[name]
    base, tip = np.array(base, dtype=float), np.array(tip, dtype=float)
    length = math.dist(base, tip)
    along = (tip - base) / length
    across = np.array([-along[1], along[0]])  # towards the little toe

    def at(share, off=0.0, from_tip=0.0):
        return tuple(base + along * (length * share - from_tip) + across * off)

    stations = [(0.42, 0, neck), (0.60, 0, neck * 1.06), (1, bulb * 1.15, bulb), (1, bulb * 0.62, bulb * 0.90),
                (1, bulb * 0.24, bulb * 0.62), (1, bulb * 0.06, bulb * 0.31)]
    left = [at(s, -w, f) for s, f, w in stations]
    right = [at(s, w, f) for s, f, w in stations[::-1]]
    return at, left, right, bulb


def foot_front():
    """Points over the toes, from the base of the great toe to that of the little toe."""
    out, before = [], math.inf
    for name, (x, y) in zip(TOES, [*TOE_WEBS, (0, math.inf)], strict=False):
        at, left, right, _ = toe(name)
        out += [q for q in left if q[1] < before - 8] + [at(1)] + [q for q in right if q[1] < y - 8]
        if x:
            out += [(x - 1.2, y - 2), (x, y), (x + 1.2, y - 2)]
        before = y
    return out


def foot_view(name, title, outline, mirrored):
    v = View(name, title, 400, 720)
    v.ink = 1.7
    turn = (lambda points: [(400 - q[0], *q[1:]) for q in points]) if mirrored else (lambda points: [tuple(q) for q in points])
    v.turn = turn
    v.outline = [smooth(turn(outline), closed=True)]
    return v


def toe_cuts(v):
    """The toes part from the foot along a smooth line through the webs."""
    v.cut(*v.turn([(60, 172), (90, 169), (130, 152), (160.5, 125), (181, 129), (200.5, 118), (219, 138), (237.5, 136),
                   (257, 160),
                   (276, 161), (296, 186), (340, 196)]))
    for name in TOES:
        at, *_ = toe(name)
        v.seed(name, *v.turn([at(0.75)]))


def foot_top():
    medial = [(124, 720), (121, 690), (118, 660), (113, 628), (107, 598), (109, 568), (113, 535), (110, 490), (103, 440),
              (94, 385),
              (84, 330), (75, 280), (71, 240), (74, 205), (81, 172)]
    lateral = [(317.5, 200), (329, 226), (341, 262), (345, 300), (341, 345), (333, 390), (327, 425), (319, 462),
               (307, 505), (297, 545),
               (295, 575), (301, 604), (300, 632), (292, 664), (288, 692), (286, 720)]
    v = foot_view("foot-top", "Right foot, from above", medial + foot_front() + lateral, mirrored=False)
    v.outline = [np.array(Polygon(v.outline[0]).intersection(Polygon([(0, 0), (400, 0), (400, 712),
        (0, 712)])).exterior.coords)]
    toe_cuts(v)
    v.cut((90, 545), (150, 527), (210, 520), (265, 530), (315, 548))
    v.cut((90, 648), (140, 662), (205, 668), (265, 660), (315, 650))
    v.cut((146, 515), (150, 560), (151, 620), (148, 675))
    v.cut((258, 515), (256, 560), (256, 620), (260, 675))
    v.seed("foot", (210, 350))
    v.seed("ankle_medial", (125, 600))
    v.seed("ankle", (205, 600))
    v.seed("ankle_lateral", (280, 600))
    v.seed("shin", (205, 695))
    v.carve()
    v.open_outline = [np.array(part.coords) for part in above(LineString(v.figure.exterior.coords), 710)]
    for name in TOES:
        at, _, _, b = toe(name)
        big = name == "great_toe"
        k, low = (0.62, 1.42) if big else (0.60, 1.30)
        plate = [at(1, -0.5 * k * b, b * (low - 0.02)), at(1, 0, b * low), at(1, 0.5 * k * b, b * (low - 0.02)),
                 at(1, k * b, b * (low - 0.3)), at(1, k * b, b * 0.55), at(1, 0.6 * k * b, b * 0.26), at(1, 0, b * 0.18),
                 at(1, -0.6 * k * b, b * 0.26), at(1, -k * b, b * 0.55), at(1, -k * b, b * (low - 0.3))]
        v.line(*plate, width=1.6, opacity=0.75, closed=True)
        for f in (2.05, 2.35) if not big else (2.0, 2.25):
            w = b * (0.5 if f < 2.2 else 0.36)
            v.line(at(1, -w, b * f), at(1, 0, b * (f - 0.08)), at(1, w, b * f), width=1.3, opacity=0.45)
    for a, m, z in (((140, 228), (160, 330), (184, 440)), ((192, 220), (200, 330), (208, 440)), ((226, 232), (226, 335),
        (222, 440)),
                    ((262, 254), (252, 345), (236, 440))):
        v.line(a, m, z, width=1.3, opacity=0.26)
    v.line((116, 574), (124, 582), (128, 600), (123, 618), (114, 626), width=1.4, opacity=0.45)
    v.line((290, 582), (281, 590), (278, 606), (283, 624), (291, 630), width=1.4, opacity=0.45)
    v.line((160, 540), (205, 533), (248, 541), width=1.3, opacity=0.35)
    return v


def foot_sole():
    medial = [(196, 700), (160, 692), (134, 668), (124, 634), (126, 596), (138, 548), (150, 500), (152, 455), (140, 405),
              (116, 350), (90, 300), (75, 256), (72, 222), (75, 196), (81, 170)]
    lateral = [(317.5, 200), (329, 226), (341, 262), (345, 302), (340, 350), (334, 400), (330, 450), (324, 500),
               (314, 550), (301, 600),
               (285, 645), (262, 680), (230, 698)]
    v = foot_view("foot-sole", "Right foot, sole", medial + foot_front() + lateral, mirrored=True)
    toe_cuts(v)
    v.cut(*v.turn([(100, 590), (150, 574), (210, 566), (268, 576), (330, 592)]))
    v.cut(*v.turn([(62, 285), (100, 284), (138, 300), (166, 350), (186, 420), (192, 490), (186, 578)]))
    v.cut(*v.turn([(360, 268), (322, 276), (300, 300), (288, 360), (280, 430), (272, 500), (262, 585)]))
    v.seed("foot", *v.turn([(215, 300)]))
    v.seed("sole_medial", *v.turn([(160, 460)]))
    v.seed("sole_lateral", *v.turn([(305, 430)]))
    v.seed("heel", *v.turn([(210, 640)]))
    v.carve()
    v.open_outline = [np.vstack([v.outline[0], v.outline[0][:1]])]
    for name in TOES:
        at, _, _, b = toe(name)
        w = b * 0.72
        v.line(*v.turn([at(1, -w, b * 2.25), at(1, 0, b * 2.45), at(1, w, b * 2.25)]), width=1.4, opacity=0.5)
    v.line(*v.turn([(92, 176), (126, 166), (152, 146)]), width=1.4, opacity=0.45)
    v.line(*v.turn([(170, 144), (190, 142), (208, 148), (230, 160), (252, 174), (272, 188), (290, 202)]), width=1.4,
           opacity=0.45)
    v.line(*v.turn([(96, 290), (130, 306), (170, 308), (214, 306), (262, 308), (300, 300)]), width=1.5, opacity=0.35)
    v.line(*v.turn([(110, 214), (148, 208), (168, 232), (160, 268), (128, 280)]), width=1.3, opacity=0.25)
    v.line(*v.turn([(168, 400), (186, 450), (186, 510)]), width=1.3, opacity=0.35)
    v.line(*v.turn([(160, 612), (190, 592), (232, 592), (264, 612)]), width=1.3, opacity=0.3)
    return v
