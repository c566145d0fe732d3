"""System checks for mistakes of deployment that Django's own checks cannot know."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def remote_database_is_encrypted(**kwargs: Any) -> list[CheckMessage]:
    """A PostgreSQL on another machine must be reached by TLS."""
    database = settings.DATABASES["default"]
    host = database.get("HOST") or ""
    local = host in ("", "localhost", "127.0.0.1", "::1") or host.startswith("/")
    if "postgresql" not in database["ENGINE"] or local:
        return []
    if database.get("OPTIONS", {}).get("sslmode") in ("require", "verify-ca", "verify-full"):
        return []
    return [
        Error(
            "The database is on another host without TLS.",
            hint="Add ?sslmode=verify-full to DATABASE_URL.",
            id="calcitrack.E001",
        )
    ]


@register(Tags.security, deploy=True)
def private_files_are_outside_the_web_root(**kwargs: Any) -> list[CheckMessage]:
    """Photos below the static root would be handed out without asking whose they are."""
    if settings.PRIVATE_ROOT.resolve().is_relative_to(settings.STATIC_ROOT.resolve()):
        return [
            Error(
                "Private files lie below the static files.", hint="Move PRIVATE_ROOT.", id="calcitrack.E002"
            )
        ]
    return []


@register(Tags.security, deploy=True)
def people_can_reach_somebody(**kwargs: Any) -> list[CheckMessage]:
    """Beside every red flag stands whom to phone; without numbers the sentence is empty."""
    if settings.CLINIC["phone"]:
        return []
    return [
        Warning(
            "No clinic phone number is set.",
            hint="Set CALCITRACK_CLINIC_PHONE, CALCITRACK_CLINIC_HOURS and "
            "CALCITRACK_EMERGENCY_PHONE for your country.",
            id="calcitrack.W001",
        )
    ]
