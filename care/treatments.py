"""The treatments a person can put on record: drugs and procedures. Names only, no advice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DRUG, PROCEDURE = "drug", "procedure"


class Route(StrEnum):
    """How a drug gets into or onto the body."""

    ORAL = "oral"
    TOPICAL = "topical"
    INTRALESIONAL = "intralesional"
    SUBCUTANEOUS = "subcutaneous"
    INTRAVENOUS = "intravenous"
    OTHER = "other"


ROUTE_NAMES: dict[Route, StrPromise] = {
    Route.ORAL: _("By mouth"),
    Route.TOPICAL: _("On the skin"),
    Route.INTRALESIONAL: _("Injected into the deposit"),
    Route.SUBCUTANEOUS: _("Injected under the skin"),
    Route.INTRAVENOUS: _("Into a vein (drip)"),
    Route.OTHER: _("Another way"),
}


class Class(StrEnum):
    """The headings of the picker."""

    CALCIUM_CHANNEL_BLOCKER = "calcium_channel_blocker"
    STEROID = "steroid"
    ANTI_INFLAMMATORY = "anti_inflammatory"
    THIOSULFATE = "thiosulfate"
    ANTIBIOTIC = "antibiotic"
    BISPHOSPHONATE = "bisphosphonate"
    MINERAL = "mineral"
    IMMUNE = "immune"
    CIRCULATION = "circulation"
    BLOOD_THINNER = "blood_thinner"
    PAIN = "pain"
    OTHER_DRUG = "other_drug"
    REMOVAL = "removal"
    PHYSICAL = "physical"
    OTHER_PROCEDURE = "other_procedure"


CLASS_NAMES: dict[Class, StrPromise] = {
    Class.CALCIUM_CHANNEL_BLOCKER: _("Calcium channel blockers"),
    Class.STEROID: _("Steroids"),
    Class.ANTI_INFLAMMATORY: _("Against inflammation"),
    Class.THIOSULFATE: _("Sodium thiosulfate"),
    Class.ANTIBIOTIC: _("Antibiotics"),
    Class.BISPHOSPHONATE: _("Bisphosphonates"),
    Class.MINERAL: _("Phosphate, calcium and uric acid"),
    Class.IMMUNE: _("Immune system"),
    Class.CIRCULATION: _("Circulation"),
    Class.BLOOD_THINNER: _("Blood thinners"),
    Class.PAIN: _("Pain"),
    Class.OTHER_DRUG: _("Another medicine"),
    Class.REMOVAL: _("Removal and drainage"),
    Class.PHYSICAL: _("Other procedures"),
    Class.OTHER_PROCEDURE: _("Another procedure"),
}


@dataclass(frozen=True)
class TreatmentKind:
    """One drug or procedure of the catalogue.

    ``routes`` are the usual ones, not the only ones. ``rxnorm`` is the verified ingredient code, empty where
    it was not verified. ``words`` are brands and other names that find the entry in the picker. ``lasts`` is
    true for what goes on until it is stopped; the other procedures are over on the day they were done.
    """

    key: str
    name: StrPromise
    drug_class: Class
    kind: str = DRUG
    routes: tuple[Route, ...] = ()
    rxnorm: str = ""
    words: str = ""
    lasts: bool = True


def _drug(
    key: str, name: StrPromise, drug_class: Class, *routes: Route, rxnorm: str = "", words: str = ""
) -> TreatmentKind:
    return TreatmentKind(key, name, drug_class, DRUG, routes, rxnorm, words)


def _procedure(
    key: str, name: StrPromise, drug_class: Class, *, words: str = "", lasts: bool = False
) -> TreatmentKind:
    return TreatmentKind(key, name, drug_class, PROCEDURE, words=words, lasts=lasts)


_ORAL, _SKIN, _INTO = Route.ORAL, Route.TOPICAL, Route.INTRALESIONAL
_SC, _IV = Route.SUBCUTANEOUS, Route.INTRAVENOUS
_CCB, _STEROID, _IMMUNE = Class.CALCIUM_CHANNEL_BLOCKER, Class.STEROID, Class.IMMUNE

_DRUGS = (
    _drug("diltiazem", _("Diltiazem"), _CCB, _ORAL, rxnorm="3443", words="Cardizem"),
    _drug("amlodipine", _("Amlodipine"), _CCB, _ORAL, rxnorm="17767", words="Norvasc"),
    _drug("verapamil", _("Verapamil"), _CCB, _ORAL, rxnorm="11170", words="Verelan"),
    _drug("nifedipine", _("Nifedipine"), _CCB, _ORAL, rxnorm="7417"),
    _drug("prednisone", _("Prednisone"), _STEROID, _ORAL, rxnorm="8640", words="cortisone"),
    _drug("prednisolone", _("Prednisolone"), _STEROID, _ORAL, rxnorm="8638", words="cortisone"),
    _drug(
        "triamcinolone_injection",
        _("Triamcinolone injection"),
        _STEROID,
        _INTO,
        rxnorm="10759",
        words="cortisone",
    ),
    _drug("colchicine", _("Colchicine"), Class.ANTI_INFLAMMATORY, _ORAL, words="Colcrys"),
    _drug("thiosulfate_topical", _("Sodium thiosulfate cream"), Class.THIOSULFATE, _SKIN, words="STS"),
    _drug("thiosulfate_injected", _("Sodium thiosulfate injection"), Class.THIOSULFATE, _INTO, words="STS"),
    _drug("thiosulfate_iv", _("Sodium thiosulfate drip"), Class.THIOSULFATE, _IV, words="STS"),
    _drug("minocycline", _("Minocycline"), Class.ANTIBIOTIC, _ORAL, rxnorm="6980"),
    _drug("doxycycline", _("Doxycycline"), Class.ANTIBIOTIC, _ORAL, rxnorm="3640"),
    _drug("ceftriaxone", _("Ceftriaxone"), Class.ANTIBIOTIC, _IV, rxnorm="2193"),
    _drug("cephalexin", _("Cephalexin"), Class.ANTIBIOTIC, _ORAL, rxnorm="2231", words="cefalexin"),
    _drug("dicloxacillin", _("Dicloxacillin"), Class.ANTIBIOTIC, _ORAL, rxnorm="3356"),
    _drug("clindamycin", _("Clindamycin"), Class.ANTIBIOTIC, _ORAL),
    _drug("alendronate", _("Alendronate"), Class.BISPHOSPHONATE, _ORAL),
    _drug("pamidronate", _("Pamidronate"), Class.BISPHOSPHONATE, _IV),
    _drug("etidronate", _("Etidronate"), Class.BISPHOSPHONATE, _ORAL),
    _drug("zoledronic_acid", _("Zoledronic acid"), Class.BISPHOSPHONATE, _IV),
    _drug("aluminium_hydroxide", _("Aluminium hydroxide"), Class.MINERAL, _ORAL, words="aluminum antacid"),
    _drug("sevelamer", _("Sevelamer"), Class.MINERAL, _ORAL),
    _drug("phosphate_binder", _("Another phosphate binder"), Class.MINERAL, _ORAL),
    _drug("cinacalcet", _("Cinacalcet"), Class.MINERAL, _ORAL),
    _drug("probenecid", _("Probenecid"), Class.MINERAL, _ORAL),
    _drug("methotrexate", _("Methotrexate"), _IMMUNE, _ORAL, _SC, rxnorm="6851", words="MTX"),
    _drug("mycophenolate", _("Mycophenolate"), _IMMUNE, _ORAL, rxnorm="68149", words="mofetil MMF"),
    _drug("azathioprine", _("Azathioprine"), _IMMUNE, _ORAL, rxnorm="1256"),
    _drug("hydroxychloroquine", _("Hydroxychloroquine"), _IMMUNE, _ORAL, rxnorm="5521"),
    _drug("cyclophosphamide", _("Cyclophosphamide"), _IMMUNE, _ORAL, _IV, rxnorm="3002"),
    _drug("ivig", _("Immunoglobulin (IVIG)"), _IMMUNE, _IV),
    _drug("rituximab", _("Rituximab"), _IMMUNE, _IV, rxnorm="121191"),
    _drug("infliximab", _("Infliximab"), _IMMUNE, _IV, rxnorm="191831"),
    _drug("adalimumab", _("Adalimumab"), _IMMUNE, _SC, rxnorm="327361"),
    _drug("abatacept", _("Abatacept"), _IMMUNE, _IV, _SC),
    _drug("anakinra", _("Anakinra"), _IMMUNE, _SC),
    _drug("tofacitinib", _("Tofacitinib"), _IMMUNE, _ORAL, rxnorm="1357536"),
    _drug("baricitinib", _("Baricitinib"), _IMMUNE, _ORAL, rxnorm="2047232"),
    _drug("sildenafil", _("Sildenafil"), Class.CIRCULATION, _ORAL, rxnorm="136411"),
    _drug("bosentan", _("Bosentan"), Class.CIRCULATION, _ORAL, rxnorm="75207"),
    _drug("iloprost", _("Iloprost"), Class.CIRCULATION, _IV, rxnorm="40138"),
    _drug("warfarin", _("Warfarin"), Class.BLOOD_THINNER, _ORAL, rxnorm="11289", words="Coumadin"),
    _drug("apixaban", _("Apixaban"), Class.BLOOD_THINNER, _ORAL, rxnorm="1364430", words="Eliquis"),
    _drug("paracetamol", _("Paracetamol (acetaminophen)"), Class.PAIN, _ORAL, rxnorm="161"),
    _drug("nsaid", _("Anti-inflammatory painkiller (NSAID)"), Class.PAIN, _ORAL),
    _drug("other_drug", _("Another medicine"), Class.OTHER_DRUG),
)
_PROCEDURES = (
    _procedure("excision", _("Cut out (excision)"), Class.REMOVAL, words="surgery operation removal"),
    _procedure("curettage", _("Scraped out (curettage)"), Class.REMOVAL, words="surgery debulking"),
    _procedure("needle_drainage", _("Drained with a needle"), Class.REMOVAL, words="puncture"),
    _procedure("laser", _("Laser"), Class.REMOVAL, words="CO2 carbon dioxide"),
    _procedure("shock_wave", _("Shock-wave therapy"), Class.PHYSICAL, words="ESWL ESWT"),
    _procedure("iontophoresis", _("Iontophoresis"), Class.PHYSICAL, words="current acetic acid ultrasound"),
    _procedure(
        "hyperbaric_oxygen", _("Hyperbaric oxygen"), Class.PHYSICAL, words="pressure chamber", lasts=True
    ),
    _procedure("dialysis_change", _("Change of dialysis"), Class.PHYSICAL),
    _procedure("wound_care", _("Wound care and dressings"), Class.PHYSICAL, words="bandage", lasts=True),
    _procedure("other_procedure", _("Another procedure"), Class.OTHER_PROCEDURE),
)

TREATMENTS: dict[str, TreatmentKind] = {kind.key: kind for kind in (*_DRUGS, *_PROCEDURES)}
OTHERS = frozenset({"other_drug", "other_procedure"})
WARFARIN = "warfarin"
# Over on the day they were done, unless a later end was entered.
DONE_IN_A_DAY = tuple(key for key, entry in TREATMENTS.items() if not entry.lasts)
