"""Queries that every page of a record asks: their SQL is built once in a process and run with other values.

Django needs ten times as long to build the SQL of a query with joins and a subquery as SQLite to answer it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db import connections

if TYPE_CHECKING:
    from django.db.models import Field, QuerySet

RowT = TypeVar("RowT")


class Value(NamedTuple):
    """One of the values a query is asked with.

    ``field`` knows how it is written in SQL; ``example`` must stand nowhere else in the query.
    """

    field: Field[Any, Any]
    example: object


class _Built(NamedTuple):
    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[object, ...]
    names: tuple[str | None, ...]  # of the value that each parameter is, None for what never changes


class Prepared(Generic[RowT]):
    """A query that differs in its values only. It answers what ``build(**values)`` would answer."""

    def __init__(
        self, build: Callable[..., QuerySet[Any, RowT]], values: Mapping[str, Value] | None = None
    ) -> None:
        self._build, self._values = build, values or {}
        self._built: dict[str, _Built] = {}

    def rows(self, **values: object) -> list[RowT]:
        """The rows for these values, read now and never kept."""
        built = self._built.get("default") or self._prepare("default")
        connection = connections["default"]
        written = self._written(values, connection)
        params = tuple(
            written[name] if name else same for name, same in zip(built.names, built.params, strict=True)
        )
        compiler = copy.copy(built.compiler)  # another thread may run the same query
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_options: (built.sql, params)
        queryset = built.queryset.all()
        queryset.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return list(queryset)

    def _prepare(self, using: str) -> _Built:
        connection = connections[using]
        queryset = self._build(**{name: value.example for name, value in self._values.items()})
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        examples = self._written({name: value.example for name, value in self._values.items()}, connection)
        names = tuple(
            next((name for name, one in examples.items() if one == param), None) for param in params
        )
        if set(names) - {None} != set(examples):
            raise ValueError("A value does not stand in the query, or not as its field writes it.")
        built = _Built(queryset, compiler, sql, tuple(params), names)
        return self._built.setdefault(using, built)

    def _written(self, values: Mapping[str, object], connection: Any) -> dict[str, object]:
        return {
            name: value.field.get_db_prep_value(values[name], connection)
            for name, value in self._values.items()
        }
