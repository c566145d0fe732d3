"""The whole body from the front and from the back."""

# mypy: ignore-errors
# ruff: noqa: E501
# fmt: off

import math

import numpy as np

from scripts.atlas.curves import ellipse, smooth
from scripts.atlas.hands import FINGERS, RELAXED, hand_outline
from scripts.atlas.view import MirrorView

# --- body --------------------------------------------------------------------
# Half a figure: x from the midline outwards, y from the top of the page; 800 units
# for 7.5 heads. Standing with the arms a little away and the palms forward, so that
# the same outline serves the front and the back.

MID = 226
HEAD = [(0, 19.6), (14, 22), (26, 30.4), (33, 43), (35.6, 57), (35.2, 72), (33.4, 87), (30.8, 99), (27.0, 109)]
NECK_SHOULDER = [(25.6, 119), (25.8, 131), (28.6, 141), (37, 149), (51, 155.6), (67, 160.6), (81, 166), (93, 173),
                 (102, 183.5),
                 (108, 197)]
OUTER_ARM = [(112.6, 213), (117, 230), (122, 248), (127.4, 268), (133, 287), (139.4, 304), (146, 320), (152, 337),
             (157.2, 355), (162, 373), (166.6, 390), (170.8, 402)]
INNER_ARM = [(143.2, 404), (136, 388), (128.4, 371), (120.6, 354), (113.6, 338), (108.2, 323), (105.2, 311), (101, 297),
             (95, 280), (89.6, 262), (84.2, 245), (79.2, 230), (75.4, 220)]
TORSO = [(72.6, 229), (71.2, 245), (69.2, 264), (66.4, 285), (63.9, 304), (63.4, 320), (66, 341), (70.6, 362), (75.6, 384),
         (79.4, 406), (81.2, 428)]
OUTER_LEG = [(80.6, 456), (78, 490), (74, 524), (69.4, 554), (66, 576), (64.2, 595), (63.8, 612), (66.0, 632), (67.2, 655),
             (66.2, 682), (62, 712), (57.2, 740), (54.8, 757), (55.6, 768), (57.6, 777), (57.4, 786)]
FOOT = [(61.6, 796), (67.2, 806), (70.2, 813.5), (68.6, 818.6), (63, 820.6), (53, 822), (42, 823), (33, 822), (27.6, 817.6),
        (26.2, 808), (26.4, 796), (26.6, 784)]
INNER_LEG = [(25.8, 774), (25.6, 765), (27.6, 752), (26.8, 735), (21.4, 702), (15.6, 672), (13.8, 646), (16.4, 622),
             (17.8, 606),
             (16.8, 590), (15.4, 568), (12.8, 540), (8.8, 504), (5.2, 470), (2.9, 450), (1.4, 439.6)]
WRIST, TURN, HAND_SCALE = (162, 417), 18, 0.454


def on_arm(points):
    """Hand millimetres (palm seen, thumb outwards) to the hanging hand of the figure."""
    a = math.radians(TURN)
    out, down = np.array([math.cos(a), -math.sin(a)]), np.array([math.sin(a), math.cos(a)])
    return [tuple(np.array(WRIST) + HAND_SCALE * (x * out + y * down)) for x, y, *_ in points]


def half_figure():
    hand = [q for q in hand_outline(RELAXED)[::-1] if q[1] > -13]
    return (HEAD + NECK_SHOULDER + OUTER_ARM + on_arm(hand) + INNER_ARM + TORSO + OUTER_LEG + FOOT + INNER_LEG
            + [(0, 434)])


EAR = [(34.4, 61), (37.6, 58.4), (41, 60.4), (41.8, 67), (40, 76), (37.4, 84), (34.4, 85.6), (33, 74)]
ELBOW = ([(90, 304), (117, 297.5), (144, 287)], [(101, 344), (129, 332.5), (158, 319)])
WRIST_BAND = ([(137, 410), (156, 402.5), (175, 395.5)], [(143, 425.5), (162, 419.5), (182, 412)])


def body(name, title, right_is):
    v = MirrorView(name, title, 2 * MID, 844, MID, right_is)
    v.ink = 1.7
    figure = v.ring(half_figure())
    ears = [smooth(v.page(EAR, sign), closed=True, step=0.8) for sign in (1, -1)]
    v.outline = [figure, *ears]
    for band in (*ELBOW, *WRIST_BAND):
        v.both(*band)
    v.both((12, 569), (28, 567), (46, 566), (76, 570))
    v.both((10, 621), (28, 625), (46, 626), (76, 620))
    v.both((20, 751), (34, 755), (48, 755), (64, 750))
    return v


def fingers_on_body(v, palm):
    """A few creases so that the hand reads as palm or back."""
    d = RELAXED["digits"]
    for name in FINGERS:
        f = d[name]
        stops = (f.dip, f.pip) if palm else (f.pip,)
        for s in stops:
            w = f.width_at(s) * 0.7
            v.both_lines(on_arm([f.at(s, -w), f.at(s + 0.6, 0), f.at(s, w)]), 0.8, 0.4)
        if not palm:
            w, e = f.half * 0.55, f.length
            nail_points = [f.at(e - 12, -w), f.at(e - 13, 0), f.at(e - 12, w), f.at(e - 4, w), f.at(e - 2.6, 0), f.at(e - 4, -w)]
            v.both_lines(on_arm(nail_points), 0.8, 0.5, closed=True)
    if palm:
        v.both_lines(on_arm([(33, 76), (20, 68), (8, 47), (4, 26), (4, 8)]), 0.9, 0.5)
        v.both_lines(on_arm([(-42, 66), (-12, 75), (4, 82), (9, 92)]), 0.9, 0.45)
    else:
        for name in FINGERS:
            f = d[name]
            v.both_lines(on_arm([f.at(-3, -5), f.at(1.5, 0), f.at(-3, 5)]), 0.8, 0.4)


def body_front():
    v = body("body-front", "Body, front", "left")
    v.across((0, 31.5), (14, 32.5), (25, 38), (30.6, 48), (33, 56), (39, 60))
    v.across((0, 127.4), (9.5, 125.4), (18.5, 119), (25, 111.6), (30.5, 104.5))
    v.both((16.5, 119), (14.4, 131), (10, 145), (7.4, 157))
    v.across((0, 154.6), (10, 153.6), (24, 156), (36, 155), (46, 150))
    v.both((39, 153), (52, 162), (64, 179), (72.5, 201), (75, 211))
    v.both((74, 196.5), (69.8, 208), (66.6, 221), (69.6, 233), (76, 239))
    v.both((68.5, 198), (79, 207), (84.4, 220), (83.6, 233), (79, 241))
    v.both((75, 207), (80, 209), (89, 212.5), (102, 216), (121, 215))
    v.both((0, 168), (6, 169.6), (8.8, 177), (8.4, 202), (8.6, 235), (9.6, 272))
    breast = [(14, 236), (13, 222), (19, 210), (33, 204.6), (50, 204), (61, 208), (64.4, 221), (63, 238), (54, 250),
              (39, 254.6),
              (23, 249)]
    v.both(*breast, closed=True)
    v.across((0, 263), (16, 267.5), (38, 279), (56, 285), (74, 288))
    v.both((45, 276), (44.4, 300), (46, 325), (49.6, 351))
    v.across((0, 355.5), (25, 354.5), (48, 350), (62, 351.5), (80, 346))
    v.cut(*v.page(ellipse(0, 333, 9.5, 9.5)), closed=True)
    v.both((50.5, 346), (56.8, 363), (60, 380), (57.4, 399))
    v.both((60, 360), (47, 383), (32, 399.5), (15, 412))
    v.across((0, 414), (9, 413), (19, 408.5))
    v.both((18.4, 407), (13, 422), (6, 433), (-1, 442))
    v.both((61, 392), (42, 414), (23, 431), (10, 443), (0.5, 455))
    v.both((55, 394), (68, 402.5), (86, 408))
    v.both((29, 422), (28, 455), (26.6, 498), (22.4, 540), (12, 566))
    v.both((18, 781), (34, 787), (48, 788), (66, 783))
    v.both((42, 749), (41.6, 770), (42, 794))
    v.mid("scalp", (0, 25))
    v.mid("face", (0, 80), (38, 66), (-38, 66))
    v.mid("neck_front", (0, 142))
    v.mid("chest", (0, 162), (40, 190), (66, 262), (-66, 262), (-40, 190))
    v.mid("sternum", (0, 220))
    v.mid("abdomen", (0, 300))
    v.mid("umbilicus", (0, 333))
    v.mid("abdomen_lower", (0, 385))
    v.mid("genital_area", (0, 425))
    for key, at in {
        "neck_side": (19, 140), "shoulder": (88, 190), "axilla": (74, 214), "breast": (38, 228), "flank": (57, 315),
        "hip": (70, 375), "groin": (40, 402), "upperarm_anterior": (104, 255), "elbow_fold": (122, 314),
        "forearm_anterior": (142, 364), "wrist_palmar": (160, 411), "hand": (178, 455), "thigh_anterior": (52, 480),
        "thigh_medial": (18, 480), "knee_anterior": (42, 600), "shin": (42, 680), "ankle_lateral": (50, 770),
        "ankle_medial": (34, 770), "foot": (45, 805),
    }.items():
        v.pair(key, at)
    v.carve()
    v.open_outline = [np.array(v.figure.exterior.coords)]

    fingers_on_body(v, palm=True)
    v.mid_line([(0, 31.5), (14, 32.5), (25, 38), (30.6, 48), (32.4, 55)], 1.3, 0.6)  # hair line
    v.mid_line([(0, 127.4), (9.5, 125.4), (18.5, 119), (25, 111.6)], 1.5, 0.75)  # jaw
    v.both_lines([(7.2, 72.6), (10, 70), (14, 68.8), (18.2, 70), (21, 72.4)], 1.3, 0.7)
    v.both_lines([(9.6, 74), (14, 75), (18.6, 74)], 0.9, 0.45)
    v.both_lines(ellipse(14, 71.8, 1.9, 2.2, count=8), 1.4, 0.7, closed=True, fill="currentColor")
    v.both_lines([(6.5, 63.6), (13, 60.6), (22, 63)], 1.5, 0.6)
    v.line(*v.page([(-1.6, 74), (-2.6, 84), (-5.6, 90.4), (-2.4, 93), (0, 93.4), (2.4, 93),
                    (5.4, 91)]), width=1.2, opacity=0.5)
    v.mid_line([(0, 105), (5, 104.4), (11, 104)], 1.4, 0.65)
    v.mid_line([(0, 110.8), (5, 110)], 1.1, 0.4)
    v.both_lines([(36.6, 63), (38.8, 64), (38.6, 70), (36.8, 77)], 0.9, 0.5)
    v.both_lines([(16.2, 123), (14, 133), (10, 145), (6.4, 152.4)], 1.1, 0.35)
    v.both_lines([(8, 154), (24, 156.4), (40, 155.6), (56, 160.4)], 1.3, 0.5)  # collar bone
    v.both_lines([(71, 203), (66.6, 224), (60, 243.6), (50, 251.8), (39, 254.6), (28, 251.8), (20, 246.4)], 1.2, 0.4)
    v.mid_line([(0, 263), (12, 266), (26, 275)], 1.1, 0.28)
    v.line(*v.page([(0, 272), (0.4, 295), (0, 322)]), width=1.1, opacity=0.25)
    v.line(*v.page(ellipse(0, 333, 2.6, 4.2)), width=1.3, opacity=0.65, closed=True)
    v.both_lines([(56, 367), (47, 383), (34, 398), (20, 409.6)], 1.2, 0.42)
    v.both_lines([(112.4, 313), (121, 317), (131, 312.5)], 1.1, 0.42)  # elbow crease
    v.both_lines([(31, 585), (36, 578.6), (43, 577), (50, 579.6), (54, 587)], 1.2, 0.45)  # knee cap
    v.both_lines([(31.6, 600), (36, 609), (43, 612), (50, 609), (53.6, 600)], 1.2, 0.45)
    v.both_lines([(38, 630), (37, 665), (37.6, 705)], 1.0, 0.22)
    v.both_lines([(29.8, 767), (32.4, 772), (30.2, 777)], 1.1, 0.45)
    v.both_lines([(53, 770), (50.4, 775), (52.8, 781)], 1.1, 0.45)
    for x, y in ((37.6, 812), (46.2, 812.6), (53.4, 812), (60.2, 810.6)):  # toes
        v.both_lines([(x, y - 3), (x + 0.6, y + 3), (x + 0.4, 820.6)], 1.1, 0.6)
    v.both_lines([(30, 815.4), (32.6, 813.6), (35.4, 815.2), (35, 818.8), (30.6, 818.8)], 0.9, 0.5, closed=True)
    return v


def body_back():
    v = body("body-back", "Body, back", "right")
    v.across((0, 45), (18, 46.5), (42, 52))
    v.across((0, 107), (12, 106.4), (22, 103), (34, 97))
    v.both((38, 53), (30, 58), (27.4, 72), (28.6, 84), (36, 92))
    v.across((0, 157), (18, 154), (34, 149.5), (38, 145))
    v.both((46, 150), (58, 165), (68, 186), (74, 206), (75.4, 226))
    v.both((70, 203), (86, 211.5), (101, 216), (121, 215))
    v.across((0, 275), (40, 273.5), (76, 268))
    v.both((47, 268), (46, 300), (47.4, 325), (51, 360))
    v.across((0, 372), (26, 364), (52, 354), (80, 345))
    v.both((56, 346), (60, 372), (65.4, 400), (72, 416), (90, 428))
    v.cut((MID, 368), (MID, 400), (MID, 440))
    v.both((-2, 432), (14, 438), (36, 440.5), (60, 434), (88, 421))
    v.both((-2, 446), (16, 451.5), (37, 454), (62, 448.5), (88, 437))
    v.both((20, 784), (34, 788), (48, 788), (64, 780))
    v.both((42, 749), (42, 770), (42, 794))
    v.both((57, 778), (53.6, 797), (54, 828))
    v.mid("scalp_vertex", (0, 32))
    v.mid("occiput", (0, 80))
    v.mid("nape", (0, 130))
    v.mid("upper_back", (0, 210))
    v.mid("lower_back", (0, 320))
    for key, at in {
        "postauricular": (31, 72), "shoulder": (90, 190), "flank": (58, 310), "hip": (72, 390), "buttock": (35, 400),
        "gluteal_fold": (40, 447), "upperarm_posterior": (104, 255), "elbow_posterior": (122, 314),
        "forearm_posterior": (142, 364), "wrist_dorsal": (160, 411), "hand": (178, 455), "thigh_posterior": (46, 510),
        "knee_fold": (42, 600), "calf": (42, 680), "ankle_lateral": (50, 770), "ankle_medial": (34, 770), "heel": (40, 805),
        "foot": (62, 808),
    }.items():
        v.pair(key, at)
    v.pair("postauricular", (38.5, 66))
    v.carve()
    v.open_outline = [np.array(v.figure.exterior.coords)]

    fingers_on_body(v, palm=False)
    v.mid_line([(0, 107), (12, 106.4), (22, 103), (27, 100)], 1.3, 0.6)  # hair line
    v.both_lines([(35, 62), (34.2, 74), (34.6, 85)], 1.1, 0.55)
    v.line(*v.page([(0, 162), (0.5, 230), (0, 300), (0, 362)]), width=1.2, opacity=0.35)
    v.both_lines([(20, 196), (22, 222), (31, 242), (42, 244), (52, 226)], 1.2, 0.36)  # shoulder blade
    v.both_lines([(28, 184), (44, 177), (64, 176)], 1.1, 0.3)
    v.both_lines([(15, 361), (17.6, 364.6), (16.4, 368.6)], 1.1, 0.35)
    v.line(*v.page([(0, 376), (0.3, 400), (0, 430)]), width=1.5, opacity=0.65)
    v.both_lines([(3, 438), (16, 446), (36, 448), (54, 442)], 1.4, 0.55)
    v.both_lines([(114, 315.5), (119, 308.4), (126, 306.4), (131, 311)], 1.2, 0.5)  # point of the elbow
    v.both_lines([(28, 597), (42, 601), (56, 596)], 1.2, 0.45)
    v.both_lines([(42, 640), (42.6, 668), (41.6, 694)], 1.0, 0.25)
    v.both_lines([(37.0, 724), (38.0, 744), (37.4, 764), (34.6, 786)], 1.1, 0.4)  # Achilles tendon
    v.both_lines([(47.0, 724), (46.0, 744), (46.6, 764), (49.4, 786)], 1.1, 0.4)
    v.both_lines([(57, 790), (54.6, 800), (55, 812), (57, 820)], 1.2, 0.5)
    return v
