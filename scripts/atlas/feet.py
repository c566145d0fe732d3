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
# Right foot, toes up; from above the great toe is on the left, from below on the right. The ball is wider than the
# heel, the arch lies on the inner side, and the toes step down from the second.

TOES = {  # middle of the base, tip, half-width of neck and bulb
    "great_toe": ((126, 200), (119, 34), 31, 36),
    "second_toe": ((182.6, 186), (180, 38), 17.4, 20.5),
    "third_toe": ((225, 198), (223.6, 60), 16.5, 19.5),
    "fourth_toe": ((263, 216), (264, 89), 16, 18.6),
    "fifth_toe": ((301, 242), (303.6, 128), 16, 18.8),
}
TOE_WEBS = [(160.6, 142), (203.4, 134), (244.6, 152), (284, 178)]


def toe(name):
    base, tip, neck, bulb = TOES[name]
    base, tip = np.array(base, dtype=float), np.array(tip, dtype=float)
    length = math.dist(base, tip)
    along = (tip - base) / length
    across = np.array([-along[1], along[0]])  # towards the little toe

    def at(share, off=0.0, from_tip=0.0):
        return tuple(base + along * (length * share - from_tip) + across * off)

    stations = [(0.36, 0, neck), (0.56, 0, neck * 1.02), (1, bulb * 1.2, bulb), (1, bulb * 0.66, bulb * 0.93),
                (1, bulb * 0.26, bulb * 0.66), (1, bulb * 0.07, bulb * 0.34)]
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
            out += [(x - 0.9, y - 3), (x, y), (x + 0.9, y - 3)]
        before = y
    return out


class FootView(View):
    """Points are given on a sheet of 400 by 720; the page is cut close to the foot, so that the toes are large."""

    def posed(self, points):
        return np.array([q[:2] for q in points], dtype=float) - np.array(self.trim)


def foot_view(name, title, outline, mirrored):
    v = FootView(name, title, 320, 700 if mirrored else 684)
    v.trim = (34, 12) if mirrored else (46, 12)
    v.ink = 1.9
    turn = (lambda points: [(400 - q[0], *q[1:]) for q in points]) if mirrored else (lambda points: [tuple(q) for q in points])
    v.turn = turn
    v.outline = [v.posed(smooth(turn(outline), closed=True))]
    return v


def toe_cuts(v):
    """The toes part from the foot along a smooth line through the webs."""
    v.cut(*v.turn([(50, 190), (84, 184), (126, 168), (158.6, 139), (181, 144), (203.4, 131), (224, 153), (244.6, 149),
                   (264, 174), (284, 175), (305, 206), (350, 222)]))
    for name in TOES:
        at, *_ = toe(name)
        v.seed(name, *v.turn([at(0.75)]))


MEDIAL_TOP = [(122, 720), (120, 694), (117, 666), (111, 638), (104, 612), (101.6, 590), (104.6, 566), (109, 540), (108.6, 506),
              (104.6, 466), (98, 422), (90.4, 376), (83, 334), (76, 294), (71.4, 260), (71, 230), (75, 204), (82, 180)]
LATERAL_TOP = [(323, 214), (333.6, 240), (341, 270), (344, 302), (342, 338), (338.6, 372), (336.6, 400), (330, 432), (319.6, 470),
               (309, 508), (300.6, 542), (298, 566), (301.6, 590), (306.4, 612), (304.6, 636), (296, 662), (289.6, 690),
               (286, 720)]


def foot_top():
    v = foot_view("foot-top", "Right foot, from above", MEDIAL_TOP + foot_front() + LATERAL_TOP, mirrored=False)
    v.outline = [np.array(Polygon(v.outline[0]).intersection(Polygon([(0, 0), (320, 0), (320, 684),
        (0, 684)])).exterior.coords)]
    toe_cuts(v)
    v.cut((90, 545), (150, 527), (210, 520), (265, 530), (318, 548))
    v.cut((86, 632), (140, 646), (205, 652), (265, 644), (322, 634))
    v.cut((146, 515), (150, 560), (151, 620), (148, 675))
    v.cut((258, 515), (256, 560), (256, 620), (260, 675))
    for key, at in {"foot": (210, 350), "ankle_medial": (125, 600), "ankle": (205, 600), "ankle_lateral": (280, 600),
                    "shin": (205, 680)}.items():
        v.seed(key, at)
    v.carve()
    v.open_outline = [np.array(part.coords) for part in above(LineString(v.figure.exterior.coords), 682)]
    _toes_above(v)
    _instep(v)
    return v


def _toes_above(v):
    for name in TOES:
        at, _, _, b = toe(name)
        big = name == "great_toe"
        k, low = (0.64, 1.28) if big else (0.6, 1.12)
        plate = [at(1, -0.55 * k * b, b * low), at(1, 0, b * (low + 0.04)), at(1, 0.55 * k * b, b * low),
                 at(1, 0.94 * k * b, b * (low - 0.2)), at(1, k * b, b * 0.56), at(1, 0.82 * k * b, b * 0.26),
                 at(1, 0, b * 0.15), at(1, -0.82 * k * b, b * 0.26), at(1, -k * b, b * 0.56),
                 at(1, -0.94 * k * b, b * (low - 0.2))]
        v.line(*plate, width=1.6, opacity=0.75, closed=True)
        v.tone(*plate, opacity=0.12, fill="#fff")
        v.line(at(1, -0.4 * k * b, b * (low - 0.06)), at(1, 0, b * (low - 0.24)), at(1, 0.4 * k * b, b * (low - 0.06)),
               width=1.2, opacity=0.35)
        v.line(at(1, -1.12 * k * b, b * (low - 0.2)), at(1, -0.75 * k * b, b * (low + 0.16)), at(1, 0, b * (low + 0.28)),
               at(1, 0.75 * k * b, b * (low + 0.16)), at(1, 1.12 * k * b, b * (low - 0.2)), width=1.4, opacity=0.35)  # fold
        for f, w, deep in ((1.86, 0.5, 0.45), (2.08, 0.62, 0.6), (2.3, 0.5, 0.45)) if not big else ((2.0, 0.5, 0.45), (2.2, 0.6, 0.6), (2.4, 0.5, 0.45)):
            v.line(at(1, -w * b, b * f), at(1, 0, b * (f - 0.1)), at(1, w * b, b * f), width=1.5, opacity=deep)


def _instep(v):
    for a, m, z in (((124, 208), (150, 330), (196, 500)), ((188, 214), (200, 330), (214, 480)),
                    ((226, 226), (226, 335), (224, 480)), ((262, 248), (250, 345), (232, 480)), ((298, 276), (276, 370), (242, 486))):
        v.line(a, m, z, width=2.2 if a[0] == 124 else 1.7, opacity=0.35 if a[0] == 124 else 0.25)  # tendons
    for x, y in ((158.6, 144), (203.4, 136), (244.6, 154), (284, 180)):  # hollows behind the webs
        v.line((x, y), (x + 2.4, y + 16), (x + 5, y + 30), width=1.5, opacity=0.45)
    for knuckle in ((102, 224), (188, 226), (228, 238), (266, 258), (305, 284)):
        x, y = knuckle
        v.line((x - 11, y + 3), (x, y - 2), (x + 11, y + 3), width=1.3, opacity=0.25)
    v.line((112, 570), (122, 576), (128, 592), (125, 610), (115, 622), width=1.9, opacity=0.6)  # ankle bones
    v.line((292, 586), (283, 592), (279, 608), (283, 626), (293, 636), width=1.9, opacity=0.6)
    v.tone((112, 570), (122, 576), (128, 592), (125, 610), (115, 622), (124, 622), (134, 608), (136, 590), (128, 572), opacity=0.08)
    v.tone((292, 586), (283, 592), (279, 608), (283, 626), (293, 636), (280, 634), (271, 620), (270, 604), (277, 590), opacity=0.08)
    v.line((158, 546), (204, 537), (250, 547), width=1.6, opacity=0.45)
    v.line((166, 560), (204, 553), (240, 561), width=1.3, opacity=0.25)
    v.line((170, 688), (175, 636), (184, 580), (196, 520), width=1.6, opacity=0.25)
    v.line((332, 386), (322, 394), (318, 408), (322, 420), width=1.5, opacity=0.35)  # bump of the outer border


MEDIAL_SOLE = [(204, 702), (166, 694), (139, 670), (127, 636), (127, 598), (137, 552), (148, 506), (152, 462), (146, 416),
               (128, 368), (102, 322), (82, 282), (72.6, 246), (72.6, 214), (80, 184)]
LATERAL_SOLE = [(323, 214), (334, 240), (341.6, 270), (344, 304), (341, 346), (336, 394), (331, 444), (325, 496), (316, 548),
                (304, 600), (288, 648), (264, 684), (236, 700)]


def foot_sole():
    v = foot_view("foot-sole", "Right foot, sole", MEDIAL_SOLE + foot_front() + LATERAL_SOLE, mirrored=True)
    toe_cuts(v)
    v.cut(*v.turn([(100, 590), (150, 572), (212, 562), (270, 572), (334, 592)]))
    v.cut(*v.turn([(60, 288), (100, 288), (138, 302), (168, 350), (188, 420), (194, 490), (188, 576)]))
    v.cut(*v.turn([(366, 270), (322, 278), (300, 302), (288, 360), (280, 430), (274, 500), (266, 585)]))
    v.seed("foot", *v.turn([(215, 300)]))
    v.seed("sole_medial", *v.turn([(165, 460)]))
    v.seed("sole_lateral", *v.turn([(305, 430)]))
    v.seed("heel", *v.turn([(210, 640)]))
    v.carve()
    v.open_outline = [np.vstack([v.outline[0], v.outline[0][:1]])]
    _toes_below(v)
    _pads(v)
    return v


def _toes_below(v):
    for name in TOES:
        at, _, _, b = toe(name)
        w = b * 0.78
        deep = 2.0 if name == "great_toe" else 1.86
        v.line(*v.turn([at(1, -w, b * (deep - 0.16)), at(1, 0, b * (deep + 0.1)), at(1, w, b * (deep - 0.16))]), width=2, opacity=0.75)
        v.line(*v.turn([at(1, -0.5 * w, b * (deep + 0.18)), at(1, 0, b * (deep + 0.28)), at(1, 0.5 * w, b * (deep + 0.18))]),
               width=1.3, opacity=0.35)
        v.tone(*v.turn([at(1, -w, b * (deep - 0.16)), at(1, 0, b * (deep + 0.1)), at(1, w, b * (deep - 0.16)),
                        at(1, 0.8 * w, b * (deep + 0.3)), at(1, 0, b * (deep + 0.46)), at(1, -0.8 * w, b * (deep + 0.3))]), opacity=0.09)


def _pads(v):
    v.line(*v.turn([(84, 186), (112, 182), (138, 170), (156, 148)]), width=2, opacity=0.6)  # under the great toe
    v.line(*v.turn([(160, 150), (182, 153), (204, 146), (224, 163), (246, 160), (264, 184), (286, 186), (306, 212), (320, 222)]),
           width=1.9, opacity=0.6)
    v.tone(*v.turn([(160, 150), (182, 153), (204, 146), (224, 163), (246, 160), (264, 184), (286, 186), (306, 212), (320, 222),
                    (300, 222), (280, 202), (256, 190), (226, 178), (200, 166), (178, 168)]), opacity=0.05)
    v.line(*v.turn([(92, 292), (84, 262), (88, 230), (106, 210), (132, 206), (154, 218), (164, 244), (160, 272), (142, 290)]),
           width=1.5, opacity=0.35)  # pad under the great toe's ball
    v.line(*v.turn([(176, 300), (212, 306), (254, 306), (292, 296), (318, 276)]), width=1.5, opacity=0.35)
    v.line(*v.turn([(142, 290), (158, 298), (176, 300)]), width=1.3, opacity=0.25)
    v.tone(*v.turn([(142, 404), (150, 440), (151, 490), (142, 540), (136, 566), (158, 560), (172, 520), (176, 470), (168, 418),
                    (146, 366), (120, 330), (104, 318), (126, 360)]), opacity=0.07)  # the arch
    v.tone(*v.turn([(146, 418), (152, 460), (149, 502), (140, 546), (152, 536), (161, 498), (160, 450), (148, 400), (130, 366)]), opacity=0.09)
    v.line(*v.turn([(112, 322), (142, 362), (164, 410), (174, 464), (170, 520), (156, 564)]), width=1.8, opacity=0.45)
    v.line(*v.turn([(184, 330), (196, 392), (198, 452)]), width=1.4, opacity=0.25)
    v.line(*v.turn([(206, 326), (216, 390), (216, 440)]), width=1.3, opacity=0.25)
    v.line(*v.turn([(150, 586), (176, 574), (212, 570), (250, 576), (278, 590)]), width=1.6, opacity=0.35)  # pad of the heel
    v.line(*v.turn([(158, 664), (180, 680), (212, 686), (244, 678), (264, 660)]), width=1.4, opacity=0.25)
    v.line(*v.turn([(150, 606), (146, 626), (150, 646)]), width=1.3, opacity=0.25)
