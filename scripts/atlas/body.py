"""The whole body from the front and from the back: its contour, its stance and its regions."""

# mypy: ignore-errors
# ruff: noqa: E501
# fmt: off

import math

import numpy as np

from scripts.atlas.body_lines import back_lines, front_lines
from scripts.atlas.curves import ellipse, smooth
from scripts.atlas.hands import RELAXED, hand_outline
from scripts.atlas.view import MirrorView

# --- body --------------------------------------------------------------------
# Half a figure: x from the midline outwards, y from the top of the page; 800 units for 7.5 heads. The arms hang a
# little away with the palms forward, so that the same contour serves the front and the back.

MID = 206
HEAD = [(0, 19.6), (14, 22), (26, 30.4), (33, 43), (35.6, 57), (35.2, 72), (33.2, 87), (30.4, 99), (26.8, 109)]
NECK_SHOULDER = [(24.6, 119), (24.2, 130), (26.4, 141), (35, 149.4), (50, 156), (66, 161), (81, 166.4), (93.6, 173),
                 (102, 183)]
OUTER_ARM = [(107.8, 197), (111, 214), (112.6, 231), (113.8, 247), (116.8, 266), (120.2, 285), (123.4, 301),
             (127.4, 316), (133.4, 331), (139.6, 348), (144.8, 366), (149.6, 384), (154.2, 399), (157.6, 410)]
INNER_ARM = [(132.6, 416), (128, 401.6), (121.8, 385), (114.8, 368), (108.4, 351), (103, 336.4), (99.8, 324), (97.2, 311),
             (93.8, 297), (89.6, 281), (84.8, 264), (80, 247), (76.2, 233), (73.6, 223)]
TORSO = [(72.2, 229), (71.6, 243), (70, 259), (67.4, 276), (64.2, 293), (61.2, 309), (60, 322), (60.6, 335), (63.4, 349),
         (67.8, 364), (72.4, 381), (76.4, 399), (78.8, 417), (79.6, 434)]
OUTER_LEG = [(79.4, 452), (78.4, 474), (76.2, 499), (73, 525), (69.4, 549), (66.2, 568), (64.2, 583), (63.6, 597),
             (63.4, 610), (64, 622), (66.6, 639), (68.4, 658), (68, 680), (65, 704), (60.8, 727), (57, 748),
             (55.6, 761), (57, 772), (58.6, 780), (58, 788)]
FOOT = [(60.8, 797), (66.4, 805), (70.4, 812), (71.8, 817), (70.4, 821.2), (67, 822.4), (64.4, 820.6), (62.2, 823),
        (58.8, 824), (56.2, 821.8), (53.8, 824.2), (50.4, 824.8), (48, 822.4), (45.4, 824.8), (42, 825.2), (39.8, 822.2),
        (36.2, 825.4), (31.8, 824.2), (29, 820), (28, 811), (28.6, 799), (28.6, 789)]
HEEL = [(60.8, 797), (64.6, 804), (68, 810.4), (68.6, 815.6), (65, 818.6), (58.6, 819), (54.6, 822), (46.6, 824.6), (37.6, 824.4),
        (31.4, 821.4), (28.2, 814), (27.8, 805), (28.4, 797), (28.6, 789)]
INNER_LEG = [(27.4, 780), (25.8, 772), (26.2, 764), (28.8, 752), (29, 741), (27.2, 726), (23.2, 707), (18.4, 688),
             (15, 670), (13.6, 654), (14.2, 639), (16.8, 625), (18.6, 613), (18.2, 602), (17, 591), (16.4, 579),
             (15, 563), (12.6, 541), (9.6, 515), (6.8, 489), (4.4, 465), (2.6, 449), (1.3, 440)]
WRIST, TURN, HAND_SCALE = (146.6, 417.6), 11, 0.428
EAR = [(34.4, 61), (37.6, 58.4), (41, 60.4), (41.8, 67), (40, 76), (37.4, 84), (34.4, 85.6), (33, 74)]
ELBOW = ([(84, 303), (108, 297.5), (138, 288)], [(92, 345), (120, 337), (150, 325)])
WRIST_BAND = ([(118, 409), (141, 402), (164, 395)], [(124, 426.5), (147, 420.5), (172, 413)])


def on_arm(points):
    """Hand millimetres (palm seen, thumb outwards) to the hanging hand of the figure."""
    a = math.radians(TURN)
    out, down = np.array([math.cos(a), -math.sin(a)]), np.array([math.sin(a), math.cos(a)])
    return [tuple(np.array(WRIST) + HAND_SCALE * (x * out + y * down)) for x, y, *_ in points]


def half_figure(foot):
    hand = [q for q in hand_outline(RELAXED)[::-1] if q[1] > -7]
    return (HEAD + NECK_SHOULDER + OUTER_ARM + on_arm(hand) + INNER_ARM + TORSO + OUTER_LEG + foot + INNER_LEG
            + [(0, 435)])


def ease(x):
    """0 below 0, 1 above 1, smooth between."""
    x = np.clip(x, 0, 1)
    return x * x * (3 - 2 * x)


# How a standing body carries itself: (height on the page, amount) from the head down, smooth between.
SWAY = ([0, 70, 160, 240, 330, 420, 520, 620, 780, 844], [-1.5, -1, 1.5, 1.2, -2.4, -5, -4, -2.4, 0, 0])
TILT = ([0, 70, 150, 200, 250, 330, 400, 470, 600, 760, 800, 844],
        [0.02, 0.02, -0.03, -0.045, -0.042, 0, 0.045, 0.042, 0.03, 0.01, 0, 0])
KNEES = ([430, 480, 600, 680, 770, 844], [0, 0, 3.6, 4.8, 6.4, 6.0])  # the legs draw together downwards
FREE_LEG = ([430, 500, 610, 700, 780, 844], [0, 1, 5.6, 5, 6, 9])  # the leg without weight stands out a little


def between(table, y):
    """A value of a table at height y, with soft transitions."""
    heights, amounts = table
    grid = np.arange(0, 860, 4.0)
    dense = np.interp(grid, heights, amounts)
    kernel = np.hanning(13) / np.hanning(13).sum()
    soft = np.convolve(np.pad(dense, 6, mode="edge"), kernel, mode="valid")
    return np.interp(y, grid, soft)


class BodyView(MirrorView):
    """The symmetric figure shifts its weight on to its right leg: hip up and out, shoulder down, the other leg at ease."""

    def posed(self, points):
        p = np.array([q[:2] for q in points], dtype=float)
        front = 1 if self.sides[0] == "left" else -1  # the figure's right is on the left of the page from the front
        w, y = front * (p[:, 0] - MID), p[:, 1]
        away = np.sign(w) * ease(np.abs(w) / 14)
        x = w - away * between(KNEES, y) * (np.abs(w) < 95) + between(SWAY, y)
        x = x + between(FREE_LEG, y) * ease((w + 4) / 12) * (np.abs(w) < 95)
        beside = 73 + 0.12 * (y - 222)  # between the trunk and the arm
        arm = ease((np.abs(w) - beside + 3) / 6) * ease((y - 205) / 40)
        x = x + arm * (-between(SWAY, y) + 1.5 + (y - 205) * np.where(w < 0, 0.018, 0.022))
        lift = between(TILT, np.where(arm > 0, np.minimum(y, 225), y)) * np.clip(w, -112, 112)
        return np.c_[MID + front * x, y + lift]


def body(name, title, right_is, foot):
    v = BodyView(name, title, 2 * MID, 844, MID, right_is)
    v.ink = 1.7
    figure = v.ring(half_figure(foot))
    ears = [v.posed(smooth(v.page(EAR, sign), closed=True, step=0.8)) for sign in (1, -1)]
    v.outline = [figure, *ears]
    for band in (*ELBOW, *WRIST_BAND):
        v.both(*band)
    v.both((10, 569), (28, 567), (46, 566), (80, 570))
    v.both((8, 621), (28, 625), (46, 626), (80, 620))
    v.both((20, 751), (34, 755), (48, 755), (66, 750))
    return v


def finish(v, seeds):
    """Seeds in pairs, the regions, the contour."""
    for key, at in seeds.items():
        v.pair(key, at)
    v.carve()
    v.open_outline = [np.array(v.figure.exterior.coords)]


def body_front():
    v = body("body-front", "Body, front", "left", FOOT)
    _front_trunk(v)
    _front_groin(v)
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
    finish(v, {
        "neck_side": (19, 140), "shoulder": (88, 190), "axilla": (74, 214), "breast": (38, 228), "flank": (56, 315),
        "hip": (70, 375), "groin": (40, 402), "upperarm_anterior": (101, 260), "elbow_fold": (113, 317),
        "forearm_anterior": (126, 364), "wrist_palmar": (144, 412), "hand": (157, 455), "thigh_anterior": (52, 480),
        "thigh_medial": (18, 480), "knee_anterior": (42, 600), "shin": (42, 680), "ankle_lateral": (50, 770),
        "ankle_medial": (34, 770), "foot": (45, 805),
    })
    front_lines(v, on_arm)
    return v


def _front_trunk(v):
    v.across((0, 36.6), (7, 35), (15, 35.4), (22.4, 40), (26.6, 47), (29.4, 53), (33, 56.6), (39, 59))
    v.across((0, 127.4), (9.5, 125.4), (18.5, 119), (25, 111.6), (30.5, 104.5))
    v.both((16.5, 119), (14.4, 131), (10, 145), (7.4, 157))
    v.across((0, 154.6), (10, 153.6), (24, 156), (36, 155), (46, 150))
    v.both((39, 153), (52, 162), (64, 179), (72.5, 201), (75, 211))
    v.both((74, 194), (67, 206), (63.4, 220), (65, 235), (75, 246))
    v.both((67, 200), (79, 205), (87.4, 218), (89, 234), (87, 246), (78, 256))
    v.both((75, 207), (80, 209), (89, 212.5), (102, 216), (121, 215))
    v.both((0, 166), (8, 168), (12.6, 176), (12.8, 202), (12.8, 235), (13.4, 272))
    breast = [(16.4, 236), (16.4, 222), (22, 210), (33, 204.6), (50, 204), (61, 208), (64.4, 221), (63, 238), (54, 250),
              (39, 254.6), (24, 249.4)]
    v.both(*breast, closed=True)
    v.across((0, 263), (16, 267.5), (38, 279), (56, 285), (74, 288))
    v.both((39, 276), (37.4, 300), (38.4, 325), (42, 356))
    v.across((0, 355.5), (25, 354.5), (48, 350), (62, 351.5), (80, 346))
    v.cut(*v.page(ellipse(0, 333, 14, 14)), closed=True)


def _front_groin(v):
    v.both((47, 346), (51, 363), (52.4, 380), (50, 398))
    v.both((60, 360), (47, 383), (32, 399.5), (15, 412))
    v.across((0, 412), (12, 411), (25, 404))
    v.both((23, 403), (18.4, 420), (10, 434), (-1, 446))
    v.both((62, 396), (46, 420), (29, 440), (13, 453), (0.5, 466))
    v.both((44, 386), (54, 396), (68, 404), (88, 409))
    v.both((32, 424), (33, 455), (32, 498), (26, 540), (10, 567))


def body_back():
    v = body("body-back", "Body, back", "right", HEEL)
    _back_trunk(v)
    v.both((20, 784), (34, 788), (48, 788), (64, 780))
    v.both((42, 749), (42, 770), (42, 794))
    v.both((57, 778), (53.6, 797), (54, 828))
    v.mid("scalp_vertex", (0, 32))
    v.mid("occiput", (0, 80))
    v.mid("nape", (0, 130))
    v.mid("upper_back", (0, 210))
    v.mid("lower_back", (0, 320))
    v.pair("postauricular", (38.5, 66))
    finish(v, {
        "postauricular": (31, 72), "shoulder": (90, 190), "flank": (56, 310), "hip": (72, 390), "buttock": (35, 400),
        "gluteal_fold": (40, 447), "upperarm_posterior": (101, 260), "elbow_posterior": (113, 317),
        "forearm_posterior": (126, 364), "wrist_dorsal": (144, 412), "hand": (157, 455), "thigh_posterior": (46, 510),
        "knee_fold": (42, 600), "calf": (42, 680), "ankle_lateral": (50, 770), "ankle_medial": (34, 770), "heel": (40, 805),
        "foot": (62, 808),
    })
    back_lines(v, on_arm)
    return v


def _back_trunk(v):
    v.across((0, 51), (18, 52), (42, 56))
    v.across((0, 107), (12, 106.4), (22, 103), (34, 97))
    v.both((38, 53), (30, 58), (27.4, 72), (28.6, 84), (36, 92))
    v.across((0, 157), (18, 154), (34, 149.5), (38, 145))
    v.both((46, 150), (58, 165), (68, 186), (74, 206), (75, 228))
    v.both((70, 203), (86, 211.5), (101, 216), (121, 215))
    v.across((0, 275), (40, 273.5), (76, 268))
    v.both((41, 268), (39, 300), (40, 325), (46, 360))
    v.across((0, 372), (26, 364), (52, 354), (80, 345))
    v.both((56, 346), (60, 372), (65.4, 400), (72, 416), (90, 428))
    v.cut((MID, 368), (MID, 400), (MID, 442))
    v.both((-2, 427), (14, 433), (36, 435), (60, 429), (88, 418))
    v.both((-2, 452), (16, 458), (37, 460), (62, 455), (88, 443))
