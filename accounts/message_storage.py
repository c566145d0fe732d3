"""Messages that say for whom something was done, where a person writes in somebody else's record."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.utils.translation import gettext as _


class RecordStorage(FallbackStorage):
    """Puts the patient's name in front of what is said about her record to a caregiver.

    It stands here, and not in each view, so that no page can forget it.
    """

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        record = getattr(self.request, "record", None)
        text = str(message)
        if record is not None and record.is_for_another and record.patient.name not in text:
            message = _("For %(name)s: %(message)s") % {"name": record.patient.name, "message": text}
        super().add(level, message, extra_tags)
