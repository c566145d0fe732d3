"""Visits pages in shuffled blocks and keeps the time of each visit."""

from __future__ import annotations

import http.client
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

BLOCK, WARM_UP, BLOCKS = 10, 2, 7  # 7 blocks of 10, of which 8 count: 56 visits of every target
CSRF = "0" * 32


@dataclass
class Target:
    """One page of one server. ``fields`` makes it a POST of a form."""

    server: str
    page: str
    port: int
    path: str
    session: str
    fields: Callable[[int], dict[str, str]] | None = None
    before: Target | None = None  # visited each time before, without being timed
    block: int = BLOCK
    milliseconds: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)


class Failed(Exception):
    """A page did not answer as it should; a benchmark of error pages is worth nothing."""


def visit(target: Target, number: int) -> tuple[float, bytes]:
    """One request on a new connection (gunicorn's sync worker keeps none), timed until the last byte."""
    headers = {"Cookie": f"sessionid={target.session}; csrftoken={CSRF}", "Accept-Encoding": "gzip"}
    method, body, expected = "GET", None, 200
    if target.fields:
        method, expected = "POST", 302
        body = urlencode({**target.fields(number), "csrfmiddlewaretoken": CSRF})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    try:
        connection.request(method, target.path, body, headers)
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    took = (time.perf_counter() - started) * 1000
    if response.status != expected:
        raise Failed(f"{method} {target.path} of {target.server} answered {response.status}, not {expected}")
    return took, content


def measure(targets: list[Target], chance: random.Random, say: Callable[[str], None]) -> None:
    """Visit every target in blocks, in a new order each round; the first visits of a block do not count."""
    number = 0
    for round_number in range(1, BLOCKS + 1):
        say(f"round {round_number} of {BLOCKS}")
        for target in chance.sample(targets, len(targets)):
            for place in range(target.block):
                number += 1
                if target.before:
                    visit(target.before, number)
                took, content = visit(target, number)
                target.bytes = len(content)
                if place >= min(WARM_UP, target.block - 1):
                    target.milliseconds.append(took)


class _Fields(HTMLParser):
    """What a browser would send of a form that nobody touched."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type") or "text"
        if tag != "input" or not name or kind in ("file", "submit", "button"):
            return
        if kind not in ("radio", "checkbox") or "checked" in given:
            self.values[name] = given.get("value") or ""


def fields_of(html: str) -> dict[str, str]:
    parser = _Fields()
    parser.feed(html)
    return parser.values
