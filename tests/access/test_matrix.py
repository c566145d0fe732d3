"""Every page, every method, every role: each cell of the matrix is asked once."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import transaction
from django.test import Client

from tests.access.matrix import (
    GROUPS,
    METHODS,
    OURS,
    PAGES,
    PATTERNS,
    TAKES_POSTS_OF_STRANGERS,
    all_patterns,
    expected,
    is_open,
    keywords,
)
from tests.access.world import ANONYMOUS, ROLES, World, state

pytestmark = pytest.mark.usefixtures("quiet")


def test_the_matrix_knows_every_page() -> None:
    missing = {name for name, _, _ in all_patterns()} - set(PAGES)
    assert not missing, (
        f"The access matrix does not know {sorted(missing)}. Add a line for each to tests/access/matrix.py "
        "that says who may open it (GROUPS), which methods it answers, and what its keywords are made of."
    )


def test_the_matrix_knows_no_page_that_is_gone() -> None:
    gone = set(PAGES) - {name for name, _, _ in all_patterns()}
    assert not gone, f"Take {sorted(gone)} out of tests/access/matrix.py: there is no such page any more."


def test_no_two_pages_share_a_name() -> None:
    names = [name for name, _, _ in all_patterns()]
    assert sorted(names) == sorted(set(names))


def wrong_answers(world: World, name: str, url: str, role: str, methods: Iterable[str]) -> list[str]:
    """Ask for these cells in turn and say which of them answer otherwise than the matrix."""
    wrong = []
    for method in methods:
        answer, wanted = world.ask(role, method, url), expected(name, role, method)
        if answer.status_code not in wanted:
            wrong.append(f"{method} {url} by {role}: {answer.status_code} instead of {wanted}")
        if role == ANONYMOUS and not is_open(name) and "/login/?next=" not in answer.get("Location", ""):
            wrong.append(f"{method} {url} without signing in does not lead to the page for it")
    return wrong


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_cell_answers_as_the_matrix_says(world: World, name: str) -> None:
    page, before, wrong = PAGES[name], state(), []
    url = page.url(name, world)
    for role in ROLES:
        acts = {"POST", "PUT"} if role in GROUPS[page.group] else set()
        with transaction.atomic():
            wrong += wrong_answers(
                world, name, url, role, [method for method in METHODS if method not in acts]
            )
            if state() != before:
                wrong.append(f"{url}: {role} changed the database without being allowed to, or by looking")
            transaction.set_rollback(True)
        for method in acts:
            with transaction.atomic():
                wrong += wrong_answers(world, name, url, role, [method])
                transaction.set_rollback(True)
    assert wrong == []


IDS = sorted(name for name in OURS if any(key.endswith("_id") for key in keywords(name)))


@pytest.mark.parametrize("name", IDS)
def test_whether_an_object_of_others_exists_is_not_told(world: World, name: str) -> None:
    """Somebody else's object and one that never was give the same answer, byte for byte."""
    page = PAGES[name]
    theirs = page.url(name, world)
    nothing = page.url(name, world, other="random")
    for role in ("stranger", "superuser", ANONYMOUS):
        for method in (*page.methods, "DELETE"):
            a, b = world.ask(role, method, theirs), world.ask(role, method, nothing)
            assert a.status_code == b.status_code, f"{method} by {role}"
            assert a.content == b.content, f"{method} by {role}"


@pytest.mark.parametrize("name", [name for name in IDS if "invitation_id" not in keywords(name)])
def test_the_owner_cannot_reach_the_same_page_of_another_record(world: World, name: str) -> None:
    page = PAGES[name]
    if "relationship_id" in keywords(name):
        world.foreign["relationship_id"] = world.cast.stranger_record.care_relationships.get()
    url = page.url(name, world, other="foreign")
    before = state()
    answers = {world.ask("owner", method, url).status_code for method in page.methods}
    assert answers == {404}
    assert state() == before


@pytest.mark.parametrize(
    "name",
    sorted(
        n
        for n in IDS
        if not PAGES[n].removed and "patient_id" not in keywords(n) and "relationship_id" not in keywords(n)
    ),
)
def test_a_deleted_object_has_no_pages_but_the_one_that_brings_it_back(world: World, name: str) -> None:
    page = PAGES[name]
    url = page.url(name, world, other="removed")
    for role in ("owner", "dermatologist"):
        assert {world.ask(role, method, url).status_code for method in page.methods} == {404}


def test_what_is_not_deleted_cannot_be_restored(world: World) -> None:
    for name in (name for name in IDS if PAGES[name].removed):
        kwargs = {key: world.ids[key].pk for key in keywords(name)}
        url = "/" + PATTERNS[name][0].replace(
            f"<uuid:{PAGES[name].removed}>", str(kwargs[PAGES[name].removed])
        )
        assert {world.ask(role, "POST", url).status_code for role in ("owner", "dermatologist")} == {404}, (
            name
        )


@pytest.mark.parametrize("name", sorted(set(PAGES) - TAKES_POSTS_OF_STRANGERS))
def test_no_post_is_taken_without_the_token_of_its_page(world: World, name: str) -> None:
    """CSRF: for everybody who could otherwise do it, and for every method that could change something."""
    url, before = PAGES[name].url(name, world), state()
    for role in (*sorted(GROUPS[PAGES[name].group] - {ANONYMOUS})[:1], ANONYMOUS):
        client: Client = world.client(role, enforce_csrf_checks=True)
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert client.generic(method, url).status_code == 403, f"{method} by {role}"
    assert state() == before
