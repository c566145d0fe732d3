"""What our Python never does, found in the syntax tree of a source."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from tests.house.markup import wrong_markup

UNSAFE_NAMES = {
    "mark_safe": "marks text as safe; use format_html or a template",
    "csrf_exempt": "opens a door for forged requests",
    "RawSQL": "writes SQL by hand",
}
UNSAFE_METHODS = {
    "raw": "writes SQL by hand",
    "extra": "writes SQL by hand",
    "_raw_delete": "skips the history",
}
UNWRITTEN_HISTORY = {"bulk_create", "bulk_update", "abulk_create", "abulk_update"}
UPDATES = {"update", "aupdate"}
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
SKIPPED_TESTS = {"skip", "skipif", "xfail", "importorskip", "skipTest"}


def unsafe(source: str) -> list[str]:
    """Names that switch escaping, the check against forgery or parametrised SQL off."""
    return [
        f"{problem} (line {_line(node)})"
        for node in ast.walk(ast.parse(source))
        for problem in [*_unsafe_names(node), *(_unsafe_call(node) if isinstance(node, ast.Call) else [])]
    ]


def _unsafe_names(node: ast.AST) -> Iterator[str]:
    yield from (f"{name} {UNSAFE_NAMES[name]}" for name in _names(node) if name in UNSAFE_NAMES)


def _unsafe_call(node: ast.Call) -> Iterator[str]:
    called = _called(node)
    # As the type of what format_html gives back the name is fine; calling it is mark_safe by another name.
    if called in ("SafeString", "SafeText"):
        yield f"{called}() marks text as safe; use format_html or a template"
    if isinstance(node.func, ast.Attribute) and called in UNSAFE_METHODS:
        yield f".{called}() {UNSAFE_METHODS[called]}"
    if called == "format_html" and not _is_plain_text(node.args[:1]):
        yield "format_html of text that is put together first"


def translated_too_late(source: str) -> list[str]:
    """Texts filled in before they are looked up: no catalogue can hold them."""
    return [
        f"{_called(node)}() of an f-string (line {node.lineno})"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and _called(node) in GETTEXT
        and node.args
        and isinstance(node.args[0], ast.JoinedStr)
    ]


def writes_without_history(source: str, harmless: Collection[str] = ()) -> list[tuple[str, int]]:
    """Calls that write rows past their history, each as (enclosing function or class, line).

    ``.update()`` counts when it looks like a QuerySet's: keywords only. A dict's takes a mapping.

    Args:
        harmless: models that keep no history; ``Model.objects...update()`` on one of them loses nothing.
    """
    return [(inside, line) for inside, line, root in _writes(ast.parse(source), "") if root not in harmless]


def _writes(node: ast.AST, inside: str) -> Iterator[tuple[str, int, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _writes(child, f"{inside}.{child.name}".lstrip("."))
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            name = child.func.attr
            if name in UNWRITTEN_HISTORY or (name in UPDATES and not child.args and child.keywords):
                yield inside, child.lineno, _root(child.func)
        yield from _writes(child, inside)


def _root(node: ast.expr) -> str:
    """The name that a chain of calls begins with."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def unsafe_markup(source: str) -> list[str]:
    """Markup in strings of the source that the content policy would block."""
    wrong = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"<[a-zA-Z]", node.value)
        ):
            wrong += [f"{problem} in the text of line {node.lineno}" for problem in wrong_markup(node.value)]
    return wrong


def left_out_tests(source: str) -> list[str]:
    """Tests that are told not to run, or not to count."""
    return [
        f"{node.attr} (line {node.lineno})"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in SKIPPED_TESTS
    ]


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.alias):
        yield node.name.split(".")[-1]


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_plain_text(arguments: list[ast.expr]) -> bool:
    """A literal, or a literal that is translated: nothing that a person typed can be in it."""
    if not arguments:
        return False
    first = arguments[0]
    if isinstance(first, ast.Call) and _called(first) in GETTEXT:
        return _is_plain_text(first.args[:1])
    return isinstance(first, ast.Constant) and isinstance(first.value, str)
