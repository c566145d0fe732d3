"""Who sees whom: the one sentence, asked for every member of the cast."""

from tests.conftest import Cast


def test_the_owner_sees_her_own_record_and_no_other(cast: Cast) -> None:
    assert list(cast.owner.patients()) == [cast.record]


def test_a_caregiver_sees_the_record_she_was_let_into(cast: Cast) -> None:
    assert list(cast.reader.patients()) == [cast.record]


def test_a_reader_may_not_write(cast: Cast) -> None:
    assert list(cast.reader.writable_patients()) == []


def test_the_related_dermatologist_sees_the_record(cast: Cast) -> None:
    assert list(cast.dermatologist.patients()) == [cast.record]


def test_an_unrelated_dermatologist_sees_nothing(cast: Cast) -> None:
    assert list(cast.other_dermatologist.patients()) == []


def test_a_superuser_sees_nothing(cast: Cast) -> None:
    assert list(cast.superuser.patients()) == []


def test_a_revoked_relationship_shows_nothing(cast: Cast) -> None:
    assert list(cast.revoked.patients()) == []


def test_an_expired_relationship_shows_nothing(cast: Cast) -> None:
    assert list(cast.expired.patients()) == []
