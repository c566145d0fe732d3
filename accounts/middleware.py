"""Ends what a request began: the audit of the record that was entered, and the time zone of its patient."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import audit
from accounts.models import AccessEvent, User


class RecordMiddleware:
    """Writes one access event for every request that entered a record and was answered.

    A view sets ``request.audit_covered = True`` when the page that led to it has the event already
    (thumbnails).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            timezone.activate(user.time_zone)
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if response.status_code < 400:
            self._write_down(request)
        return response

    def _write_down(self, request: HttpRequest) -> None:
        record = getattr(request, "record", None)
        match = request.resolver_match
        if record is None or match is None or getattr(request, "audit_covered", False):
            return
        ids = [
            value
            for name, value in match.kwargs.items()
            if name != "patient_id" and isinstance(value, uuid.UUID)
        ]
        action = AccessEvent.Action.VIEW if request.method in ("GET", "HEAD") else AccessEvent.Action.CHANGE
        audit.note_access(
            actor=request.user,  # type: ignore[arg-type]  # a record is only entered by a signed-in person
            patient=record.patient,
            action=getattr(request, "audit_action", action),
            what=match.view_name,
            object_id=ids[0] if ids else None,
        )
