"""The right ear in profile, as seen by somebody at the person's right: the face lies to the right of the page."""

# mypy: ignore-errors
# ruff: noqa: E501
# fmt: off

import math

import numpy as np
from shapely.geometry import LineString, Polygon

from scripts.atlas.curves import smooth
from scripts.atlas.view import View

# --- ear ---------------------------------------------------------------------
# The ear leans back; it is drawn as large as the page allows, in an oval of the head that says where it is. The hair
# lies outside the figure, which holds only skin with a side of its own.

PLATE = [(200, -24), (278, -20), (338, 0), (374, 48), (390, 124), (394, 214), (392, 296), (384, 368), (362, 430),
         (320, 470), (262, 490), (196, 494), (132, 490), (78, 470), (38, 430), (16, 366), (8, 292), (6, 208), (10, 120),
         (26, 46), (62, 0), (124, -20)]
HAIR_LINE = [(430, 6), (386, 40), (354, 82), (338, 126), (331, 170), (326, 208), (318, 236), (306, 244), (295, 234),
             (291, 200), (289, 160), (280, 116), (258, 78), (222, 50), (182, 38), (142, 42), (102, 58), (72, 90),
             (56, 132), (52, 178), (52, 226), (48, 276), (37, 326), (20, 370), (-10, 410)]
RIM = [(257, 218), (266, 200), (272, 174), (271, 144), (261, 114), (242, 88), (214, 68), (181, 59), (148, 62), (118, 75),
       (95, 98), (83, 128), (78, 160), (77.5, 190), (84, 224), (96, 258), (109, 289), (120, 316), (128, 339), (134, 358),
       (140, 376), (149, 394), (165, 407), (186, 412), (207, 408), (224, 396), (235, 380), (240, 363), (242, 349), (247, 335)]
FOLD = [(192, 256), (209, 253), (227, 245), (242, 229), (251, 207), (254, 178), (249, 147), (235, 120), (212, 101),
        (184, 92), (156, 95), (133, 109), (117, 132), (110, 161), (111, 192), (118, 226), (129, 261), (140, 292),
        (149, 317), (155, 336)]
RIM_BORDER = [(263, 236), (252, 230), (247, 214), (247, 182), (241, 152), (228, 128), (207, 111), (183, 103), (159, 106),
              (140, 118), (128, 138), (122, 164), (123, 193), (130, 226), (141, 261), (152, 292), (160, 316), (163, 333),
              (154, 344), (129, 345), (112, 345)]
BOWL = [(263, 236), (252, 243), (243, 255), (238, 269), (238, 283), (244, 295), (247, 308), (244, 320), (235, 329),
        (223, 331), (213, 326), (204, 318), (192, 312), (180, 301), (169, 282), (162, 258), (162, 233), (169, 212),
        (184, 197), (206, 189), (230, 188), (250, 196)]
ANTIHELIX = [(172, 334), (159, 308), (147, 276), (139, 243), (137, 211), (143, 182), (157, 157), (177, 140), (202, 130)]
FOSSA = [(247, 178), (222, 174), (199, 172), (184, 165), (188, 153), (204, 143), (224, 138)]
FACE_EDGE = [(257, 218), (263, 236), (270, 256), (271, 282), (264, 310), (247, 335)]


class EarView(View):
    """Everything is given around the ear and moved down to leave room for the hair."""

    def posed(self, points):
        return np.array([q[:2] for q in points]) + np.array([0, 30])


def ear():
    v = EarView("ear", "Right ear, from the side", 400, 530)
    v.ink = 1.8
    plate = Polygon(v.posed(smooth(PLATE, closed=True)))
    hair = Polygon(v.posed([*smooth(HAIR_LINE), (-10, -60), (430, -60)])).intersection(plate)
    v.outline = [np.array(plate.difference(hair).exterior.coords)]
    v.shaded = False
    _regions(v)
    v.carve()
    v.tones.append((np.array(hair.exterior.coords), 0.4, "currentColor"))
    _tones(v)
    _lines(v)
    _hair(v, hair.buffer(-1))
    return v


def _regions(v):
    v.cut(*RIM)
    v.cut(*RIM_BORDER)
    v.cut(*FACE_EDGE)
    v.cut((163, 333), (190, 341), (220, 341), (247, 335))  # the lobe begins
    v.cut((315, 236), (340, 222), (400, 214))  # temple and cheek
    v.cut((344, 220), (342, 262), (335, 310), (322, 360), (306, 406), (292, 440))
    v.cut((400, 360), (352, 386), (306, 406), (272, 424), (240, 432), (216, 420), (204, 400))
    v.cut((262, 158), (300, 150))  # above the ear, up to the hair
    v.cut((140, 349), (100, 364), (50, 378), (0, 382))
    v.cut((240, 432), (228, 470), (224, 508))
    for key, at in {"ear_helix": (100, 170), "ear": (200, 270), "ear_lobe": (190, 385), "preauricular": (305, 290),
                    "postauricular": (75, 300), "temple": (360, 170), "cheek": (360, 300), "jawline": (280, 450),
                    "neck_side": (120, 440)}.items():
        v.seed(key, at)


def _tones(v):
    """Light from the upper left: hollows are dark below their upper rim, the ear throws a shadow below itself."""
    within = [*FOLD[2:], *BOWL[8:13], (243, 255)]
    for step in (5, 11):
        v.shadow_inside(BOWL, (step, 0.7 * step), 0.1)
        v.shadow_inside([*FOSSA, (242, 150)], (0.6 * step, 0.5 * step), 0.08)
        v.shadow_inside(within, (0.8 * step, 0.6 * step), 0.07)
        v.shadow_beside([*RIM, *FACE_EDGE[1:-1]], (0.5 * step, 1.1 * step), 0.09)
    v.tone((240, 266), (229, 267), (221, 278), (222, 291), (232, 299), (243, 298), (238, 283), opacity=0.3)  # canal


def _lines(v):
    v.line(*RIM, width=3, opacity=1)
    v.line(*FOLD, width=2.2, opacity=0.75)
    v.line(*BOWL[:12], width=2.4, opacity=0.9)
    v.line(*BOWL[10:], width=2.2, opacity=0.75)
    v.line(*ANTIHELIX, width=1.5, opacity=0.35)
    v.line(*FOSSA, width=1.6, opacity=0.45)
    v.line((268, 250), (272, 268), (269, 286), width=1.4, opacity=0.35)  # the tragus rises from the cheek
    v.line((150, 348), (166, 352), (182, 350), width=1.4, opacity=0.35)
    v.line((245, 350), (249, 362), (248, 374), width=1.3, opacity=0.35)


def _hair(v, hair):
    """Strokes along the growth of the hair: around the ear from the temple backwards, down before the ear."""
    for ring in range(9):
        for k in range(13):
            turn = math.radians(-34 - 13.5 * k - 6.5 * (ring % 2) + 3 * math.sin(7 * ring + 2 * k))
            far = 1.05 + 0.094 * ring + 0.012 * math.sin(3 * k + ring)
            span = math.radians(15 + 5 * math.sin(2 * k + 5 * ring))
            arc = [(194 + 143 * far * (1 + 0.02 * j) * math.cos(turn - j * span / 3),
                    236 + 200 * far * (1 + 0.006 * j) * math.sin(turn - j * span / 3)) for j in range(4)]
            _stroke(v, hair, arc)
    for k in range(11):
        x, y = 298 + 5.5 * (k % 5), 122 + 10 * k
        _stroke(v, hair, [(x + 9, y - 44), (x + 4, y - 18), (x, y + 6)])


def _stroke(v, hair, points):
    curve = LineString(v.posed(smooth(points)))
    inside = curve.intersection(hair)
    if inside.geom_type == "LineString" and inside.length > 14:
        v.lines.append((np.array(inside.coords), 2, 0.35, "none", False))
