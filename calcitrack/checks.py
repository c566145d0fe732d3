"""System checks for mistakes of deployment that Django's own checks cannot know."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

# No country lets younger children decide about their records alone, or keeps it from them for longer (ours).
YOUNGEST_HANDOVER, OLDEST_HANDOVER = 12, 21


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


@register()
def handover_age_makes_sense(**kwargs: Any) -> list[CheckMessage]:
    """A child needs an account of her own to take her record over, and is no child for ever."""
    age, least = settings.HANDOVER_AGE_YEARS, settings.MINIMUM_AGE_YEARS
    if least <= age <= OLDEST_HANDOVER and age >= YOUNGEST_HANDOVER:
        return []
    return [
        Error(
            f"A record cannot pass to a child at {age}.",
            hint=f"Set CALCITRACK_HANDOVER_AGE to {max(least, YOUNGEST_HANDOVER)} or more, not below "
            f"CALCITRACK_MINIMUM_AGE, and to at most {OLDEST_HANDOVER}.",
            id="calcitrack.E003",
        )
    ]
