"""What was drawn is read back as long as nothing has changed that it depends on, and by nobody else."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.access import patient_or_404
from accounts.models import CareRelationship, Patient, User
from accounts.services import touch
from education.models import Article, Revision
from lesions.models import Lesion
from tests.conftest import Cast, SignIn
from tests.make import make_check_in, make_lesion, make_user, relate
from timeline import kept as kept_module
from timeline.kept import kept
from timeline.models import KeptFragment

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Drawing:
    """Draws a new text each time and counts, so that one kept can be told from one drawn."""

    times = 0

    def __call__(self) -> str:
        self.times += 1
        return f"drawing {self.times}"


def entered(user: User, patient: Patient, query: str = "") -> HttpRequest:
    request = RequestFactory().get(f"/anything/{query}")
    request.user = user
    patient_or_404(request, patient.pk)
    return request


def look(user: User, patient: Patient, draw: Drawing, page: str = "page", query: str = "") -> str:
    return kept(entered(user, patient, query), page).text(draw)


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


def test_a_part_is_drawn_once(cast: Cast, drawing: Drawing) -> None:
    assert [look(cast.owner, cast.record, drawing) for _ in range(3)] == ["drawing 1"] * 3


def test_every_write_makes_it_anew(cast: Cast, drawing: Drawing) -> None:
    look(cast.owner, cast.record, drawing)
    touch(cast.record)
    assert look(cast.owner, cast.record, drawing) == "drawing 2"


def test_the_midnight_of_the_patient_makes_it_anew(cast: Cast, drawing: Drawing) -> None:
    """22:30 in UTC is past midnight in Zurich in summer."""
    with time_machine.travel("2026-07-01T21:30:00Z", tick=False):
        CareRelationship.objects.update(starts_at=timezone.now() - datetime.timedelta(days=1))
        look(cast.owner, cast.record, drawing)
    with time_machine.travel("2026-07-01T21:59:00Z", tick=False):
        assert look(cast.owner, cast.record, drawing) == "drawing 1"
    with time_machine.travel("2026-07-01T22:01:00Z", tick=False):
        assert look(cast.owner, cast.record, drawing) == "drawing 2"


def test_nobody_reads_what_was_drawn_for_another(cast: Cast, drawing: Drawing) -> None:
    """Two readers with the same standing may still see different things: a second reading is blind."""
    other = make_user("Dr Second", role=User.Role.DERMATOLOGIST)
    relate(other, cast.record, "dermatologist")
    look(cast.dermatologist, cast.record, drawing)
    assert look(other, cast.record, drawing) == "drawing 2"


@pytest.mark.parametrize("change", [{"may_write": False}, {"may_manage": True}])
def test_another_standing_makes_it_anew(cast: Cast, drawing: Drawing, change: dict[str, bool]) -> None:
    look(cast.caregiver, cast.record, drawing)
    CareRelationship.objects.filter(user=cast.caregiver).update(**change)
    assert look(cast.caregiver, cast.record, drawing) == "drawing 2"


def test_an_access_given_anew_is_another_standing(cast: Cast, drawing: Drawing) -> None:
    look(cast.dermatologist, cast.record, drawing)
    CareRelationship.objects.filter(user=cast.dermatologist).update(revoked_at=timezone.now())
    relate(cast.dermatologist, cast.record, "dermatologist")
    assert look(cast.dermatologist, cast.record, drawing) == "drawing 2"


@pytest.mark.parametrize(
    "change", [{"lab_units": "si"}, {"reduced_effort": True}, {"language": "de"}, {"name": "Rosa New"}]
)
def test_other_settings_make_it_anew(cast: Cast, drawing: Drawing, change: dict[str, object]) -> None:
    look(User.objects.get(pk=cast.owner.pk), cast.record, drawing)
    User.objects.filter(pk=cast.owner.pk).update(**change)
    assert look(User.objects.get(pk=cast.owner.pk), cast.record, drawing) == "drawing 2"


def test_pages_and_rows_are_told_apart(cast: Cast, drawing: Drawing) -> None:
    request = entered(cast.owner, cast.record)
    rows = [make_lesion(cast.record).pk for _ in range(2)]
    texts = {kept(request, page, row).text(drawing) for page in ("one", "two") for row in [None, *rows]}
    assert len(texts) == 6


def test_an_approved_article_makes_it_anew(cast: Cast, drawing: Drawing) -> None:
    look(cast.owner, cast.record, drawing)
    approved = {"reviewed_by_name": "Dr Reader", "reviewed_on": datetime.date(2026, 1, 2)}
    Revision.objects.filter(published_for__isnull=False).update(**approved)
    assert look(cast.owner, cast.record, drawing) == "drawing 2"


def test_a_withdrawn_article_makes_it_anew(cast: Cast, drawing: Drawing) -> None:
    look(cast.owner, cast.record, drawing)
    article = Article.objects.filter(published__isnull=False)[:1].get()
    Article.objects.filter(pk=article.pk).update(published=None)
    assert look(cast.owner, cast.record, drawing) == "drawing 2"


def test_another_release_makes_it_anew(cast: Cast, drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    look(cast.owner, cast.record, drawing)
    monkeypatch.setattr(kept_module, "program_version", lambda: "the next release")
    assert look(cast.owner, cast.record, drawing) == "drawing 2"


def test_the_operators_telephone_is_part_of_the_release(settings: Settings) -> None:
    before = kept_module.program_version.__wrapped__()
    settings.CLINIC = {**settings.CLINIC, "phone": "02 000"}
    assert kept_module.program_version.__wrapped__() != before


def test_an_address_with_a_query_is_drawn_and_not_kept(cast: Cast, drawing: Drawing) -> None:
    look(cast.owner, cast.record, drawing, query="?show=all")
    assert look(cast.owner, cast.record, drawing, query="?show=all") == "drawing 2"
    assert not KeptFragment.objects.exists()


def test_a_query_of_few_words_is_kept_for_each_of_them(cast: Cast, drawing: Drawing) -> None:
    def chart(words: str) -> str:
        return kept(entered(cast.owner, cast.record, f"?range={words}"), "chart", choice=words).text(drawing)

    assert [chart(words) for words in ("all", "1y", "all")] == ["drawing 1", "drawing 2", "drawing 1"]


@pytest.mark.parametrize("query", ["?range=all&lesion=1", "?range=ever", "?range=all&range=1y&x=1"])
def test_a_chart_of_ones_own_choosing_is_drawn_fresh(cast: Cast, sign_in: SignIn, query: str) -> None:
    address = reverse("timeline:chart", args=[cast.record.pk]) + query
    assert sign_in(cast.owner).get(address).status_code == 200
    assert not KeptFragment.objects.exists()


def test_a_range_of_the_chart_is_kept(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in(cast.owner), reverse("timeline:chart", args=[cast.record.pk])
    pages = [client.get(f"{address}?range={words}").content for words in ("all", "1y")]
    assert KeptFragment.objects.count() == len(set(pages)) == 2


def test_nothing_is_kept_while_developing(cast: Cast, drawing: Drawing, settings: Settings) -> None:
    settings.KEPT_FRAGMENTS = False
    look(cast.owner, cast.record, drawing)
    assert look(cast.owner, cast.record, drawing) == "drawing 2"


def test_what_was_drawn_of_an_earlier_state_goes(cast: Cast, drawing: Drawing) -> None:
    for page in ("one", "two", "three"):
        look(cast.owner, cast.record, drawing, page)
    touch(cast.record)
    look(cast.owner, cast.record, drawing, "one")
    assert KeptFragment.objects.count() == 1


def test_another_record_keeps_what_is_its_own(cast: Cast, drawing: Drawing) -> None:
    look(cast.stranger, cast.stranger_record, drawing)
    touch(cast.record)
    look(cast.owner, cast.record, drawing)
    assert look(cast.stranger, cast.stranger_record, drawing) == "drawing 1"


def test_it_goes_with_the_record(cast: Cast, drawing: Drawing) -> None:
    look(cast.owner, cast.record, drawing)
    cast.record.delete()
    assert not KeptFragment.objects.exists()


def test_it_goes_with_its_viewer(cast: Cast, drawing: Drawing) -> None:
    look(cast.caregiver, cast.record, drawing)
    cast.caregiver.delete()
    assert not KeptFragment.objects.exists()


def test_what_nobody_looked_at_again_goes_in_the_night(cast: Cast, drawing: Drawing) -> None:
    look(cast.owner, cast.record, drawing)
    KeptFragment.objects.update(made_on=timezone.now().date() - datetime.timedelta(days=3))
    call_command("purge_deleted")
    assert not KeptFragment.objects.exists()


def test_a_name_is_new_everywhere_at_once(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record, diagnosed_by=cast.dermatologist, diagnosis_type="dystrophic",
                         diagnosed_at=timezone.now())  # fmt: skip
    address = reverse("timeline:lesion", args=[lesion.pk])
    assert "said by Dr Derm" in sign_in(cast.owner).get(address).content.decode()
    told = {"name": "Dr Married", "time_zone": "UTC", "lab_units": "si"}
    assert sign_in(cast.dermatologist).post(reverse("accounts:profile"), told).status_code == 302
    assert "said by Dr Married" in sign_in(cast.owner).get(address).content.decode()


# ---- on the page of a deposit ---------------------------------------------------------------------


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 3, length_mm=7, note="a little sore")
    return lesion


def shown(client: Client, lesion: Lesion) -> str:
    page = client.get(reverse("timeline:lesion", args=[lesion.pk])).content.decode()
    return TOKEN.sub("the token", page)


def test_the_page_is_the_same_from_what_was_kept(
    cast: Cast, sign_in: SignIn, lesion: Lesion, settings: Settings
) -> None:
    client = sign_in(cast.owner)
    first, second = shown(client, lesion), shown(client, lesion)
    settings.KEPT_FRAGMENTS = False
    assert first == second == shown(client, lesion)


def test_no_token_is_kept(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    shown(sign_in(cast.owner), lesion)
    tokens = set(TOKEN.findall(KeptFragment.objects.get().body))
    assert tokens == {kept_module.stand_in()}


def test_the_forms_of_a_kept_page_carry_the_readers_own_token(cast: Cast, lesion: Lesion) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.owner)
    shown(client, lesion)
    page = client.get(reverse("timeline:lesion", args=[lesion.pk])).content.decode()
    sent = {"csrfmiddlewaretoken": TOKEN.findall(page)[-1]}
    assert client.post(reverse("lesions:same", args=[lesion.pk]), sent).status_code == 302


def test_what_was_said_a_moment_ago_stands_on_the_page(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.owner)
    assert "Infected" not in re.findall(r"<b>(\w+)</b>", shown(client, lesion))
    client.post(reverse("lesions:event-tap", args=[lesion.pk]), {"kind": "infected"})
    assert "Infected" in re.findall(r"<b>(\w+)</b>", shown(client, lesion))


def test_a_page_drawn_while_somebody_writes_is_never_kept_as_the_newer(
    cast: Cast, lesion: Lesion, drawing: Drawing
) -> None:
    """The revision is read before the rows: what comes in between is drawn again, not missed."""
    request = entered(cast.owner, cast.record)
    touch(cast.record)
    kept(request, "page").text(drawing)
    assert look(cast.owner, cast.record, drawing) == "drawing 2"


def test_who_may_no_longer_look_reads_nothing_that_was_kept(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    client = sign_in(cast.reader)
    shown(client, lesion)
    CareRelationship.objects.filter(user=cast.reader).update(revoked_at=timezone.now())
    assert client.get(reverse("timeline:lesion", args=[lesion.pk])).status_code == 404


def test_each_look_is_written_down_also_of_what_was_kept(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.dermatologist)
    for _ in range(3):
        shown(client, lesion)
    seen = sign_in(cast.owner).get(reverse("accounts:access-log", args=[cast.record.pk]))
    assert "3 times" in seen.content.decode()


def test_the_tag_takes_nothing_but_a_place(cast: Cast) -> None:
    with pytest.raises(Exception, match="needs what"):
        Template("{% load kept %}{% kept here %}text{% endkept %}").render(Context({"here": "page"}))
