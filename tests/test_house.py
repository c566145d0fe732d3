"""The rules of the house (docs/architecture.md), checked for every file."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.urls import URLPattern, get_resolver

from tests.house import layers, markup, python_rules, url_names

ROOT = Path(__file__).resolve().parent.parent
APPS = sorted(app for app in layers.BELOW if (ROOT / app).is_dir())

# Pages that anybody may open. Everything else asks for a sign-in (LoginRequiredMiddleware).
OPEN_VIEWS: set[str] = {
    # Signing in and up, and the way back for somebody who forgot the password (django-allauth).
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "admin:login",
    # What a person may want to know before signing up.
    "accounts:contact",
    "accounts:intended-use",
    "accounts:privacy",
    # Somebody invited by mail has no account yet. Entering as a demo person exists in demo mode only.
    "accounts:invitation",
    "accounts:enter-as",
    # What a phone asks for by itself: the icon, the shell that opens without network, who is signed in.
    "accounts:manifest",
    "accounts:service-worker",
    "accounts:offline",
    "accounts:offline-unsaved",
    "accounts:device-state",
    # The secret or the signature in the address is what allows these.
    "timeline:calendar-feed",
    "timeline:reminders-stop",
    # A shared link: its secret, then two signed cookies and a passcode.
    "records:link-arrive",
    "records:link-page",
    "records:link-photo",
    "records:link-pdf",
    "records:link-leave",
    # Cards to print before anything is measured; nothing on the page is about anybody.
    "lesions:card-print",
    # The articles.
    "education:learn",
    "education:article",
}

# The one place where what people typed becomes markup: nh3 has just rebuilt it from an allow-list.
CLEANED_FIRST = "education/text.py: SafeString()"

# Mail providers post here for the person, with neither our cookies nor our token (RFC 8058).
POSTED_BY_MAIL_PROVIDERS = "timeline/views/open_doors.py: csrf_exempt"

# Writes past a row's history, each with the reason why nothing is lost: file and function -> reason.
WRITES_WITHOUT_HISTORY: dict[tuple[str, str], str] = {
    ("accounts/invitations.py", "invite"): "an invitation is no clinical row",
    (
        "accounts/invitations.py",
        "_answer",
    ): "an invitation is no clinical row; two answers cannot both win",
    ("accounts/sharing.py", "set_writing"): "a relationship is no clinical row",
    ("accounts/handover.py", "let_control_pass"): "relationships are no clinical rows",
    ("accounts/sharing.py", "end_quietly"): "a relationship is no clinical row and keeps its end itself",
    ("accounts/sharing.py", "withdraw_consent"): "relationships are no clinical rows",
    ("accounts/sharing.py", "give_consent"): "relationships are no clinical rows",
    ("calcitrack/management/commands/seed.py", ""): "makes rows of a database that nobody lives in",
}

# Files that may be longer than 400 lines: contents and tables that a split would tear apart.
LONG_FILES: dict[str, str] = {
    "labs/analytes.py": "the catalogue of analytes with their units and factors",
    "tests/access/matrix.py": "the table of who may do what, a line a page",
}
MAX_LINES = 400

# Imports inside a function that dodge no layer.
LATE_IMPORTS = {"apps.py"}  # AppConfig.ready() is Django's own place for it


def python_files(*folders: str, migrations: bool = False) -> list[Path]:
    """The sources below these folders, as paths from the top."""
    files = (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))
    return [file.relative_to(ROOT) for file in files if migrations or "migrations" not in file.parts]


def template_files() -> list[Path]:
    return [file.relative_to(ROOT) for file in sorted((ROOT / "templates").rglob("*")) if file.is_file()]


def problems(files: list[Path], check: Callable[[str], list[str]]) -> list[str]:
    return [f"{file}: {problem}" for file in files for problem in check((ROOT / file).read_text())]


def package_of(file: Path) -> str:
    return ".".join(file.parent.parts)


def our_patterns(patterns: list[url_names.Resolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every page of the URLconf with its full name."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}", pattern
        else:
            yield from our_patterns(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )


def is_ours(pattern: URLPattern) -> bool:
    return pattern.callback.__module__.split(".")[0] in layers.BELOW


# ---- layers ---------------------------------------------------------------------------------------


def test_imports_point_downward() -> None:
    wrong = [
        f"{file}: {problem}"
        for file in python_files(*APPS, migrations=True)
        for problem in layers.wrong_layers((ROOT / file).read_text(), package_of(file))
    ]
    assert wrong == []


def test_imports_inside_an_app_point_downward() -> None:
    wrong = [
        f"{file}: {problem}"
        for file in python_files(*APPS)
        for problem in layers.wrong_order_in_app((ROOT / file).read_text(), package_of(file), file.stem)
    ]
    assert wrong == []


def test_no_import_hides_in_a_function() -> None:
    wrong = [
        f"{file}: {problem}"
        for file in python_files(*APPS)
        if file.name not in LATE_IMPORTS
        for problem in layers.hidden_imports((ROOT / file).read_text(), package_of(file))
    ]
    assert wrong == []


def test_relations_point_downward() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} points to {field.related_model._meta.label}"
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and not isinstance(field.related_model, str | None)
        and field.related_model._meta.app_label in layers.BELOW
        and field.related_model._meta.app_label not in layers.BELOW[app] | {app}
    ]
    assert wrong == []


def test_migrations_depend_downward() -> None:
    migrations = MigrationLoader(None).disk_migrations
    wrong = [
        f"{app}.{name} depends on {other}"
        for (app, name), migration in migrations.items()
        if app in layers.BELOW
        for other, _ in [*migration.dependencies, *migration.run_before]
        if other in layers.BELOW and other not in layers.BELOW[app] | {app}
    ]
    assert wrong == []


def test_migrations_have_names() -> None:
    migrations = MigrationLoader(None).disk_migrations
    ours = [f"{app}.{name}" for app, name in migrations if app in layers.BELOW]
    assert [name for name in ours if "_auto_" in name or not re.search(r"\.\d{4}_[a-z]", name)] == []


# ---- pages ----------------------------------------------------------------------------------------


def test_every_page_that_is_named_exists() -> None:
    known = url_names.known_names(get_resolver().url_patterns)
    wrong = problems(template_files(), lambda text: url_names.wrong_uses(url_names.in_template(text), known))
    wrong += problems(
        python_files(*APPS), lambda text: url_names.wrong_uses(url_names.in_python(text), known)
    )
    assert wrong == []


def test_every_view_is_a_function() -> None:
    views = [
        (name, pattern.callback)
        for name, pattern in our_patterns(get_resolver().url_patterns)
        if is_ours(pattern)
    ]
    assert [name for name, view in views if not inspect.isfunction(view) or hasattr(view, "view_class")] == []


def test_only_listed_pages_are_open() -> None:
    names = {
        name for name, pattern in our_patterns(get_resolver().url_patterns) if not _asks_for_sign_in(pattern)
    }
    assert names - OPEN_VIEWS == set()


def test_no_listed_page_has_gone() -> None:
    """A name left on the list would open a later page of the same name."""
    names = {
        name for name, pattern in our_patterns(get_resolver().url_patterns) if not _asks_for_sign_in(pattern)
    }
    assert OPEN_VIEWS - names == set()


def _asks_for_sign_in(pattern: URLPattern) -> bool:
    return bool(getattr(pattern.callback, "login_required", True))


# ---- what is never written ------------------------------------------------------------------------


def test_code_never_switches_a_guard_off() -> None:
    wrong = problems(python_files(*APPS), python_rules.unsafe)
    known = (CLEANED_FIRST, POSTED_BY_MAIL_PROVIDERS)
    assert [problem for problem in wrong if not problem.startswith(known)] == []


def test_texts_are_translated_before_they_are_filled_in() -> None:
    assert problems(python_files(*APPS), python_rules.translated_too_late) == []


def test_templates_hold_nothing_that_the_content_policy_blocks() -> None:
    pages = [file for file in template_files() if file.suffix != ".txt"]
    assert problems(pages, markup.wrong_template) == []


def test_markup_in_code_holds_nothing_that_the_content_policy_blocks() -> None:
    assert problems(python_files(*APPS), python_rules.unsafe_markup) == []


def test_clinical_rows_are_written_with_their_history() -> None:
    harmless = {
        model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not keeps_history(model)
    }
    wrong = [
        f"{file}: {inside or 'module'} (line {line})"
        for file in python_files(*APPS)
        for inside, line in python_rules.writes_without_history((ROOT / file).read_text(), harmless)
        if not _is_listed(str(file), inside)
    ]
    assert wrong == []


def keeps_history(model: type[Model]) -> bool:
    return hasattr(model, "history") or hasattr(model, "history_object")


def _is_listed(file: str, inside: str) -> bool:
    return (file, inside) in WRITES_WITHOUT_HISTORY or (file, "") in WRITES_WITHOUT_HISTORY


def test_no_test_is_left_out() -> None:
    assert problems(python_files("tests"), python_rules.left_out_tests) == []


# ---- shape ----------------------------------------------------------------------------------------


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {file.parent for file in (ROOT / "tests").rglob("*.py")}
    assert [
        str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "__init__.py").exists()
    ] == []


def test_no_file_holds_two_sides_of_a_merge() -> None:
    files = [*template_files(), *python_files(*APPS, "tests", "bench", "scripts")]
    files += [
        file.relative_to(ROOT) for file in (ROOT / "static").rglob("*") if file.suffix in (".css", ".js")
    ]
    files += [file.relative_to(ROOT) for file in (ROOT / "docs").rglob("*.md")]
    marks = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
    assert [str(file) for file in files if marks.search((ROOT / file).read_text())] == []


def test_files_stay_short() -> None:
    files = python_files(*APPS, "tests", "bench", "scripts")
    files += [
        file.relative_to(ROOT)
        for kind in ("css", "js")
        for file in sorted((ROOT / "static").rglob(f"*.{kind}"))
    ]
    lengths = {str(file): len((ROOT / file).read_text().splitlines()) for file in files}
    assert [
        f"{file}: {lines}" for file, lines in lengths.items() if lines > MAX_LINES and file not in LONG_FILES
    ] == []


@pytest.mark.parametrize("name", ["core", "common", "utils", "helpers", "misc"])
def test_no_file_is_named_after_nothing(name: str) -> None:
    assert [str(file) for file in python_files(*APPS) if name in (*file.parent.parts, file.stem)] == []


def test_every_app_is_in_the_order_of_layers() -> None:
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours == set(APPS)
