"""Two deposits made one, one made two, and the way back: nothing is lost, and undoing is exact."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from care.models import ContextEntry, Treatment
from lesions.models import CheckIn, Lesion, LifeEvent, PhotoLesion
from tests.care.make import make_context, make_treatment
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import make_check_in, make_event, make_lesion, make_note, make_photo, make_request
from timeline.merging import merge_lesions, relations, undo
from timeline.models import LesionChange, Note
from timeline.removed import removed_from
from timeline.summary import summary_of

NOTICED = datetime.date(2024, 3, 1)
AT = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def a_full_one(cast: Cast, name: str, **extra: Any) -> Lesion:
    """A deposit with a row of everything that can be about one."""
    lesion = make_lesion(cast.record, name=name, **extra)
    check_in = make_check_in(lesion, 3, length_mm=5, note=f"of {name}")
    make_event(lesion, "opened", 2)
    make_photo(cast.record, lesion, check_in)
    make_photo(cast.record, lesion)
    make_note(cast.record, cast.dermatologist, f"note on {name}", lesion=lesion)
    make_request(cast.record, cast.dermatologist, lesion=lesion)
    make_context(cast.record, "knock", 1, lesion)
    make_treatment(cast.record, lesions=[lesion])
    make_treatment(cast.record, lesions=[make_lesion(cast.record)], control_lesion=lesion)
    return lesion


def pointing_at(lesion: Lesion) -> Counter[str]:
    """What is about a lesion, by model and field."""
    found = Counter(
        {
            f"{model.__name__}.{field}": model._base_manager.filter(**{field: lesion}).count()
            for model, field in relations()
        }
    )
    found["targets"] = Treatment.objects.filter(lesions=lesion).count()
    return found


def everything(cast: Cast) -> set[tuple[Any, ...]]:
    """Every row of the record and the lesion it is about, and each lesion with all it says of itself."""
    rows: set[tuple[Any, ...]] = set()
    for model, field in relations():
        for row in model._base_manager.all():
            rows.add((model.__name__, field, row.pk, getattr(row, f"{field}_id")))
    for link in PhotoLesion.objects.all():
        rows.add(("link", link.photo_id, link.lesion_id, link.check_in_id))
    through: Any = Treatment.lesions.through
    rows |= {("target", one.treatment_id, one.lesion_id) for one in through.objects.all()}
    own = [f.attname for f in Lesion._meta.concrete_fields if f.name not in ("deleted_at", "deleted_by")]
    rows |= {("lesion", *values) for values in Lesion.objects.filter(patient=cast.record).values_list(*own)}
    kept = Lesion.objects.kept().filter(patient=cast.record)
    return rows | {("kept", pk) for pk in kept.values_list("pk", flat=True)}


def merge(cast: Cast, kept: Lesion, other: Lesion) -> LesionChange:
    return merge_lesions(kept=kept, other=other, by=cast.owner)


# ---- making one of two ------------------------------------------------------------------------------


def test_everything_of_the_other_one_moves_and_nothing_is_lost(cast: Cast) -> None:
    kept, other = a_full_one(cast, "Kept"), a_full_one(cast, "Other")
    both = pointing_at(kept) + pointing_at(other)
    merge(cast, kept, other)
    assert pointing_at(kept) == both
    assert +pointing_at(other) == Counter()


def test_every_relation_to_a_deposit_is_known_here() -> None:
    """A new one moves by itself; one of many to many would not."""
    many = [one for one in Lesion._meta.related_objects if one.many_to_many]
    assert [one.related_model for one in many] == [Treatment]
    assert {model for model, _field in relations()} >= {CheckIn, LifeEvent, PhotoLesion, Note, ContextEntry}


def test_the_moves_stand_in_the_history_with_who_did_it(cast: Cast) -> None:
    kept, other = make_lesion(cast.record), make_lesion(cast.record)
    check_in = make_check_in(other, anchor=1)
    merge(cast, kept, other)
    newest = check_in.history.latest()
    assert (newest.lesion_id, newest.history_user) == (kept.pk, cast.owner)


def test_the_dermatologists_notes_keep_their_author(cast: Cast) -> None:
    kept, other = make_lesion(cast.record), make_lesion(cast.record)
    note = make_note(cast.record, cast.dermatologist, lesion=other)
    merge(cast, kept, other)
    note.refresh_from_db()
    assert (note.lesion, note.entered_by) == (kept, cast.dermatologist)


def test_a_photo_of_both_stays_once_and_undo_brings_both_links_back(cast: Cast) -> None:
    kept, other = make_lesion(cast.record), make_lesion(cast.record)
    check_in = make_check_in(other, anchor=1)
    photo = make_photo(cast.record, kept)
    PhotoLesion.objects.create(photo=photo, lesion=other, check_in=check_in)
    before = everything(cast)
    change = merge(cast, kept, other)
    assert PhotoLesion.objects.get(lesion=kept).check_in == check_in
    undo(change, by=cast.owner)
    assert everything(cast) == before


def test_two_check_ins_of_one_moment_are_both_kept(cast: Cast) -> None:
    kept, other = make_lesion(cast.record), make_lesion(cast.record)
    for lesion in (kept, other):
        make_check_in(lesion, observed_at=AT, anchor=1)
    merge(cast, kept, other)
    assert CheckIn.objects.of(kept).count() == 2


def test_a_deposit_treated_and_left_untreated_counts_as_treated(cast: Cast) -> None:
    kept, other = make_lesion(cast.record), make_lesion(cast.record)
    treatment = make_treatment(cast.record, lesions=[kept], control_lesion=other)
    before = everything(cast)
    change = merge(cast, kept, other)
    treatment.refresh_from_db()
    assert (list(treatment.lesions.all()), treatment.control_lesion) == ([kept], None)
    undo(change, by=cast.owner)
    assert everything(cast) == before


def test_the_earlier_first_day_counts_and_what_only_the_other_said_is_taken_over(cast: Cast) -> None:
    kept = make_lesion(cast.record, morphology="unknown")
    signed: dict[str, Any] = {
        "diagnosis_type": "dystrophic",
        "diagnosed_by": cast.dermatologist,
        "diagnosed_at": timezone.now(),
        "clinician_morphology": "plate",
        "clinician_morphology_by": cast.dermatologist,
        "clinician_morphology_at": timezone.now(),
    }
    other = make_lesion(
        cast.record, morphology="stone", noticed_on=NOTICED, noticed_precision="month", note="hard", **signed
    )
    before = everything(cast)
    change = merge(cast, kept, other)
    kept.refresh_from_db()
    assert (kept.morphology, kept.noticed_on, kept.note) == ("stone", NOTICED, "hard")
    assert (kept.diagnosis_type, kept.diagnosed_by) == ("dystrophic", cast.dermatologist)
    assert (kept.clinician_morphology, kept.clinician_morphology_by) == ("plate", cast.dermatologist)
    undo(change, by=cast.owner)
    assert everything(cast) == before


def test_undo_brings_both_back_exactly_and_what_came_later_stays_with_the_kept_one(cast: Cast) -> None:
    kept, other = a_full_one(cast, "Kept"), a_full_one(cast, "Other")
    before = everything(cast)
    change = merge(cast, kept, other)
    later = make_check_in(kept, anchor=0)
    undo(change, by=cast.owner)
    after = everything(cast) - {("CheckIn", "lesion", later.pk, kept.pk)}
    assert after == before


def test_what_was_deleted_before_is_not_brought_back_by_merging(cast: Cast, rosa: Client) -> None:
    kept, other = make_lesion(cast.record), make_lesion(cast.record)
    check_in = make_check_in(other, anchor=1)
    rosa.post(reverse("lesions:check-in-delete", args=[check_in.pk]))
    merge(cast, kept, other)
    assert not CheckIn.objects.kept().exists()
    rosa.post(reverse("lesions:check-in-restore", args=[check_in.pk]))
    assert CheckIn.objects.of(kept).get() == check_in


def test_the_summary_follows(cast: Cast) -> None:
    kept, other = make_lesion(cast.record, name="Kept"), make_lesion(cast.record, name="Other")
    make_event(other, "opened", 1)
    change = merge(cast, kept, other)
    cast.record.refresh_from_db()
    assert [(line.name, line.state) for line in summary_of(cast.record).lines] == [("Kept", "open")]
    undo(change, by=cast.owner)
    cast.record.refresh_from_db()
    assert {(line.name, line.state) for line in summary_of(cast.record).lines} == {
        ("Kept", "quiet"),
        ("Other", "open"),
    }


def test_the_night_that_removes_what_was_deleted_leaves_a_merged_one(cast: Cast) -> None:
    kept, other = make_lesion(cast.record), make_lesion(cast.record)
    merge(cast, kept, other)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=site.GRACE_DAYS + 2)):
        call_command("purge_deleted")
    assert Lesion.objects.filter(pk=other.pk).exists()


# ---- what is refused --------------------------------------------------------------------------------


def test_itself_another_records_and_a_deleted_one_are_refused(cast: Cast, rosa: Client) -> None:
    lesion, gone = make_lesion(cast.record), make_lesion(cast.record)
    rosa.post(reverse("lesions:lesion-delete", args=[gone.pk]))
    for other in (lesion, make_lesion(cast.stranger_record), gone):
        with pytest.raises(ValidationError):
            merge(cast, lesion, other)
        assert rosa.post(reverse("timeline:merge", args=[lesion.pk, other.pk])).status_code == 404


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger", "revoked"])
def test_only_writers_merge_split_and_undo(cast: Cast, sign_in: SignIn, who: str) -> None:
    one, two = make_lesion(cast.record), make_lesion(cast.record)
    change = merge(cast, make_lesion(cast.record), make_lesion(cast.record))
    client = sign_in(getattr(cast, who))
    for url in (
        reverse("timeline:merge", args=[one.pk, two.pk]),
        reverse("timeline:split", args=[one.pk]),
        reverse("timeline:change-undo", args=[change.pk]),
    ):
        assert client.post(url).status_code == 404
    assert Lesion.objects.kept().count() == 3


def test_after_the_grace_days_it_can_no_longer_be_taken_back(cast: Cast) -> None:
    change = merge(cast, make_lesion(cast.record), make_lesion(cast.record))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=site.GRACE_DAYS + 1)):
        assert removed_from(cast.record) == []
        with pytest.raises(ValidationError, match="too long ago"):
            undo(change, by=cast.owner)


def test_taking_it_back_twice_is_refused(cast: Cast) -> None:
    change = merge(cast, make_lesion(cast.record), make_lesion(cast.record))
    undo(change, by=cast.owner)
    with pytest.raises(ValidationError, match="already"):
        undo(change, by=cast.owner)


def test_a_later_merge_has_to_be_taken_back_first(cast: Cast, rosa: Client) -> None:
    one, two, three = (make_lesion(cast.record) for _number in range(3))
    first = merge(cast, two, three)
    second = merge(cast, one, two)
    page = text_of(rosa.post(reverse("timeline:change-undo", args=[first.pk]), follow=True))
    assert "Bring it back first" in page
    undo(second, by=cast.owner)
    undo(first, by=cast.owner)
    assert Lesion.objects.kept().count() == 3


# ---- the pages --------------------------------------------------------------------------------------


def test_the_page_says_first_what_will_happen(cast: Cast, rosa: Client) -> None:
    kept, other = a_full_one(cast, "Kept"), a_full_one(cast, "Other", side="right")
    PhotoLesion.objects.create(photo=make_photo(cast.record, kept), lesion=other)
    for lesion in (kept, other):
        make_check_in(lesion, observed_at=AT)
    page = text_of(rosa.get(reverse("timeline:merge", args=[kept.pk, other.pk])))
    assert "2 check-ins, 1 event, 3 photos, 1 treatment, 1 note of the dermatologist, 1 request" in page
    assert "1 photo shows both" in page
    assert "At 1 moment both were checked in" in page
    assert "different places" in page
    assert Lesion.objects.kept().count() == 4


def test_merging_on_the_page_offers_undo_and_undo_works(cast: Cast, rosa: Client) -> None:
    kept, other = make_lesion(cast.record, name="Kept"), make_lesion(cast.record, name="Other")
    answer = rosa.post(reverse("timeline:merge", args=[kept.pk, other.pk]), follow=True)
    url = reverse("timeline:change-undo", args=[LesionChange.objects.get().pk])
    assert f'action="{url}"' in answer.content.decode()
    assert "are two again" in text_of(rosa.post(url, follow=True))
    assert Lesion.objects.kept().count() == 2


def test_an_old_address_leads_to_the_kept_one_for_those_who_may_see_it(cast: Cast, sign_in: SignIn) -> None:
    kept, other = make_lesion(cast.record), make_lesion(cast.record)
    merge(cast, kept, other)
    url = reverse("timeline:lesion", args=[other.pk])
    for who in ("owner", "reader", "dermatologist"):
        answer = sign_in(getattr(cast, who)).get(url)
        assert answer["Location"] == reverse("timeline:lesion", args=[kept.pk])
    assert sign_in(cast.stranger).get(url).status_code == 404


def test_a_merged_one_is_listed_with_its_way_back_and_not_as_deleted(cast: Cast, rosa: Client) -> None:
    kept, other = make_lesion(cast.record, name="Kept"), make_lesion(cast.record, name="Other")
    merge(cast, kept, other)
    (one,) = removed_from(cast.record)
    assert "Other made one with Kept" in one.words
    assert rosa.post(reverse("lesions:lesion-restore", args=[other.pk])).status_code == 404
    rosa.post(one.restore_url)
    assert Lesion.objects.kept().count() == 2


@pytest.mark.parametrize("who", ["owner", "reader", "dermatologist"])
def test_whoever_reads_the_history_is_told_that_it_is_that_of_two(
    cast: Cast, sign_in: SignIn, who: str
) -> None:
    kept, other = make_lesion(cast.record, name="Left thumb"), make_lesion(cast.record, name="Left thumb B")
    change = merge_lesions(kept=kept, other=other, by=cast.owner)
    url = reverse("timeline:lesion", args=[kept.pk])
    assert "Made one with</dt><dd>Left thumb B" in text_of(sign_in(getattr(cast, who)).get(url))
    undo(change, by=cast.owner)
    assert "Made one with" not in text_of(sign_in(getattr(cast, who)).get(url))
