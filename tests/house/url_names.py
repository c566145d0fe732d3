"""The names of pages as templates and code spell them, to be compared with the names that exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver

Known = dict[str, set[frozenset[str]]]
"""Name of a page -> the sets of parameters that lead to it (a page may have two addresses)."""
Resolver = URLResolver | URLPattern

_URL_TAG = re.compile(r"{%\s*url\s+(['\"])(?P<name>[^'\"]+)\1(?P<rest>.*?)%}", re.S)
_COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}", re.S)
_ARGUMENT = re.compile(r"(?:[^\s\"']|\"[^\"]*\"|'[^']*')+")
CALLS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}


@dataclass(frozen=True)
class Use:
    """A name as used; ``given`` are the keywords, ``count`` is how many parameters (None: not seen here)."""

    name: str
    count: int | None = None
    given: frozenset[str] = frozenset()


def known_names(patterns: list[Resolver], space: str = "", above: frozenset[str] = frozenset()) -> Known:
    """All names of a URLconf with their namespaces."""
    known: Known = {}
    for pattern in patterns:
        parameters = above | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            for name, sets in known_names(pattern.url_patterns, inner, parameters).items():
                known.setdefault(name, set()).update(sets)
        elif pattern.name:
            known.setdefault(f"{space}{pattern.name}", set()).add(parameters)
    return known


def in_template(text: str) -> list[Use]:
    """The names in ``{% url %}`` tags. A name in a variable cannot be seen here."""
    return [_from_tag(match["name"], match["rest"]) for match in _URL_TAG.finditer(_COMMENT.sub("", text))]


def _from_tag(name: str, rest: str) -> Use:
    words = _ARGUMENT.findall(rest)
    if "as" in words:
        words = words[: words.index("as")]
    keywords = frozenset(word.split("=")[0] for word in words if re.match(r"\w+=", word))
    return Use(name, len(words), keywords)


def in_python(source: str) -> list[Use]:
    """The names that code hands to reverse(), redirect() and their like; addresses with a slash are none."""
    return list(_uses(ast.parse(source)))


def _uses(tree: ast.AST) -> Iterator[Use]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        name = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
        if called in CALLS and name and "/" not in name:
            yield _from_call(name, node, own_keywords=called in ("redirect", "resolve_url"))


def _from_call(name: str, node: ast.Call, *, own_keywords: bool) -> Use:
    """``redirect(name, a, b=c)`` takes the parameters themselves, ``reverse(name, args=[a])`` a container."""
    if own_keywords:
        if any(isinstance(argument, ast.Starred) for argument in node.args) or any(
            k.arg is None for k in node.keywords
        ):
            return Use(name)
        keywords = frozenset(
            k.arg for k in node.keywords if k.arg not in (None, "permanent", "preserve_request")
        )
        return Use(name, len(node.args) - 1 + len(keywords), frozenset(k for k in keywords if k))
    for keyword in node.keywords:
        if keyword.arg == "args" and isinstance(keyword.value, ast.List | ast.Tuple):
            return Use(name, len(keyword.value.elts))
        if keyword.arg == "kwargs" and isinstance(keyword.value, ast.Dict):
            keys = [key.value for key in keyword.value.keys if isinstance(key, ast.Constant)]
            return Use(name, len(keyword.value.keys), frozenset(str(key) for key in keys))
        if keyword.arg in ("args", "kwargs"):
            return Use(name)
    return Use(name, 0)


def wrong_uses(uses: list[Use], known: Known) -> list[str]:
    """Names that do not exist, and names with parameters that lead nowhere."""
    wrong = []
    for use in uses:
        if use.name not in known:
            wrong.append(f"no page is named {use.name}")
        elif use.count is not None and not any(
            len(parameters) == use.count and use.given <= parameters for parameters in known[use.name]
        ):
            wrong.append(
                f"{use.name} is not reached with {use.count} parameters {sorted(use.given)}".rstrip(" []")
            )
    return wrong
