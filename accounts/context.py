"""What every template knows: the operator's settings, and whose record the page is about."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.demo_people import DEMO_PEOPLE


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "clinic": settings.CLINIC,
        "operator": settings.OPERATOR,
        "demo": settings.DEMO,
        "demo_people": DEMO_PEOPLE if settings.DEMO else [],
        "sign_up_open": settings.SIGN_UP_OPEN,
        "neutral_name": settings.MAIL_SENDER_NAME,
        "record": getattr(request, "record", None),
    }
