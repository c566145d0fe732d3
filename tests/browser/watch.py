"""Listens to a page for everything that must not happen on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import ConsoleMessage, Page, Request, Response


class Watch:
    """Collects console errors (policy violations among them), script errors, failed and refused requests."""

    def __init__(self, page: Page) -> None:
        self.problems: list[str] = []
        self._expected: dict[int, int] = {}
        self._explained: set[int] = set()  # the console may speak of an expected answer a moment later
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answer)

    @contextmanager
    def expecting(self, status: int) -> Iterator[None]:
        """The test wants this answer, such as 404 or 422, and fails without it; any other is a problem."""
        self._expected[status] = 0
        self._explained.add(status)
        yield
        assert self._expected.pop(status), f"no answer had the status {status}"

    @contextmanager
    def offline(self) -> Iterator[None]:
        """The test cuts the connection: what fails for that reason is no problem."""
        before = list(self.problems)
        yield
        cut = ("net::ERR_INTERNET_DISCONNECTED",)
        self.problems[:] = before + [text for text in self.problems[len(before) :] if not text.endswith(cut)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(
            f"status of {code} " in message.text for code in self._explained
        ):
            self.problems.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A picture that is still loading when the person goes on is aborted; nothing is wrong with that.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.method} {request.url} {request.failure}")

    def _answer(self, response: Response) -> None:
        if response.status in self._expected:
            self._expected[response.status] += 1
        elif response.status >= 400:
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")
