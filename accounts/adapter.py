"""Where CalciTrack's rules meet allauth."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts import crypto
from accounts.invitations import waiting_invitation
from accounts.mail import one_line


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up by invitation where the operator wants it, and mails that say nothing about health."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP_OPEN or waiting_invitation(request) is not None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Somebody who came by an invitation goes on to it; all others go home."""
        if waiting_invitation(request):
            return reverse("accounts:invitation-waiting")
        return str(super().get_login_redirect_url(request))

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        context = {**context, "sender": settings.MAIL_SENDER_NAME}
        message: EmailMultiAlternatives = super().render_mail(template_prefix, email, context, headers)
        return message

    def format_email_subject(self, subject: str) -> str:
        return one_line(subject)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are encrypted in the database, their names are in plain words."""

    def encrypt(self, text: str) -> str:
        return crypto.encrypt_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt_text(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # allauth's own name
        return _("Passkey of %(day)s") % {"day": formats.date_format(timezone.localdate(), "j F Y")}
