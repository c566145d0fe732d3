"""The catalogues of conditions and treatments hold together."""

import pytest

from care.conditions import CONDITIONS, GROUP_NAMES, OTHER
from care.treatments import CLASS_NAMES, DONE_IN_A_DAY, DRUG, OTHERS, PROCEDURE, TREATMENTS

CONDITION_KEYS = [
    "systemic_sclerosis",
    "limited_systemic_sclerosis",
    "localized_scleroderma",
    "dermatomyositis_adult",
    "dermatomyositis_juvenile",
    "sle",
    "lupus_skin",
    "rheumatoid_arthritis",
    "overlap_mctd",
    "raynaud",
    "panniculitis",
    "porphyria_cutanea_tarda",
    "acne",
    "skin_infection",
    "varicose_veins",
    "burn",
    "scar",
    "chronic_kidney_disease",
    "end_stage_kidney_disease",
    "dialysis",
    "kidney_transplant",
    "hyperparathyroidism",
    "sarcoidosis",
    "cancer",
    "vitamin_d_excess",
    "hypercalcaemia",
    "phosphate_disorder",
    "paget",
    "gout",
    "milia",
    "chondrocalcinosis",
    "skin_ulcer",
    "long_term_anticoagulant",
    "other",
]
TREATMENT_KEYS = [
    "diltiazem",
    "amlodipine",
    "verapamil",
    "nifedipine",
    "prednisone",
    "prednisolone",
    "triamcinolone_injection",
    "colchicine",
    "warfarin",
    "minocycline",
    "doxycycline",
    "ceftriaxone",
    "cephalexin",
    "dicloxacillin",
    "clindamycin",
    "alendronate",
    "pamidronate",
    "etidronate",
    "zoledronic_acid",
    "thiosulfate_topical",
    "thiosulfate_injected",
    "thiosulfate_iv",
    "probenecid",
    "aluminium_hydroxide",
    "phosphate_binder",
    "ivig",
    "rituximab",
    "infliximab",
    "adalimumab",
    "abatacept",
    "anakinra",
    "tofacitinib",
    "baricitinib",
    "methotrexate",
    "mycophenolate",
    "azathioprine",
    "hydroxychloroquine",
    "cyclophosphamide",
    "sildenafil",
    "bosentan",
    "iloprost",
    "apixaban",
    "paracetamol",
    "nsaid",
    "cinacalcet",
    "sevelamer",
    "excision",
    "curettage",
    "laser",
    "shock_wave",
    "iontophoresis",
    "needle_drainage",
    "hyperbaric_oxygen",
    "dialysis_change",
    "wound_care",
    "other_drug",
    "other_procedure",
]


def test_every_condition_of_the_plan_is_there() -> None:
    assert sorted(CONDITIONS) == sorted(CONDITION_KEYS)


def test_every_treatment_of_the_plan_is_there() -> None:
    assert sorted(TREATMENTS) == sorted(TREATMENT_KEYS)


def test_keys_fit_their_columns() -> None:
    assert all(len(key) <= 40 for key in (*CONDITIONS, *TREATMENTS))


def test_no_two_entries_share_a_name() -> None:
    for catalogue in (CONDITIONS, TREATMENTS):
        names = [str(entry.name) for entry in catalogue.values()]
        assert len(names) == len(set(names))


def test_every_group_and_class_has_a_heading_and_an_entry() -> None:
    assert {entry.group for entry in CONDITIONS.values()} == set(GROUP_NAMES)
    assert {entry.drug_class for entry in TREATMENTS.values()} == set(CLASS_NAMES)


def test_a_class_holds_drugs_or_procedures_but_not_both() -> None:
    for name in CLASS_NAMES:
        assert len({entry.kind for entry in TREATMENTS.values() if entry.drug_class == name}) == 1


def test_something_else_can_be_named_in_each_list() -> None:
    assert OTHER in CONDITIONS
    assert {TREATMENTS[key].kind for key in OTHERS} == {DRUG, PROCEDURE}


def test_codes_are_complete_codes_and_none_is_used_twice() -> None:
    codes = [code for entry in CONDITIONS.values() for code in entry.icd10_cm]
    assert len(codes) == len(set(codes))
    assert not [code for code in codes if code.endswith(("-", ".")) or " " in code]


def test_no_rxnorm_code_is_used_twice() -> None:
    codes = [entry.rxnorm for entry in TREATMENTS.values() if entry.rxnorm]
    assert len(codes) == len(set(codes))
    assert all(code.isdecimal() for code in codes)


@pytest.mark.parametrize(
    "key", ["colchicine", "alendronate", "thiosulfate_iv", "probenecid", "ivig", "sevelamer"]
)
def test_a_code_nobody_verified_is_left_empty(key: str) -> None:
    assert TREATMENTS[key].rxnorm == ""


def test_only_procedures_are_over_in_a_day() -> None:
    assert {TREATMENTS[key].kind for key in DONE_IN_A_DAY} == {PROCEDURE}
    assert "wound_care" not in DONE_IN_A_DAY
