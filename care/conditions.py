"""The conditions a person can put on record: keys, everyday names and, where they were checked, codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Role(StrEnum):
    """What a condition has to do with calcium deposits; read by the rules of the education content."""

    DYSTROPHIC = "dystrophic"
    METASTATIC = "metastatic"
    COMPANION = "companion"
    COMPLICATION = "complication"
    DIFFERENTIAL = "differential"
    FINDING = "finding"
    RISK = "risk"
    OTHER = "other"


class Group(StrEnum):
    """The headings of the picker, in everyday words rather than by role."""

    CONNECTIVE = "connective"
    SKIN = "skin"
    KIDNEY = "kidney"
    LOOK_ALIKE = "look_alike"
    OTHER = "other"


GROUP_NAMES: dict[Group, StrPromise] = {
    Group.CONNECTIVE: _("Connective tissue, joints and circulation"),
    Group.SKIN: _("Skin and veins"),
    Group.KIDNEY: _("Kidneys, glands and minerals"),
    Group.LOOK_ALIKE: _("Can look similar"),
    Group.OTHER: _("Anything else"),
}


@dataclass(frozen=True)
class ConditionKind:
    """One condition of the catalogue.

    ``icd10_cm`` lists the codes whose text was verified in the April 2026 release; a clinician chooses where
    there are several. ``snomed_ct`` comes from published concept sets. Empty means not verified.
    """

    key: str
    name: StrPromise
    role: Role
    group: Group
    icd10_cm: tuple[str, ...] = ()
    snomed_ct: str = ""
    words: str = ""


_C, _S, _K, _L = Group.CONNECTIVE, Group.SKIN, Group.KIDNEY, Group.LOOK_ALIKE

_ALL = (
    ConditionKind(
        "systemic_sclerosis",
        _("Scleroderma, whole body (systemic sclerosis)"),
        Role.DYSTROPHIC,
        _C,
        ("M34.9", "M34.0"),
        "89155008",
        "ssc",
    ),
    ConditionKind(
        "limited_systemic_sclerosis",
        _("Limited scleroderma (CREST)"),
        Role.DYSTROPHIC,
        _C,
        ("M34.1",),
    ),
    ConditionKind(
        "localized_scleroderma",
        _("Localized scleroderma"),
        Role.DYSTROPHIC,
        _C,
        (),
        "201048007",
    ),
    ConditionKind(
        "dermatomyositis_adult",
        _("Dermatomyositis (adult)"),
        Role.DYSTROPHIC,
        _C,
        ("M33.10", "M33.13", "M33.90"),
        "396230008",
    ),
    ConditionKind(
        "dermatomyositis_juvenile",
        _("Juvenile dermatomyositis"),
        Role.DYSTROPHIC,
        _C,
        ("M33.00", "M33.03"),
        words="child jdm",
    ),
    ConditionKind(
        "sle",
        _("Lupus, whole body (systemic lupus erythematosus)"),
        Role.DYSTROPHIC,
        _C,
        ("M32.9",),
        "55464009",
        "sle",
    ),
    ConditionKind(
        "lupus_skin",
        _("Lupus of the skin"),
        Role.DYSTROPHIC,
        _C,
        ("L93.0", "L93.2"),
        "200936003",
        "discoid",
    ),
    ConditionKind(
        "rheumatoid_arthritis",
        _("Rheumatoid arthritis"),
        Role.DYSTROPHIC,
        _C,
        ("M05.9", "M06.9", "M06.00"),
        "69896004",
    ),
    ConditionKind(
        "overlap_mctd",
        _("Overlap or mixed connective tissue disease"),
        Role.DYSTROPHIC,
        _C,
        ("M35.1",),
        words="mctd",
    ),
    ConditionKind(
        "raynaud",
        _("Raynaud (fingers that turn white or blue)"),
        Role.COMPANION,
        _C,
        ("I73.00", "I73.01"),
        "266261006",
    ),
    ConditionKind(
        "panniculitis", _("Panniculitis (inflamed fat under the skin)"), Role.DYSTROPHIC, _S, ("M79.3",)
    ),
    ConditionKind("porphyria_cutanea_tarda", _("Porphyria cutanea tarda"), Role.DYSTROPHIC, _S, ("E80.1",)),
    ConditionKind("acne", _("Acne"), Role.DYSTROPHIC, _S, ("L70.0", "L70.9")),
    ConditionKind(
        "skin_infection",
        _("Skin infection"),
        Role.COMPLICATION,
        _S,
        ("L08.9", "L03.90"),
        "128045006",
        "cellulitis",
    ),
    ConditionKind("skin_ulcer", _("Skin ulcer (open sore)"), Role.COMPLICATION, _S, ("L98.499",)),
    ConditionKind("varicose_veins", _("Varicose veins"), Role.DYSTROPHIC, _S, ("I83.90",)),
    ConditionKind("burn", _("Burn"), Role.DYSTROPHIC, _S, ("T30.0",), "125666000"),
    ConditionKind("scar", _("Scar"), Role.DYSTROPHIC, _S, ("L90.5",)),
    ConditionKind(
        "chronic_kidney_disease", _("Chronic kidney disease"), Role.METASTATIC, _K, ("N18.9",), "709044004"
    ),
    ConditionKind(
        "end_stage_kidney_disease",
        _("End-stage kidney disease"),
        Role.METASTATIC,
        _K,
        ("N18.6",),
        "46177005",
    ),
    ConditionKind("dialysis", _("On dialysis"), Role.METASTATIC, _K, ("Z99.2",)),
    ConditionKind("kidney_transplant", _("Kidney transplant"), Role.METASTATIC, _K, ("Z94.0",)),
    ConditionKind(
        "hyperparathyroidism",
        _("Overactive parathyroid glands (hyperparathyroidism)"),
        Role.METASTATIC,
        _K,
        ("E21.0", "E21.1", "E21.2", "E21.3", "N25.81"),
    ),
    ConditionKind(
        "hypercalcaemia",
        _("High calcium in the blood"),
        Role.FINDING,
        _K,
        ("E83.52",),
        words="hypercalcaemia",
    ),
    ConditionKind("phosphate_disorder", _("Phosphate disorder"), Role.FINDING, _K, ("E83.39",)),
    ConditionKind("vitamin_d_excess", _("Too much vitamin D"), Role.METASTATIC, _K, ("E67.3",)),
    ConditionKind("sarcoidosis", _("Sarcoidosis"), Role.METASTATIC, _K, ("D86.9", "D86.3"), "31541009"),
    ConditionKind("paget", _("Paget disease of bone"), Role.METASTATIC, _K, ("M88.9",)),
    ConditionKind("cancer", _("Cancer"), Role.METASTATIC, _K, ("C80.1",)),
    ConditionKind("gout", _("Gout"), Role.DIFFERENTIAL, _L, ("M10.9", "M1A.9XX1"), "90560007", "tophus"),
    ConditionKind("milia", _("Milia (small white bumps)"), Role.DIFFERENTIAL, _L),
    ConditionKind("chondrocalcinosis", _("Chondrocalcinosis"), Role.DIFFERENTIAL, _L),
    ConditionKind(
        "long_term_anticoagulant",
        _("Takes a blood thinner for a long time"),
        Role.RISK,
        Group.OTHER,
        ("Z79.01",),
        words="anticoagulant warfarin",
    ),
    ConditionKind("other", _("Something else"), Role.OTHER, Group.OTHER),
)

CONDITIONS: dict[str, ConditionKind] = {kind.key: kind for kind in _ALL}
OTHER = "other"
