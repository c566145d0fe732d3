"""The face from the front."""

# mypy: ignore-errors
# ruff: noqa: E501
# fmt: off

import math

import numpy as np
from shapely.geometry import LineString, Polygon

from scripts.atlas.curves import ellipse, smooth
from scripts.atlas.view import MirrorView, above

# --- face --------------------------------------------------------------------

FACE_HALF = [(0, 26), (46, 30), (90, 44.5), (128, 72), (155, 110), (171, 158), (177.5, 210), (176, 262), (170, 318),
             (161, 372),
             (149, 424), (131, 472), (106, 513), (75, 545), (42, 566), (0, 573)]
HAIR_LINE = [(0, 117), (56, 120), (102, 133), (131, 160), (146, 196), (154, 228), (166, 250), (186, 262)]
LASH_LINE = [(38, 306), (48, 297.6), (62, 292), (80, 291), (96, 295.6), (107, 302.6)]
MOUTH = [(0, 453), (14, 451), (34, 452.6), (57, 452)]
NECK_HALF = [(0, 470), (96, 470), (103, 528), (101, 566), (104, 600), (116, 634), (0, 650)]
EAR_HALF = [(170, 292), (176, 274), (190, 263), (203, 268), (208, 288), (204, 318), (197, 346), (191, 366), (184, 384),
            (174, 391), (164, 384), (160, 340)]


def face():
    v = MirrorView("face", "Face, front", 470, 640, 235, "left")
    head = v.ring(FACE_HALF)
    neck = [*v.page(NECK_HALF[1:-1]), (235 + 132, 660), (235 - 132, 660), *v.page(NECK_HALF[1:-1], -1)[::-1]]
    page = Polygon([(0, 0), (470, 0), (470, 632), (0, 632)])
    neck = Polygon(smooth([(*neck[0], "corner"), *neck[1:-1], (*neck[-1], "corner")])).intersection(page)
    ears = [smooth(v.page(EAR_HALF, sign), closed=True) for sign in (1, -1)]
    v.ink = 1.9
    v.outline = [head, np.array(neck.exterior.coords), *ears]
    v.cuts.append(head)
    v.across(*HAIR_LINE)
    v.both((116, 132), (112, 180), (112, 222), (124, 262))  # forehead and temple
    brow = [(27, 272), (25, 260), (36, 251), (62, 241), (92, 238), (118, 249), (132, 266), (116, 264), (92, 256), (62, 258)]
    v.both(*brow, closed=True)
    v.both((30, 262), (27, 284), (30, 308), (44, 328), (70, 338), (100, 331), (119, 311), (125, 288), (124, 258))  # orbit
    v.both((22, 307), *LASH_LINE, (130, 306))  # between the lids
    v.across((0, 272), (12, 271), (32, 266))  # root of the nose
    v.both((20, 266), (20, 290), (25, 322), (33, 352), (43, 374), (47, 392), (38, 405), (22, 406), (8, 402))
    v.both((12, 262), (13, 300), (14.5, 335), (16, 360), (16, 380))
    v.cut(*v.page(ellipse(0, 386, 22, 25)), closed=True)
    v.across(*MOUTH, (74, 453))
    v.both((42, 400), (54, 416), (66, 436), (70, 456))
    v.across((0, 499), (26, 496), (48, 484), (64, 466), (70, 450))
    v.both((52, 478), (58, 506), (56, 534), (48, 575))
    v.both((121, 304), (144, 311), (164, 317), (180, 320))  # cheek bone
    v.both((150, 308), (145, 345), (143, 375), (144, 412))
    v.both((172, 402), (146, 404), (130, 436), (110, 470), (86, 496), (55, 516))
    v.both((64, 550), (60, 590), (54, 645))
    v.both((168, 290), (181, 279), (191, 284), (194, 306), (190, 332), (182, 352), (170, 362), (154, 364))
    v.both((158, 372), (176, 368), (206, 362))
    v.mid("scalp", (0, 70))
    v.mid("forehead", (0, 180))
    v.mid("nose", (0, 320))
    v.mid("nose_tip", (0, 384))
    v.mid("lip_upper", (0, 432))
    v.mid("lip_lower", (0, 470))
    v.mid("chin", (0, 535))
    v.mid("neck_front", (0, 610))
    for key, at in {
        "temple": (140, 260), "eyebrow": (80, 249), "eyelid_upper": (75, 280), "eyelid_lower": (75, 322), "nose_side": (30, 380),
        "cheek": (100, 400), "preauricular": (158, 360), "jawline": (110, 500), "ear": (182, 320), "ear_helix": (200, 290),
        "ear_lobe": (178, 382), "neck_side": (84, 600),
    }.items():
        v.pair(key, at)
    v.pair("nose_side", (23, 288))
    v.carve()
    border = LineString(v.figure.exterior.coords)
    v.open_outline = [np.array(part.coords) for part in above(border, 630)]

    v.mid_line(HAIR_LINE[:-1], 1.8, 0.6)
    v.mid_line(FACE_HALF[:-6:-1], 2.2, 0.85)  # jaw in front of the neck
    v.both_lines([*LASH_LINE, (96, 309.4), (79, 312.8), (60, 312.6), (46, 309.6)], 1.5, 0.7, closed=True)
    v.both_lines(LASH_LINE, 2.6, 0.9)
    turns = [math.radians(a) for a in range(-48, 229, 23)]
    v.both_lines([(73 + 11.6 * math.cos(a), 300.8 + 11.6 * math.sin(a)) for a in turns], 1.4, 0.5)  # iris, under the lid
    v.both_lines(ellipse(73, 300.6, 5, 5), 1, 0.8, closed=True, fill="currentColor")
    v.both_lines([(39, 293), (51, 282.6), (70, 277), (92, 280), (109, 291)], 1.3, 0.5)
    v.both_lines([(47, 321), (66, 327.4), (90, 324.6)], 1.2, 0.3)
    v.both_lines([(31, 264), (44, 257), (64, 250.4), (88, 247.6), (106, 251), (121, 259.6)], 5.5, 0.34)  # brow
    v.both_lines([(19, 322), (22, 344), (24, 360)], 1.2, 0.3)
    v.both_lines([(36, 366), (44, 378), (46, 392), (38, 403), (28, 400)], 1.8, 0.8)
    v.mid_line([(0, 411), (8, 409), (14, 404), (22, 401)], 1.7, 0.75)
    v.both_lines([(5, 418), (6.4, 428), (8, 434)], 1.2, 0.35)
    v.mid_line([(0, 441), (10, 436), (26, 440), (44, 447), (57, 452)], 1.4, 0.6)
    v.mid_line(MOUTH, 2, 0.85)
    v.mid_line([(0, 478), (20, 476.6), (38, 468), (54, 455)], 1.4, 0.6)
    v.mid_line([(0, 492), (14, 491), (24, 488)], 1.2, 0.4)
    v.both_lines([(48, 404), (58, 420), (66, 434)], 1.3, 0.35)
    v.both_lines([(181, 284), (191, 279), (197, 290), (194, 316), (188, 338)], 1.4, 0.55)
    v.both_lines([(177, 308), (184, 302), (187, 312), (182, 330), (176, 346)], 1.3, 0.5)
    v.both_lines([(66, 566), (62, 596), (46, 631)], 1.3, 0.35)
    v.mid_line([(0, 611), (9, 607), (13, 598)], 1.1, 0.22)
    return v
