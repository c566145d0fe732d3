"""The words behind the topics: keys, the names people know, and the sentences that say why. Pure."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
ADULT_AGE_YEARS = 18

_DIGIT = r"(thumb|index|middle|ring|little)"
_JOINT = r"((dip|pip|mcp)_\w+|ip_thumb|mcp_thumb)"

# A site belongs to a group when its key matches; the keys are those of the body map.
SITE_GROUP_PATTERNS = {
    "fingertip": re.compile(rf"^{_DIGIT}_(tip_palmar|distal_dorsal|nail)$"),
    "finger": re.compile(rf"^({_DIGIT}(_\w+)?|{_JOINT}|digit_hand_skin)$"),
    "hand": re.compile(rf"^({_DIGIT}(_\w+)?|{_JOINT}|digit_hand_skin|palm|thenar|hypothenar|hand(_\w+)?)$"),
    "wrist": re.compile(r"^wrist(_\w+)?$"),
    "elbow": re.compile(r"^elbow(_\w+)?$"),
    "knee": re.compile(r"^knee(_\w+)?$"),
    "shin": re.compile(r"^shin(_structure)?$"),
    "foot": re.compile(r"^(foot|heel|sole_\w+|\w+_toe|toe_skin|ankle(_\w+)?)$"),
    "face": re.compile(
        r"^(face|forehead|temple|eyebrow|eyelid_\w+|cheek|jawline|nose(_\w+)?|lip_\w+|chin|ear(_\w+)?|preauricular"
        r"|postauricular)$"
    ),
    "forearm": re.compile(r"^forearm(_\w+)?$"),
    "thigh": re.compile(r"^thigh_\w+$"),
    "lower_leg": re.compile(r"^(shin(_structure)?|calf|lowerleg)$"),
    "scrotum": re.compile(r"^scrotum$"),
    "genital": re.compile(r"^(scrotum|perineum|penis|vulva_labium|genital_area)$"),
    "large_joint": re.compile(r"^(wrist|ankle|shoulder|hip|knee(_\w+)?|elbow(_\w+)?)$"),
    "buttock": re.compile(r"^(buttock|gluteal_fold)$"),
    "abdomen": re.compile(r"^abdomen(_lower)?$"),
    "trunk": re.compile(
        r"^(abdomen(_lower)?|umbilicus|chest|sternum|back|upper_back|lower_back|flank|breast)$"
    ),
}

SITE_REASONS: dict[str, Words] = {
    "fingertip": _("Because it sits on a fingertip"),
    "finger": _("Because it sits on a finger"),
    "hand": _("Because it sits on a hand"),
    "wrist": _("Because it sits at the wrist"),
    "elbow": _("Because it sits at an elbow"),
    "knee": _("Because it sits at a knee"),
    "shin": _("Because it sits on a shin"),
    "foot": _("Because it sits on a foot or ankle"),
    "face": _("Because it sits on the face"),
    "scrotum": _("Because it sits on the scrotum"),
    "forearm": _("Because it sits on a forearm"),
    "thigh": _("Because it sits on a thigh"),
    "lower_leg": _("Because it sits on a lower leg"),
    "genital": _("Because of where it sits"),
    "buttock": _("Because it sits on a buttock"),
    "abdomen": _("Because it sits on the belly"),
    "large_joint": _("Because it sits near a large joint"),
    "trunk": _("Because it sits on the trunk"),
}

EVENT_REASONS: dict[str, Words] = {
    "noticed": _("Because this one was first noticed on %(date)s"),
    "opened": _("Because this one opened on %(date)s"),
    "drained": _("Because material came out on %(date)s"),
    "infected": _("Because an infection was noted on %(date)s"),
    "inflamed": _("Because it was inflamed on %(date)s"),
    "ulcer": _("Because an open sore was noted on %(date)s"),
    "closed": _("Because it closed on %(date)s"),
    "operated": _("Because it was operated on %(date)s"),
    "gone": _("Because it was gone on %(date)s"),
    "came_back": _("Because it came back on %(date)s"),
}

MORPHOLOGY_REASONS: dict[str, Words] = {
    "stone": _("Because it feels like a stone"),
    "mousse": _("Because it is described as paste under the skin"),
    "net": _("Because it is described as a net"),
    "plate": _("Because it is described as a plate"),
}

TYPES: dict[str, Words] = {
    "dystrophic": _("dystrophic"),
    "metastatic": _("metastatic"),
    "idiopathic": _("idiopathic"),
    "iatrogenic": _("iatrogenic"),
    "calciphylaxis": _("calciphylaxis"),
}

CONDITIONS: dict[str, Words] = {
    "systemic_sclerosis": _("systemic sclerosis"),
    "limited_systemic_sclerosis": _("limited systemic sclerosis (CREST)"),
    "localized_scleroderma": _("localised scleroderma"),
    "dermatomyositis_adult": _("dermatomyositis"),
    "dermatomyositis_juvenile": _("juvenile dermatomyositis"),
    "sle": _("lupus (SLE)"),
    "lupus_skin": _("lupus of the skin"),
    "rheumatoid_arthritis": _("rheumatoid arthritis"),
    "overlap_mctd": _("overlap or mixed connective tissue disease"),
    "raynaud": _("Raynaud"),
    "panniculitis": _("panniculitis"),
    "porphyria_cutanea_tarda": _("porphyria cutanea tarda"),
    "acne": _("acne"),
    "skin_infection": _("skin infection"),
    "varicose_veins": _("varicose veins"),
    "burn": _("a burn"),
    "scar": _("a scar"),
    "chronic_kidney_disease": _("chronic kidney disease"),
    "end_stage_kidney_disease": _("end-stage kidney disease"),
    "dialysis": _("dialysis"),
    "kidney_transplant": _("kidney transplant"),
    "hyperparathyroidism": _("hyperparathyroidism"),
    "sarcoidosis": _("sarcoidosis"),
    "cancer": _("cancer"),
    "vitamin_d_excess": _("too much vitamin D"),
    "hypercalcaemia": _("high calcium"),
    "phosphate_disorder": _("a phosphate disorder"),
    "paget": _("Paget disease of bone"),
    "gout": _("gout"),
    "milia": _("milia"),
    "chondrocalcinosis": _("chondrocalcinosis"),
    "skin_ulcer": _("a skin ulcer"),
    "long_term_anticoagulant": _("a long-term blood thinner"),
}

LABS: dict[str, Words] = {
    "calcium_total": _("calcium"),
    "calcium_corrected": _("corrected calcium"),
    "calcium_ionised": _("ionised calcium"),
    "phosphate": _("phosphate"),
    "calcium_phosphate_product": _("calcium times phosphate"),
    "magnesium": _("magnesium"),
    "urine_calcium_24h": _("calcium in 24-hour urine"),
    "pth": _("parathyroid hormone"),
    "vitamin_d_25": _("vitamin D"),
    "vitamin_d3_25": _("vitamin D3"),
    "vitamin_d2_25": _("vitamin D2"),
    "vitamin_d_1_25": _("active vitamin D"),
    "creatinine": _("creatinine"),
    "egfr": _("kidney filter rate"),
    "bun": _("urea nitrogen"),
    "urea": _("urea"),
    "albumin": _("albumin"),
    "alp": _("alkaline phosphatase"),
    "uric_acid": _("uric acid"),
    "ace": _("ACE"),
    "crp": _("C-reactive protein"),
    "crp_hs": _("C-reactive protein (sensitive test)"),
    "esr": _("sedimentation rate"),
    "ck": _("creatine kinase"),
    "aldolase": _("aldolase"),
    "ana": _("ANA"),
    "anticentromere": _("anticentromere antibody"),
    "anti_scl_70": _("anti-Scl-70"),
    "anti_pm_scl": _("anti-PM/Scl"),
    "anti_mda5": _("anti-MDA5"),
    "anti_nxp2": _("anti-NXP2"),
}

TREATMENTS: dict[str, Words] = {
    "diltiazem": _("diltiazem"),
    "amlodipine": _("amlodipine"),
    "verapamil": _("verapamil"),
    "nifedipine": _("nifedipine"),
    "prednisone": _("prednisone"),
    "prednisolone": _("prednisolone"),
    "triamcinolone_injection": _("triamcinolone injection"),
    "colchicine": _("colchicine"),
    "thiosulfate_topical": _("thiosulfate cream"),
    "thiosulfate_injected": _("thiosulfate injection"),
    "thiosulfate_iv": _("thiosulfate drip"),
    "minocycline": _("minocycline"),
    "doxycycline": _("doxycycline"),
    "ceftriaxone": _("ceftriaxone"),
    "cephalexin": _("cephalexin"),
    "dicloxacillin": _("dicloxacillin"),
    "clindamycin": _("clindamycin"),
    "alendronate": _("alendronate"),
    "pamidronate": _("pamidronate"),
    "etidronate": _("etidronate"),
    "zoledronic_acid": _("zoledronic acid"),
    "aluminium_hydroxide": _("aluminium hydroxide"),
    "sevelamer": _("sevelamer"),
    "phosphate_binder": _("a phosphate binder"),
    "cinacalcet": _("cinacalcet"),
    "probenecid": _("probenecid"),
    "methotrexate": _("methotrexate"),
    "mycophenolate": _("mycophenolate"),
    "azathioprine": _("azathioprine"),
    "hydroxychloroquine": _("hydroxychloroquine"),
    "cyclophosphamide": _("cyclophosphamide"),
    "ivig": _("immunoglobulin by drip"),
    "rituximab": _("rituximab"),
    "infliximab": _("infliximab"),
    "adalimumab": _("adalimumab"),
    "abatacept": _("abatacept"),
    "anakinra": _("anakinra"),
    "tofacitinib": _("tofacitinib"),
    "baricitinib": _("baricitinib"),
    "sildenafil": _("sildenafil"),
    "bosentan": _("bosentan"),
    "iloprost": _("iloprost"),
    "warfarin": _("warfarin"),
    "apixaban": _("apixaban"),
    "paracetamol": _("paracetamol"),
    "nsaid": _("an anti-inflammatory painkiller"),
    "excision": _("surgery"),
    "curettage": _("scraping out (curettage)"),
    "needle_drainage": _("needle drainage"),
    "laser": _("laser"),
    "shock_wave": _("shock-wave therapy"),
    "iontophoresis": _("iontophoresis"),
    "hyperbaric_oxygen": _("hyperbaric oxygen"),
    "dialysis_change": _("a change of dialysis"),
    "wound_care": _("wound care"),
}

RED_FLAGS = tuple(f"R{number}" for number in range(1, 13))

LABELS: dict[str, dict[str, Words]] = {
    "type": TYPES,
    "condition": CONDITIONS,
    "lab": LABS,
    "treatment": TREATMENTS,
}

# Site keys are the body map's and not known here, so any key is accepted; everything else is a closed list.
KEYS: dict[str, frozenset[str]] = {
    "event": frozenset(EVENT_REASONS),
    "type": frozenset(TYPES),
    "morphology": frozenset(MORPHOLOGY_REASONS),
    "condition": frozenset(CONDITIONS),
    "lab": frozenset(f"{analyte}_high" for analyte in LABS),
    "treatment": frozenset(TREATMENTS),
    "age": frozenset({"child"}),
    "red_flag": frozenset(RED_FLAGS),
}
