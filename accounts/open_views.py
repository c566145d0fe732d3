"""Pages anybody may read, and the door of the demo."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.demo_people import DEMO_DOMAIN
from accounts.models import User


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "version": settings.CONSENT_VERSION,
        "grace_days": settings.GRACE_DAYS,
        "minimum_age": settings.MINIMUM_AGE_YEARS,
        "session_days": settings.SESSION_COOKIE_AGE // 86400,
    }
    return render(request, "accounts/privacy.html", context)


@login_not_required
@require_safe
def intended_use(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/intended_use.html")


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/contact.html")


@login_not_required
@require_POST
def enter_as(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo person without a password; there is no such page outside demo mode."""
    email = request.POST.get("email", "").lower()
    if not settings.DEMO or not email.endswith(DEMO_DOMAIN):
        raise Http404
    user = get_object_or_404(User, email=email, is_active=True)
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    # Pages about sign-in methods ask for a fresh sign-in; a demo person has no password to give.
    record_authentication(request, user, method="password", reauthenticated=True)
    return redirect("/")
