"""Who may know whom: imports by the syntax tree, also those inside functions and under TYPE_CHECKING."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

BELOW: dict[str, set[str]] = {
    "accounts": set(),
    "lesions": {"accounts"},
    "labs": {"accounts"},
    "education": {"accounts"},
    "care": {"accounts", "lesions"},
    "timeline": {"accounts", "lesions", "labs", "education", "care"},
    "records": {"accounts", "lesions", "labs", "education", "care", "timeline"},
    "calcitrack": {"accounts", "lesions", "labs", "education", "care", "timeline", "records"},
}
# Folders that belong to the repository and that no part of the product may lean on.
OUTSIDE = {"tests", "bench", "scripts"}
# Inside an app: urls -> views -> forms, services -> models -> pure modules.
RANK = {"urls": 3, "views": 2, "admin": 2, "forms": 1, "services": 1, "models": 0}


@dataclass(frozen=True)
class Import:
    """A module that is named; ``inside_function`` only for an import statement, not for a name in a call."""

    module: str
    line: int
    inside_function: bool


def imports(source: str, package: str) -> list[Import]:
    """Every module of ours or others that a source names.

    Args:
        package: the package the source lies in, such as ``lesions.models``, to resolve relative imports.
    """
    tree = ast.parse(source)
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    return [
        Import(module, getattr(node, "lineno", 0), id(node) in inner and not isinstance(node, ast.Call))
        for node in ast.walk(tree)
        for module in _modules(node, package)
    ]


def _modules(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        prefix = ".".join([*base, *([node.module] if node.module else [])])
        yield from (f"{prefix}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and _called(node) in {
        "import_module",
        "import_string",
        "get_model",
        "__import__",
    }:
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def wrong_layers(source: str, package: str) -> list[str]:
    """Imports that point up or sideways, or out of the product."""
    app = package.split(".")[0]
    wrong = []
    for found in imports(source, package):
        other = found.module.split(".")[0]
        if (other in BELOW and other != app and other not in BELOW[app]) or other in OUTSIDE:
            wrong.append(f"{app} may not import {found.module} (line {found.line})")
    return wrong


def wrong_order_in_app(source: str, package: str, module: str) -> list[str]:
    """Imports inside an app that point up, such as a model that imports a form."""
    app, own = package.split(".")[0], [*package.split("."), module][1]
    if own not in RANK:
        return []
    wrong = []
    for found in imports(source, package):
        parts = found.module.split(".")
        other = parts[1] if len(parts) > 1 and parts[0] == app else ""
        if other in RANK and RANK[other] > RANK[own]:
            wrong.append(f"{own} may not import {found.module} (line {found.line})")
    return wrong


def hidden_imports(source: str, package: str) -> list[str]:
    """Imports of our own modules inside a function: the way round the rule of layers."""
    return [
        f"{found.module} is imported inside a function (line {found.line})"
        for found in imports(source, package)
        if found.inside_function and found.module.split(".")[0] in BELOW
    ]
