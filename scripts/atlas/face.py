"""The face from the front."""

# mypy: ignore-errors
# ruff: noqa: E501
# fmt: off

import math

import numpy as np
from shapely.geometry import LineString, Point, Polygon

from scripts.atlas.curves import ellipse, smooth
from scripts.atlas.ink import SHADOW
from scripts.atlas.view import MirrorView, above

# --- face --------------------------------------------------------------------
# Eyes half way up the head; hairline, brow, base of the nose and chin a third apart; the head five eyes wide.

FACE_HALF = [(0, 18), (46, 23), (91, 39.6), (129, 68.6), (157, 108), (172, 156), (177.6, 208), (176.6, 256), (172.4, 298),
             (169.6, 340), (164, 384), (154, 426), (139, 464), (117, 500), (90, 531), (61, 557), (32, 571.6), (0, 575.6)]
HAIR_LINE = [(0, 110), (34, 106), (70, 111), (103, 126), (128, 152), (140, 186), (146, 214), (156, 236), (168, 254), (188, 264)]
UPPER_LID = [(36, 308), (43, 302), (53, 295), (66, 290.4), (80, 290), (93, 293.6), (104, 300.6), (111, 306.6)]
LOWER_LID = [(111, 306.6), (99, 311.6), (83, 315.2), (67, 315.2), (52, 312.2), (42, 309), (36, 308)]
BROW = [(28, 252), (46, 247.6), (70, 243), (93, 242), (112, 248), (128, 260.6), (111, 254.4), (92, 250.6), (70, 253), (48, 258.6),
        (32, 263.6), (27, 259)]
MOUTH = [(0, 461.6), (8, 459.8), (17, 461), (36, 462), (57, 460)]
LIP_TOP = [(0, 446.8), (9, 442.4), (26, 447), (43, 455), (57, 460)]
LIP_LOW = [(0, 484.4), (20, 482.4), (38, 475.4), (50, 467), (57, 460)]
NECK_HALF = [(0, 470), (95, 470), (101, 528), (100, 566), (103, 600), (115, 634), (0, 650)]
EAR_HALF = [(170, 292), (176, 274), (189, 263.6), (201, 268), (206, 288), (202, 318), (196, 346), (190, 366), (183, 383),
            (174, 390), (165, 383), (160, 340)]


def face():
    v = MirrorView("face", "Face, front", 470, 640, 235, "left")
    head = v.ring(FACE_HALF)
    neck = [*v.page(NECK_HALF[1:-1]), (235 + 131, 660), (235 - 131, 660), *v.page(NECK_HALF[1:-1], -1)[::-1]]
    page = Polygon([(0, 0), (470, 0), (470, 632), (0, 632)])
    neck = Polygon(smooth([(*neck[0], "corner"), *neck[1:-1], (*neck[-1], "corner")])).intersection(page)
    ears = [smooth(v.page(EAR_HALF, sign), closed=True) for sign in (1, -1)]
    v.ink = 2.2
    v.outline = [head, np.array(neck.exterior.coords), *ears]
    v.cuts.append(head)
    _upper_regions(v)
    _lower_regions(v)
    _seeds(v)
    v.carve()
    border = LineString(v.figure.exterior.coords)
    v.open_outline = [np.array(part.coords) for part in above(border, 630)]
    _hair(v, Polygon(head))
    _tones(v)
    for sign in (1, -1):
        _eye(v, sign)
    _lines(v)
    return v


def _upper_regions(v):
    v.across(*HAIR_LINE)
    v.both((118, 132), (113, 180), (113, 222), (124, 262))  # forehead and temple
    v.both((25, 268), (22, 256), (36, 246), (64, 238), (95, 235.6), (120, 246), (135, 266), (116, 264), (92, 258), (62, 261), (38, 270), closed=True)
    v.both((30, 262), (27, 284), (28, 308), (42, 330), (70, 341), (102, 333), (122, 312), (127, 288), (124, 258))  # orbit
    v.both((17, 311), (26, 309.4), *UPPER_LID, (134, 309))  # between the lids
    v.across((0, 272), (12, 271), (32, 266))  # root of the nose
    v.both((20, 266), (20, 290), (27, 322), (38, 352), (49, 374), (53, 392), (44, 407), (24, 410), (8, 405))
    v.both((14, 262), (14.4, 300), (15, 335), (16, 360), (16, 380))
    v.cut(*v.page(ellipse(0, 387, 22, 26)), closed=True)


def _lower_regions(v):
    v.across(*MOUTH, (76, 461))
    v.both((41, 400), (54, 418), (67, 440), (71, 464))
    v.across((0, 508), (26, 505), (48, 494), (65, 478), (71, 458))
    v.both((54, 486), (60, 512), (58, 540), (48, 580))
    v.both((122, 305), (144, 311), (164, 317), (180, 320))  # cheek bone
    v.both((150, 308), (144, 345), (142, 375), (144, 412))
    v.both((172, 402), (146, 404), (130, 438), (112, 474), (88, 502), (56, 524))
    v.both((64, 550), (60, 590), (54, 645))
    v.both((168, 290), (180, 279), (190, 283), (193, 306), (189, 332), (181, 352), (170, 362), (154, 364))
    v.both((158, 372), (176, 368), (206, 362))


def _seeds(v):
    v.mid("scalp", (0, 70))
    v.mid("forehead", (0, 180))
    v.mid("nose", (0, 320))
    v.mid("nose_tip", (0, 384))
    v.mid("lip_upper", (0, 432))
    v.mid("lip_lower", (0, 475))
    v.mid("chin", (0, 540))
    v.mid("neck_front", (0, 610))
    for key, at in {
        "temple": (140, 262), "eyebrow": (80, 247), "eyelid_upper": (75, 282), "eyelid_lower": (75, 324), "nose_side": (30, 382),
        "cheek": (100, 400), "preauricular": (156, 360), "jawline": (112, 504), "ear": (180, 320), "ear_helix": (199, 292),
        "ear_lobe": (177, 381), "neck_side": (82, 605),
    }.items():
        v.pair(key, at)
    v.pair("nose_side", (22, 290))


def _hair(v, head):
    """Short hair: one soft mass, strokes from the hairline towards the crown."""
    line = smooth([*v.page(HAIR_LINE[1:], -1)[::-1], *v.page(HAIR_LINE)])
    hair = head.intersection(Polygon([*line, (480, -9), (-10, -9)]))
    hair = max(getattr(hair, "geoms", [hair]), key=lambda part: part.area)
    v.tones.append((np.array(hair.exterior.coords), 0.4, "currentColor"))
    inside, edge = hair.buffer(-3), LineString(line)
    for row, (away, length) in enumerate(((3, 26), (30, 24), (56, 20))):
        for k in range(22):
            foot = edge.interpolate((k + 0.5 * (row % 2) + 0.25) / 22, normalized=True)
            toward = np.array([0.8 * (foot.x - 235) + 6 * math.sin(4 * k + row), foot.y - 250])
            toward /= np.hypot(*toward)
            bend = np.array([toward[1], -toward[0]]) * 0.1 * (1 if foot.x < 235 else -1)
            start = np.array([foot.x, foot.y]) + toward * (away + 5 * math.sin(5 * k + row))
            points = [start + toward * length * t + bend * length * t * t for t in (0, 0.5, 1.1)]
            stroke = LineString(smooth(points)).intersection(inside)
            if stroke.geom_type == "LineString" and stroke.length > 12:
                v.lines.append((np.array(stroke.coords), 1.6, 0.35, "none", False))


def _tones(v):
    """Light from the upper left of the page: soft planes beside the nose, in the sockets, below lip and chin."""
    v.both_tones([(24, 270), (31, 271), (38, 278), (36, 288), (30, 299), (26, 288)], 0.05)
    v.tone(*v.page([(15, 276), (15, 318), (20, 350), (27, 372), (38, 376), (33, 350), (27, 318), (25, 288)]), opacity=0.08)
    under = [(0, 412), (12, 407), (28, 404), (40, 402), (34, 412), (18, 417), (0, 419)]
    v.tone(*v.page(under), *v.page(under[1:-1], -1)[::-1], opacity=0.09)
    v.tone(*v.page(MOUTH), *v.page(LIP_TOP)[::-1], *v.page(LIP_TOP[1:], -1), *v.page(MOUTH[1:-1], -1)[::-1], opacity=0.13)
    v.tone(*v.page(LIP_LOW), *v.page(MOUTH[:-1])[::-1], *v.page(MOUTH[1:], -1), *v.page(LIP_LOW[1:-1], -1)[::-1], opacity=0.05)
    below = [(0, 488), (18, 487), (34, 481), (28, 492), (14, 500), (0, 502)]
    v.tone(*v.page(below), *v.page(below[1:-1], -1)[::-1], opacity=0.08)
    neck = [(101, 516), (99, 560), (88, 584), (50, 598), (0, 604)]
    jaw = [q for q in FACE_HALF if q[1] > 490]
    v.tone(*v.page(neck), *v.page(neck[:-1], -1)[::-1], *v.page(jaw[:-1], -1), *v.page(jaw)[::-1], opacity=0.08)


def _eye(v, sign):
    """The eye between its lids: a lighter ball, iris cut by the upper lid, pupil with a spot of light."""
    shape = Polygon(smooth(v.page([*UPPER_LID, *LOWER_LID[1:-1]], sign), closed=True)).buffer(0)
    v.tones.append((np.array(shape.exterior.coords), 0.3, "#fff"))
    x = 235 + sign * 73
    iris = Point(x, 299.6).buffer(14.4).intersection(shape)
    v.tones.append((np.array(iris.exterior.coords), 0.34, SHADOW))
    rim = iris.exterior.difference(shape.exterior.buffer(0.8))
    for part in getattr(rim, "geoms", [rim]):
        v.lines.append((np.array(part.coords), 1.4, 0.6, "none", False))
    pupil = Point(x, 299.6).buffer(6.2).difference(Point(x - 3.6, 297).buffer(2.4))
    v.tones.append((np.array(pupil.exterior.coords), 0.8, SHADOW))
    v.line(*v.page(UPPER_LID, sign), width=3.6, opacity=0.9)
    v.line(*v.page(LOWER_LID, sign), width=1.7, opacity=0.6)
    v.line(*v.page([(37, 300), (48, 287.6), (65, 280), (84, 279.4), (101, 286.4), (115, 298)], sign), width=1.8, opacity=0.6)
    v.line(*v.page([(44, 309.6), (41.6, 306.4), (44, 302)], sign), width=1, opacity=0.45)
    v.line(*v.page([(48, 323), (66, 330), (88, 327)], sign), width=1.4, opacity=0.35)


def _lines(v):
    v.mid_line([q for q in FACE_HALF if q[1] > 440][::-1], 2.9, 0.9)  # jaw in front of the neck
    for sign in (1, -1):
        v.tone(*v.page(BROW, sign), opacity=0.5, fill="currentColor")
    _nose(v)
    v.mid_line(LIP_TOP, 1.5, 0.6)
    v.mid_line([*MOUTH, (60.6, 457.6)], 2.8, 0.9)
    v.mid_line(LIP_LOW[:-1], 1.8, 0.6)
    v.mid_line([(0, 499), (12, 498), (22, 494)], 1.4, 0.35)
    v.mid_line([(0, 536), (9, 537), (17, 541)], 1.4, 0.25)
    v.both_lines([(48, 402), (57, 415), (64, 430)], 1.5, 0.35)
    v.both_lines([(178, 292), (182, 281), (190, 277), (197, 283), (199, 298), (195, 324), (189, 344)], 1.7, 0.6)  # ear
    v.both_lines([(174, 312), (180, 302), (186, 306), (186, 322), (180, 342), (174, 354)], 1.5, 0.45)
    v.both_lines([(169, 322), (174.6, 331), (172, 342), (166, 348)], 1.5, 0.6)
    v.both_lines([(86, 566), (72, 588), (58, 612), (42, 632)], 1.7, 0.45)  # neck muscle
    v.mid_line([(0, 612), (8, 608), (11, 598)], 1.3, 0.25)


def _nose(v):
    v.line(*v.page([(16, 268), (13.6, 296), (15, 326), (20, 350)]), width=1.6, opacity=0.45)
    v.line(*v.page([(17, 268), (15, 284), (15, 300)], -1), width=1.2, opacity=0.25)
    v.both_lines([(34, 371), (41.4, 379), (43.6, 391), (39, 402), (31, 405), (26, 401.4)], 2.2, 0.75)
    v.both_lines([(24, 378), (21.4, 388), (24, 397)], 1.2, 0.25)
    v.mid_line([(0, 412.6), (7, 411), (13, 405.6)], 1.9, 0.75)
    v.both_lines([(12.6, 405.4), (17, 400.6), (23, 400), (28, 402.6)], 3.4, 0.9)  # nostril
    v.both_lines([(5.4, 420), (6.8, 430), (8.6, 440)], 1.3, 0.35)
