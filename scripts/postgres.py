"""A throw-away PostgreSQL for one test run: in a temporary folder, reached by a socket, gone afterwards."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

StrPath = str | Path
START_SECONDS = 30
INITDB = ("-U", "calcitrack", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
# Nothing here outlives the run, so nothing needs to survive a power cut.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=60",
)


class NotAvailable(Exception):
    """PostgreSQL cannot be started here; the message says what is missing."""


def find_binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``; Debian keeps it off the PATH."""
    folders = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda name: float(name.split("/")[-2]), reverse=True
    )
    on_path = shutil.which("initdb")
    for folder in [*folders, *([str(Path(on_path).resolve().parent)] if on_path else [])]:
        if Path(folder, "initdb").exists() and Path(folder, "postgres").exists():
            return Path(folder)
    raise NotAvailable("PostgreSQL is not installed (on Debian: apt-get install postgresql)")


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root starts it as the user of Debian's package."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        raise NotAvailable(
            "running as root, and there is no user named postgres to start the server as"
        ) from None
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """Start a server and give its DATABASE_URL.

    Raises:
        NotAvailable: the binaries or an unprivileged user are missing, or the server did not come up in time.
    """
    binaries, who = find_binaries(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="ct-pg-"))
    server: subprocess.Popen[Any] | None = None
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        data = folder / "data"
        make: list[StrPath] = [binaries / "initdb", "-D", data, *INITDB]
        made = subprocess.run(make, capture_output=True, text=True, cwd=folder, **who)
        if made.returncode:
            raise NotAvailable(f"initdb failed: {made.stderr.strip()}")
        options = [part for option in FAST for part in ("-c", option)]
        with (folder / "log").open("wb") as log:
            command: list[StrPath] = [binaries / "postgres", "-D", data, "-k", folder, *options]
            server = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=folder, start_new_session=True, **who
            )
        _wait_until_ready(binaries, folder, server)
        yield f"postgres://calcitrack@{quote(str(folder), safe='')}/postgres"
    finally:
        if server:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(binaries: Path, folder: Path, server: subprocess.Popen[Any]) -> None:
    ask: list[StrPath] = [binaries / "pg_isready", "-q", "-h", folder, "-U", "calcitrack"]
    for _ in range(START_SECONDS * 10):
        if server.poll() is not None:
            break
        if subprocess.run(ask).returncode == 0:
            return
        time.sleep(0.1)
    raise NotAvailable(f"the server did not start: {(folder / 'log').read_text()[-800:]}")


def _stop(server: subprocess.Popen[Any]) -> None:
    """Ask for a fast shutdown (SIGINT); end it by force when it does not listen."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
