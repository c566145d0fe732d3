"""The scripts behind `make run` and `make test`: what they say when something is missing, what they count."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Max, Min

from accounts.models import Patient
from lesions.models import CheckIn, PhotoLesion
from scripts import postgres, suite
from tests.conftest import Cast, asks_a_database
from timeline.models import Note

ROOT = Path(__file__).resolve().parent.parent


def outcome_of(word: str, **tests: int) -> suite.Outcome:
    return suite.Outcome(word, tests=tests)


def test_the_closing_line_adds_up_all_layers() -> None:
    outcomes = [
        outcome_of("passed", passed=3, failed=0),
        outcome_of("FAILED", passed=2, failed=1),
        outcome_of("passed"),
    ]
    assert suite.closing_line(outcomes) == "5 passed, 1 failed"


def test_a_linter_that_fails_counts_as_a_failure() -> None:
    assert suite.closing_line([outcome_of("FAILED"), outcome_of("passed", passed=1)]) == "1 passed, 1 failed"


def test_a_layer_without_a_single_test_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "WORKERS", "0")
    empty = tmp_path / "test_nothing.py"
    empty.write_text("")
    outcome = suite.pytest(tmp_path, str(empty), "-p", "no:cacheprovider")
    assert (outcome.word, outcome.note) == ("FAILED", "no test was executed")


def test_failed_and_skipped_tests_are_counted_apart(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2"/></testsuites>')
    assert suite.count(report) == {"passed": 3, "failed": 2, "skipped": 2}


@pytest.mark.parametrize(("allow", "code"), [("0", 1), ("1", 0)])
def test_a_missing_tool_fails_the_run_unless_allowed(
    allow: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALCITRACK_CHROMIUM", "/nowhere/chromium")
    monkeypatch.setenv("ALLOW_MISSING", allow)
    assert suite.main(["browser"]) == code
    assert "!!! NOT RUN: tests in Chromium" in capsys.readouterr().out


def test_an_unknown_layer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert suite.main(["sqllite"]) == 2
    assert "No such layer: sqllite." in capsys.readouterr().out


def test_the_developers_shell_does_not_leak_into_the_tests(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DEBUG", "True")
    monkeypatch.setenv("DATABASE_URL", "postgres://production")
    monkeypatch.setenv("CALCITRACK_DEMO", "True")
    kept = suite.environment(tmp_path)
    assert {"DEBUG", "DATABASE_URL", "CALCITRACK_DEMO"} & set(kept) == set()


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glob.glob", lambda pattern: [])
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(postgres.NotAvailable, match="apt-get install postgresql"):
        postgres.find_binaries()


def start(port: str) -> subprocess.CompletedProcess[str]:
    """`make run` without its set-up; it must end by itself, since the port is no good."""
    line = [sys.executable, "-m", "scripts.run"]
    return subprocess.run(line, cwd=ROOT, env={"PORT": port}, capture_output=True, text=True, timeout=60)


def test_a_port_that_makes_no_sense_gets_a_plain_sentence() -> None:
    done = start("http")
    assert (done.returncode, done.stderr.strip()) == (1, "PORT must be a number from 1 to 65535, not 'http'.")


def test_a_port_in_use_gets_a_plain_sentence() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        assert start(port).stderr.startswith(f"Port {port} is in use.")


def test_a_seeded_record_has_the_size_that_was_asked_for(db: None) -> None:
    call_command("seed", lesions=3, check_ins=20, verbosity=0)
    patient = Patient.objects.get(name="Seed 1")
    assert (patient.lesions.count(), patient.checkins.count()) == (3, 20)


def test_seeded_rows_have_their_history(db: None) -> None:
    call_command("seed", lesions=2, check_ins=6)
    assert CheckIn.history.count() == CheckIn.objects.count() == 6


def test_seeded_rows_are_valid(db: None) -> None:
    call_command("seed", lesions=2, check_ins=60)
    for row in [*CheckIn.objects.all(), *Note.objects.all()]:
        row.full_clean()


def test_seeded_photos_belong_to_check_ins_of_one_deposit(db: None) -> None:
    call_command("seed", lesions=2, check_ins=12, photos=3)
    links = list(PhotoLesion.objects.select_related("photo", "check_in"))
    assert len({link.lesion_id for link in links}) == 1
    assert [link.photo.taken_at for link in links] == [
        link.check_in.observed_at for link in links if link.check_in
    ]
    assert len(links) == 3


def test_check_ins_may_be_a_day_apart(db: None) -> None:
    call_command("seed", lesions=1, check_ins=10, days_apart=1)
    days = CheckIn.objects.aggregate(first=Min("observed_at"), last=Max("observed_at"))
    assert 8 <= (days["last"] - days["first"]).days <= 10


def test_seeding_twice_makes_two_records_with_one_doctor(db: None) -> None:
    call_command("seed", lesions=1, check_ins=1, patients=2)
    call_command("seed", lesions=1, check_ins=1)
    assert Patient.objects.filter(care_relationships__user__email="doctor@seed.invalid").count() == 3


def test_a_test_without_a_database_is_told_from_the_others(request: pytest.FixtureRequest) -> None:
    assert not asks_a_database(request.node)


def test_a_test_asks_a_database_through_the_cast(cast: Cast, request: pytest.FixtureRequest) -> None:
    assert asks_a_database(request.node)


@pytest.mark.django_db
def test_a_test_asks_a_database_by_its_mark(request: pytest.FixtureRequest) -> None:
    assert asks_a_database(request.node)


def test_a_developers_shell_leaves_no_test_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_TESTS_ONLY", "1")
    assert "DATABASE_TESTS_ONLY" not in suite.environment(tmp_path)


def test_postgresql_gets_every_test_that_asks_a_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[dict[str, str]] = []
    monkeypatch.setattr(suite, "throw_away_cluster", lambda: nullcontext("postgres://made"))

    def run(*_line: object, extra: dict[str, str]) -> suite.Outcome:
        asked.append(extra)
        return outcome_of("passed")

    monkeypatch.setattr(suite, "pytest", run)
    suite.on_postgresql(tmp_path)
    assert asked == [{"DATABASE_URL": "postgres://made", "DATABASE_TESTS_ONLY": "1"}]
