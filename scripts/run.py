"""Serve the site for trying it out: migrate, load the demo once, say where everything is, start."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("CALCITRACK_VAR", ROOT / "var"))
HOST = "127.0.0.1"


def read_port() -> int:
    """The port from PORT (8000 when unset); ends with a plain sentence when it cannot be used."""
    value = os.environ.get("PORT") or "8000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {value!r}.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server itself does: a port that was closed a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(value)))
        except PermissionError:
            sys.exit(f"Port {value} needs more rights than you have. Take one above 1023: make run PORT=8001")
        except OSError:
            sys.exit(
                f"Port {value} is in use. Stop the other server, or take another port: make run PORT=8001"
            )
    return int(value)


def development_secret() -> str:
    """The secret of this machine, made once and kept, so that a restart signs nobody out."""
    VAR.mkdir(parents=True, exist_ok=True)
    file = VAR / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(60))
    return file.read_text().strip()


def prepare() -> None:
    """Bring the database up to date and load the demo once."""
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if "demo" in get_commands():
        call_command("demo")


def welcome(port: int) -> str:
    from django.contrib.auth import get_user_model

    people = [
        f"  {user.name:<18} {user.email}"
        for user in get_user_model().objects.filter(email__endswith="@demo.invalid")
    ]
    lines = [
        "",
        f"CalciTrack is at  http://localhost:{port}",
        "",
        *(
            ["The demo people (the sign-in page lets you enter as each of them):", *sorted(people), ""]
            if people
            else []
        ),
        f"Mail lands in     {VAR / 'mail'}",
        f"Data lies in      {VAR}",
        "Stop with Ctrl-C. This server is for trying out; docs/deploy.md says how to run it for people.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    os.chdir(ROOT)
    port = read_port()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calcitrack.settings")
    os.environ.update(DEBUG="True", CALCITRACK_DEMO="True")
    os.environ.setdefault("SECRET_KEY", development_secret())
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    prepare()
    print(welcome(port), flush=True)
    os.execv(sys.executable, [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"])  # noqa: S606 (no shell is wanted)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
