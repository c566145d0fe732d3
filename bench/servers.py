"""The real server, gunicorn with one worker, once for the floor and once for each seeded database."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = ["-m", "gunicorn", "--workers", "1", "--worker-class", "sync", "--log-level", "warning"]
START_SECONDS = 30


@dataclass
class Server:
    name: str
    port: int
    process: subprocess.Popen[bytes]
    made: dict[str, Any]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _python(arguments: list[str], env: dict[str, str]) -> str:
    """Run a script to its end and give the last line that it printed."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _serve(name: str, application: str, env: dict[str, str], made: dict[str, Any]) -> Server:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, *GUNICORN, "--bind", f"127.0.0.1:{port}", application]
    server = Server(name, port, subprocess.Popen(command, cwd=ROOT, env=env), made)
    for _ in range(START_SECONDS * 10):
        if server.process.poll() is not None:
            break
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")
            return server
        except OSError:
            time.sleep(0.1)
    server.stop()
    raise SystemExit(f"The server {name} did not start.")


def start_floor(folder: Path) -> Server:
    env = {**os.environ, "BENCH_FLOOR_DATABASE": str(folder / "floor.sqlite3")}
    env["DJANGO_SETTINGS_MODULE"] = "bench.floor_settings"
    fill = "import django; django.setup(); from bench import floor; print(floor.fill())"
    session = _python(["-c", fill], env)
    return _serve("floor", "django.core.wsgi:get_wsgi_application()", env, {"person": session})


def start_site(folder: Path, name: str, *arguments: str) -> Server:
    """Seed a database in its own folder and serve it as an operator would, but for HTTPS.

    Args:
        arguments: of bench.seeded.
    """
    var = folder / name.replace(" ", "-")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CALCITRACK_")}
    for other in ("DEBUG", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        kept.pop(other, None)
    env = {
        **kept,
        "CALCITRACK_VAR": str(var),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "CALCITRACK_HTTPS": "False",
        "CALCITRACK_CLINIC_PHONE": "01 555 0142",
        "CALCITRACK_CLINIC_HOURS": "weekdays 8 to 16",
    }
    made: dict[str, Any] = json.loads(_python(["-m", "bench.seeded", *arguments], env))
    shared = folder / "static"
    if not shared.exists():
        _python(["manage.py", "collectstatic", "--noinput", "--verbosity", "0"], env)
        shutil.copytree(var / "static", shared)
    elif not (var / "static").exists():
        shutil.copytree(shared, var / "static")
    return _serve(name, "calcitrack.wsgi:application", env, made)
