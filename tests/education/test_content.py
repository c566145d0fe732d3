"""The shipped content: every fact has its section, corrected facts stay corrected, sources are strong."""

import re

import pytest

from education.content.all import ARTICLES
from education.content.coverage import COVERAGE
from education.content.shape import SectionContent, tidy
from education.content.sources import SOURCES
from education.topics import is_topic

SECTIONS = {section.key: section for article in ARTICLES for section in article.sections}
ADDED = ["F18a", "F28a", "F32a", "F41a", "F52a", "F56a", "F74a", "F74b"]
WEAK = ["S59", "S60", "S74", "S75", "S77", "S78", "S79", "S87", "S91", "S96"]


def words(section: SectionContent) -> str:
    everything = (section.title, section.short, section.body, section.known, section.unknown)
    return " ".join(" ".join(everything).split())


def cited(section: SectionContent) -> set[str]:
    return set(re.findall(r"\[(S\d+[a-z]?)\]", words(section)))


ALL = pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS.keys())


def test_every_fact_and_red_flag_has_a_section() -> None:
    ids = [f"F{n}" for n in range(1, 82)] + ADDED + [f"R{n}" for n in range(1, 13)]
    assert sorted(COVERAGE) == sorted(ids)
    assert {key for key in COVERAGE.values() if key not in SECTIONS} == set()


def test_every_red_flag_section_carries_its_topic() -> None:
    for number in range(1, 13):
        section = SECTIONS[COVERAGE[f"R{number}"]]
        assert f"red_flag:R{number}" in section.topics
        assert section.urgency


def test_section_keys_are_unique() -> None:
    assert len(SECTIONS) == sum(len(article.sections) for article in ARTICLES)


def test_weak_sources_are_not_listed() -> None:
    assert set(WEAK) & SOURCES.keys() == set()


@ALL
def test_every_cited_source_is_listed_at_its_section(section: SectionContent) -> None:
    assert cited(section) <= set(section.sources)
    assert set(section.sources) <= SOURCES.keys()


@ALL
def test_a_section_without_a_source_says_whose_word_it_is(section: SectionContent) -> None:
    ours = {"who-to-see", "fast-growth-or-bleeding", "leave-it-alone"}
    assert section.sources or section.key in ours


@ALL
def test_every_topic_is_of_the_vocabulary(section: SectionContent) -> None:
    assert [topic for topic in section.topics if not is_topic(topic)] == []
    assert section.topics


@ALL
def test_the_short_text_is_short(section: SectionContent) -> None:
    short = tidy(section.short)
    sentences = re.findall(r"[.!?](?=\s|$)", short)
    assert 1 <= len(sentences) <= 5, short
    assert len(short) < 420, short
    assert "[S" not in short


@ALL
def test_sentences_are_short(section: SectionContent) -> None:
    """Sore fingers, tired eyes: at most 45 words, most have far fewer."""
    for paragraph in tidy(section.body).split("\n"):
        for sentence in re.split(r"(?<=[.!?:])\s", paragraph):
            assert len(sentence.split()) <= 45, sentence


# ---- facts that the source article has wrong ------------------------------------------------------


def test_dysmorphic_only_stands_beside_dystrophic() -> None:
    using = [section for section in SECTIONS.values() if "dysmorphic" in words(section).lower()]
    assert [section.key for section in using] == ["type-dystrophic"]
    sentence = next(s for s in re.split(r"(?<=\.)\s", words(using[0])) if "dysmorphic" in s)
    assert "dystrophic" in sentence


def test_warfarin_is_not_for_calcinosis_and_nobody_stops_it_alone() -> None:
    warfarin = SECTIONS["warfarin"]
    for text in (tidy(warfarin.short), tidy(warfarin.body).replace("*", "")):
        assert "should not be used" in text
        assert re.search(r"never stop it on your own", text)


def test_everywhere_warfarin_is_named_as_a_treatment_the_warning_is_there() -> None:
    summary = words(SECTIONS["in-short-treatment"])
    assert "Warfarin should not be used" in summary
    assert "nobody should stop it on their own" in summary


def test_verapamil_is_called_ineffective() -> None:
    assert "ineffective" in words(SECTIONS["verapamil"])


def test_amlodipine_has_no_study() -> None:
    assert "no study" in words(SECTIONS["amlodipine"])


def test_prednisone_is_not_said_to_shrink_deposits() -> None:
    assert "has not been shown to shrink" in words(SECTIONS["prednisone"])
    assert not re.search(r"prednisone (shrinks|reduces)", words(SECTIONS["prednisone"]).lower())


def test_colchicine_is_not_said_to_shrink_deposits() -> None:
    assert "has not been shown to shrink" in words(SECTIONS["colchicine"])


def test_calcium_drips_for_tuberculosis_are_history() -> None:
    using = [section for section in SECTIONS.values() if "tubercul" in words(section)]
    assert [section.key for section in using] == ["type-iatrogenic"]
    assert "is history" in words(using[0])


def test_iatrogenic_is_not_about_eating_calcium() -> None:
    assert "*not* a matter of eating" in words(SECTIONS["type-iatrogenic"])


def test_electrode_paste_is_about_recordings_not_scans() -> None:
    text = words(SECTIONS["electrode-paste"])
    assert "EEG" in text
    assert "not brain scans" in text


def test_metastatic_is_not_cancer_that_spread() -> None:
    assert "nothing to do with cancer that spreads" in words(SECTIONS["type-metastatic"])


def test_there_are_five_types() -> None:
    rows = [line for line in tidy(SECTIONS["five-types"].body).split("\n") if line.startswith("| ")]
    assert len(rows) == 1 + 5


def test_x_ray_is_the_first_picture_and_bone_scan_an_old_one() -> None:
    text = words(SECTIONS["pictures"])
    assert "usual first picture" in text
    assert "**Bone scan**: older" in text


def test_iontophoresis_helped_nobody_to_feel_better() -> None:
    assert "nobody felt better" in words(SECTIONS["iontophoresis"])


def test_crystals_inside_joints_are_another_illness() -> None:
    assert "chondrocalcinosis" in words(SECTIONS["near-joints"])


def test_nobody_is_named_as_reviewer() -> None:
    for section in SECTIONS.values():
        assert not re.search(r"[Rr]eviewed by", words(section))
