"""The places on the body, as data: phrases, everyday words, SNOMED CT codes; `anatomy` makes sites.

SNOMED CT codes were matched by script against DICOM CID 4029, eHDSI Body Site and BeVSBodySite. Our keys are
primary, codes are optional (SNOMED CT is (c) IHTSDO). `{side}` becomes "left" or "right", the patient's own.
"""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _


class Row(NamedTuple):
    """One site. `words` are everyday words, comma-separated, English, for the search only."""

    key: str
    phrase: str
    short: str
    group: str
    parent: str
    snomed: str
    words: str


class Digit(NamedTuple):
    """A finger: its key, its name, what people call it, and the codes of the whole and of the nail unit."""

    key: str
    name: str
    everyday: str
    snomed: str
    nail_snomed: str


class Part(NamedTuple):
    """A part of the thumb, of the fingers, or of both; `key` is a pattern around the digit's key."""

    key: str
    phrase: str
    short: str
    words: str
    on_thumb: bool = True
    on_fingers: bool = True


GROUPS: dict[str, str] = {
    "thumb": _("Thumb"),
    "index": _("Index finger"),
    "middle": _("Middle finger"),
    "ring": _("Ring finger"),
    "little": _("Little finger"),
    "palm": _("Palm"),
    "hand": _("Hand"),
    "wrist": _("Wrist"),
    "forearm": _("Forearm"),
    "elbow": _("Elbow"),
    "upper_arm": _("Upper arm and shoulder"),
    "face": _("Face"),
    "ear": _("Ear"),
    "scalp": _("Head"),
    "neck": _("Neck"),
    "trunk": _("Chest, belly and back"),
    "hip": _("Hip and buttock"),
    "genital": _("Genital area"),
    "thigh": _("Thigh"),
    "knee": _("Knee"),
    "lower_leg": _("Lower leg"),
    "foot": _("Ankle, foot and toes"),
}

DIGITS = (
    Digit("thumb", _("thumb"), "thumb", "76505004", "770810008"),
    Digit(
        "index",
        _("index finger"),
        "pointer, pointing finger, forefinger, first finger",
        "83738005",
        "770815003",
    ),
    Digit("middle", _("middle finger"), "middle finger, long finger", "65531009", "770816002"),
    Digit("ring", _("ring finger"), "ring finger, fourth finger", "82002001", "770817006"),
    Digit("little", _("little finger"), "pinky, pinkie, baby finger, small finger", "12406000", "770818001"),
)

# No code for the skin of a single phalanx was found: those rows carry the finger's code.
# Joints (dip, pip, mcp, ip) are sites of ours. `*` in the words stands for each everyday name of the finger.
PARTS = (
    Part("{digit}_tip_palmar", _("{side} {digit}, fingertip pad"), _("{side} {digit} tip"),
         "* tip, * pad, * end, fingerprint side, finger tip, finger pad"),
    Part("{digit}_distal_dorsal", _("{side} {digit}, back of the end part"), _("{side} {digit} end, back"),
         "* tip from behind, around the nail, fingertip back"),
    Part("{digit}_nail", _("{side} {digit}, nail and nail fold"), _("{side} {digit} nail"),
         "* nail, fingernail, cuticle, under the nail"),
    Part("dip_{digit}", _("{side} {digit}, end joint"), _("{side} {digit} end joint"),
         "* end knuckle, last knuckle, joint near the nail, DIP", on_thumb=False),
    Part("{digit}_middle_palmar", _("{side} {digit}, middle part, palm side"), _("{side} {digit} middle"),
         "middle of the *", on_thumb=False),
    Part("{digit}_middle_dorsal", _("{side} {digit}, middle part, back"), _("{side} {digit} middle, back"),
         "middle of the * from behind", on_thumb=False),
    Part("pip_{digit}", _("{side} {digit}, middle joint"), _("{side} {digit} middle joint"),
         "* middle knuckle, bend of the *, PIP", on_thumb=False),
    Part("ip_{digit}", _("{side} {digit}, joint in the middle"), _("{side} {digit} joint"),
         "* joint, bend of the *, * knuckle, IP", on_fingers=False),
    Part("{digit}_proximal_palmar", _("{side} {digit}, first part, palm side"), _("{side} {digit} base"),
         "base of the *, bottom of the *, where a ring sits"),
    Part("{digit}_proximal_dorsal", _("{side} {digit}, first part, back"), _("{side} {digit} base, back"),
         "base of the * from behind, back of the *"),
    Part("mcp_{digit}", _("{side} {digit}, joint at the base"), _("{side} {digit} base joint"),
         "* knuckle, base of the *, MCP", on_fingers=False),
    Part("mcp_{digit}", _("{side} {digit}, knuckle"), _("{side} {digit} knuckle"),
         "* big knuckle, joint at the base of the *, MCP", on_thumb=False),
)  # fmt: skip
WHOLE_DIGIT = (_("{side} {digit}"), "*, whole *, finger")

ROWS = (
    Row("digit_hand_skin", _("{side} finger, not said which"), _("{side} finger"),
        "hand", "hand", "244169007", "any finger"),
    Row("palm", _("middle of the {side} palm"), _("{side} palm"),
        "palm", "hand", "70887009", "palm, inside of the hand, hollow of the hand"),
    Row("thenar", _("{side} palm, thumb side"), _("{side} thumb ball"),
        "palm", "hand", "26795005", "ball of the thumb, thumb muscle, thenar"),
    Row("hypothenar", _("{side} palm, little-finger side"), _("{side} outer palm"),
        "palm", "hand", "89784008", "heel of the hand, outer palm, hypothenar, karate chop side"),
    Row("hand_dorsum", _("back of the {side} hand"), _("back of {side} hand"),
        "hand", "hand", "281642007", "top of the hand, back of my hand"),
    Row("hand", _("{side} hand"), _("{side} hand"),
        "hand", "", "33712006", "whole hand"),
    Row("wrist_palmar", _("{side} wrist, palm side"), _("{side} inner wrist"),
        "wrist", "wrist", "24527008", "inside of the wrist, pulse side, under the watch strap"),
    Row("wrist_dorsal", _("{side} wrist, back"), _("{side} wrist, back"),
        "wrist", "wrist", "52876008", "top of the wrist, where a watch sits"),
    Row("wrist", _("{side} wrist"), _("{side} wrist"),
        "wrist", "", "8205005", "wrist, whole wrist"),
    Row("forearm_anterior", _("{side} forearm, front"), _("{side} forearm, front"),
        "forearm", "forearm", "70559009", "inside of the forearm, lower arm"),
    Row("forearm_posterior", _("{side} forearm, back"), _("{side} forearm, back"),
        "forearm", "forearm", "41550009", "outside of the forearm, lower arm"),
    Row("forearm", _("{side} forearm"), _("{side} forearm"),
        "forearm", "", "14975008", "lower arm"),
    Row("elbow_posterior", _("{side} elbow, back"), _("{side} elbow point"),
        "elbow", "elbow", "181536004",
        "funny bone, funnybone, point of the elbow, tip of the elbow, where I lean"),
    Row("elbow_fold", _("{side} elbow crease"), _("{side} elbow crease"),
        "elbow", "elbow", "17957002",
        "inside of the elbow, crook of the arm, where blood is taken, inner elbow"),
    Row("elbow", _("{side} elbow"), _("{side} elbow"),
        "elbow", "", "127949000", "elbow, whole elbow"),
    Row("upperarm_anterior", _("{side} upper arm, front"), _("{side} upper arm, front"),
        "upper_arm", "", "45981001", "biceps, front of the arm"),
    Row("upperarm_posterior", _("{side} upper arm, back"), _("{side} upper arm, back"),
        "upper_arm", "", "72939005", "triceps, back of the arm, bingo wing"),
    Row("shoulder", _("{side} shoulder"), _("{side} shoulder"),
        "upper_arm", "", "16982005", "top of the arm, shoulder cap"),
    Row("axilla", _("{side} armpit"), _("{side} armpit"),
        "upper_arm", "", "76261009", "underarm, under the arm"),
    Row("knee_anterior", _("{side} knee, front"), _("{side} kneecap"),
        "knee", "knee", "181553006", "kneecap, front of the knee, knee cap, where I kneel"),
    Row("knee_fold", _("hollow of the {side} knee"), _("{side} knee hollow"),
        "knee", "knee", "84507004", "back of the knee, knee pit"),
    Row("knee", _("{side} knee"), _("{side} knee"),
        "knee", "", "72696002", "knee, whole knee"),
    Row("shin", _("{side} shin"), _("{side} shin"),
        "lower_leg", "lowerleg", "25763004", "shinbone, front of the lower leg, shin bone"),
    Row("shin_structure", _("{side} shin, under the skin"), _("{side} shin, deep"),
        "lower_leg", "lowerleg", "78234002", "under the skin of the shin"),
    Row("calf", _("{side} calf"), _("{side} calf"),
        "lower_leg", "lowerleg", "47224004", "back of the lower leg, calf muscle"),
    Row("lowerleg", _("{side} lower leg"), _("{side} lower leg"),
        "lower_leg", "", "30021000", "below the knee"),
    Row("thigh_anterior", _("{side} thigh, front"), _("{side} thigh, front"),
        "thigh", "", "61248009", "upper leg, front of the thigh"),
    Row("thigh_medial", _("{side} thigh, inner side"), _("{side} inner thigh"),
        "thigh", "", "73958006", "inside of the thigh, between the legs"),
    Row("thigh_posterior", _("{side} thigh, back"), _("{side} thigh, back"),
        "thigh", "", "4578000", "hamstring, back of the thigh"),
    Row("hip", _("{side} hip"), _("{side} hip"),
        "hip", "", "29836001", "side of the hip, hip bone"),
    Row("buttock", _("{side} buttock"), _("{side} buttock"),
        "hip", "", "22180002", "bottom, backside, bum, where I sit, butt, cheek of the bottom, seat"),
    Row("gluteal_fold", _("fold under the {side} buttock"), _("{side} gluteal fold"),
        "hip", "", "63029009", "crease under the bottom, sit bone"),
    Row("groin", _("{side} groin"), _("{side} groin"),
        "hip", "", "39687006", "bikini line, fold of the leg"),
    Row("ankle_lateral", _("{side} ankle, outer side"), _("{side} outer ankle"),
        "foot", "ankle", "181564009", "outer ankle bone, outside of the ankle"),
    Row("ankle_medial", _("{side} ankle, inner side"), _("{side} inner ankle"),
        "foot", "ankle", "181563003", "inner ankle bone, inside of the ankle"),
    Row("ankle", _("{side} ankle"), _("{side} ankle"),
        "foot", "", "344001", "front of the ankle, ankle joint"),
    Row("heel", _("{side} heel"), _("{side} heel"),
        "foot", "foot", "84607009", "back of the foot, heel pad"),
    Row("sole_lateral", _("{side} sole, outer border"), _("{side} outer sole"),
        "foot", "foot", "35739000", "outside edge of the foot, bottom of the foot"),
    Row("sole_medial", _("{side} sole, inner border"), _("{side} inner sole"),
        "foot", "foot", "52953006", "arch, instep, inside edge of the foot, bottom of the foot"),
    Row("foot", _("{side} foot"), _("{side} foot"),
        "foot", "", "60496002", "top of the foot, ball of the foot, middle of the sole"),
    Row("great_toe", _("{side} big toe"), _("{side} big toe"),
        "foot", "foot", "78883009", "great toe, first toe"),
    Row("second_toe", _("{side} second toe"), _("{side} second toe"),
        "foot", "foot", "55078004", "long toe, pointer toe"),
    Row("third_toe", _("{side} third toe"), _("{side} third toe"),
        "foot", "foot", "78132007", "middle toe"),
    Row("fourth_toe", _("{side} fourth toe"), _("{side} fourth toe"),
        "foot", "foot", "80349001", "ring toe"),
    Row("fifth_toe", _("{side} little toe"), _("{side} little toe"),
        "foot", "foot", "39915008", "fifth toe, pinky toe, baby toe"),
    Row("toe_skin", _("{side} toe, not said which"), _("{side} toe"),
        "foot", "foot", "52034004", "any toe"),
    Row("temple", _("{side} temple"), _("{side} temple"),
        "face", "face", "16621002", "side of the forehead, beside the eye"),
    Row("eyebrow", _("{side} eyebrow"), _("{side} eyebrow"),
        "face", "face", "367577003", "brow"),
    Row("eyelid_upper", _("{side} upper eyelid"), _("{side} upper eyelid"),
        "face", "face", "41310005", "eyelid, top lid"),
    Row("eyelid_lower", _("{side} lower eyelid"), _("{side} lower eyelid"),
        "face", "face", "40069000", "under the eye, bottom lid, bag under the eye"),
    Row("cheek", _("{side} cheek"), _("{side} cheek"),
        "face", "face", "36141000", "cheekbone, side of the face"),
    Row("jawline", _("{side} jawline"), _("{side} jaw"),
        "face", "face", "244097004", "jaw, edge of the jaw"),
    Row("nose_side", _("{side} side of the nose"), _("{side} side of nose"),
        "face", "nose", "314395006", "nostril, wing of the nose"),
    Row("ear", _("{side} ear"), _("{side} ear"),
        "ear", "", "1902009", "ear, bowl of the ear, outer ear"),
    Row("ear_helix", _("rim of the {side} ear"), _("{side} ear rim"),
        "ear", "ear", "79313003", "edge of the ear, top of the ear, helix"),
    Row("ear_lobe", _("{side} ear lobe"), _("{side} ear lobe"),
        "ear", "ear", "2059009", "where earrings go, earlobe"),
    Row("preauricular", _("in front of the {side} ear"), _("front of {side} ear"),
        "ear", "ear", "86719006", "sideburn, beside the ear"),
    Row("postauricular", _("behind the {side} ear"), _("behind {side} ear"),
        "ear", "ear", "24483006", "back of the ear, where glasses rest"),
    Row("neck_side", _("{side} side of the neck"), _("{side} side of neck"),
        "neck", "", "5272005", "neck"),
    Row("forehead", _("forehead"), _("forehead"),
        "face", "face", "68698007", "brow, above the eyes"),
    Row("nose", _("nose"), _("nose"),
        "face", "face", "113179006", "nose, back of the nose"),
    Row("nose_tip", _("tip of the nose"), _("nose tip"),
        "face", "nose", "79283007", "end of the nose"),
    Row("lip_upper", _("upper lip"), _("upper lip"),
        "face", "face", "16251004", "top lip, moustache area"),
    Row("lip_lower", _("lower lip"), _("lower lip"),
        "face", "face", "66934001", "bottom lip"),
    Row("chin", _("chin"), _("chin"),
        "face", "face", "23747009", "under the lip"),
    Row("face", _("face"), _("face"),
        "face", "", "73897004", "whole face"),
    Row("scalp", _("scalp"), _("scalp"),
        "scalp", "", "43067004", "hair, top of the head, head"),
    Row("scalp_vertex", _("crown of the head"), _("crown of head"),
        "scalp", "scalp", "61719002", "top of the head"),
    Row("occiput", _("back of the head"), _("back of head"),
        "scalp", "scalp", "79951008", "where the head rests on a pillow"),
    Row("neck_front", _("front of the neck"), _("front of neck"),
        "neck", "", "11584001", "throat, Adam's apple"),
    Row("nape", _("nape of the neck"), _("nape"),
        "neck", "", "4658004", "back of the neck, scruff"),
    Row("chest", _("chest"), _("chest"),
        "trunk", "", "74160004", "ribs, upper body, under the collar bone"),
    Row("sternum", _("over the breastbone"), _("breastbone"),
        "trunk", "chest", "244107007", "middle of the chest, breast bone"),
    Row("abdomen", _("abdomen"), _("abdomen"),
        "trunk", "", "75093004", "belly, tummy, stomach"),
    Row("abdomen_lower", _("lower abdomen"), _("lower abdomen"),
        "trunk", "abdomen", "699914002", "lower belly, below the navel"),
    Row("umbilicus", _("navel"), _("navel"),
        "trunk", "abdomen", "315003", "belly button"),
    Row("upper_back", _("upper back"), _("upper back"),
        "trunk", "back", "699893008", "between the shoulder blades, shoulder blade"),
    Row("lower_back", _("lower back"), _("lower back"),
        "trunk", "back", "113182001", "small of the back, loin"),
    Row("back", _("back"), _("back"),
        "trunk", "", "66643007", "back, whole back"),
    Row("perineum", _("perineum"), _("perineum"),
        "genital", "genital_area", "48014002", "between the legs, in front of the anus"),
    Row("scrotum", _("scrotum"), _("scrotum"),
        "genital", "genital_area", "81992007", "sac, testicles, balls"),
    Row("penis", _("penis"), _("penis"),
        "genital", "genital_area", "35900000", "private parts"),
    Row("vulva_labium", _("labium"), _("labium"),
        "genital", "genital_area", "73058008", "vulva, lip of the vulva, private parts, labia"),
    Row("genital_area", _("genital area"), _("genital area"),
        "genital", "", "", "private parts, intimate area, between the legs, genitals, crotch"),
    Row("flank", _("{side} flank"), _("{side} flank"),
        "trunk", "", "58602004", "side, waist, love handle, love handles"),
    Row("breast", _("{side} breast"), _("{side} breast"),
        "trunk", "", "76752008", "chest, bust, boob, nipple"),
)  # fmt: skip
