"""Parts of a record's pages that are drawn once and read back until something they depend on has changed.

A page is drawn from hundreds of rows and read far more often than the record changes. What is kept depends on
the patient's revision and day, the viewer with her standing and settings, the program and the published
articles; a change of any of them makes it anew. Whatever depends on anything else (messages, who looked,
drafts, marks of what is unread, an address with a query) stays outside. How to use it: docs/architecture.md.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import transaction
from django.db.models import CharField, QuerySet, UUIDField
from django.utils.crypto import salted_hmac

from accounts.access import Record, person
from accounts.prepared import Prepared, Value
from education.published import published_version
from timeline.models import KeptFragment

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import Patient, User


@dataclass(frozen=True)
class Kept:
    """One part of a page for one viewer, with everything that it may depend on."""

    patient: Patient
    viewer: User
    key: str
    version: str
    is_kept: bool = True

    def text(self, draw: Callable[[], str]) -> str:
        """What was kept, if it is still right; else what ``draw`` gives, which is kept from then on."""
        if not self.is_kept:
            return draw()
        found = _FRAGMENT.rows(patient=self.patient.pk, viewer=self.viewer.pk, key=self.key)
        for row in found:
            if (row.revision, row.made_on, row.version) == self._made_from():
                return row.body
        text = draw()
        self._keep(text)
        return text

    def _made_from(self) -> tuple[object, ...]:
        return (self.patient.revision, self.patient.today(), self.version)

    def _keep(self, text: str) -> None:
        """Store it in place of the one before. What was drawn of an earlier state of the record goes, too."""
        revision, today, version = self._made_from()
        fresh = {"revision": revision, "made_on": today, "version": version}
        row = KeptFragment(patient=self.patient, viewer=self.viewer, key=self.key, body=text, **fresh)
        with transaction.atomic():
            KeptFragment.objects.bulk_create(
                [row],
                update_conflicts=True,
                unique_fields=["patient", "viewer", "key"],
                update_fields=["revision", "made_on", "version", "body"],
            )
            KeptFragment.objects.filter(patient=self.patient).exclude(**fresh).delete()


def kept(request: HttpRequest, page: str, about: uuid.UUID | None = None, *, choice: str = "") -> Kept:
    """The place of one part of a page, for ``{% kept %}``. Call it after the door was passed.

    Args:
        page: what is drawn; the same name always means the same template.
        about: the row that the page is about, when it is not the patient herself.
        choice: all that the address's query says, as one of a few words; without it a query is drawn fresh.
    """
    record: Record = request.record  # type: ignore[attr-defined]  # set by patient_or_404
    user = person(request)
    standing = [record.kind, record.may_write, record.may_manage, record.started_at]
    preferred = [user.role, user.name, user.language, user.lab_units, user.reduced_effort]
    key = f"{page}:{about or ''}:{choice}:{_digest(*map(str, [*standing, *preferred]))}"
    is_kept = settings.KEPT_FRAGMENTS and bool(choice or not request.GET)
    version = _digest(program_version(), published_version()) if is_kept else ""
    return Kept(record.patient, user, key, version, is_kept)


def _fragment(patient: uuid.UUID, viewer: uuid.UUID, key: str) -> QuerySet[KeptFragment]:
    return KeptFragment.objects.filter(patient=patient, viewer=viewer, key=key)


_FRAGMENT = Prepared(
    _fragment,
    {
        "patient": Value(UUIDField(), uuid.UUID("5b1f6f0e-5a0c-4a3b-9a53-2f7e3c1d4e01")),
        "viewer": Value(UUIDField(), uuid.UUID("c3a9d7e4-70f1-4c1e-8f16-9b2a6d0c5f02")),
        "key": Value(CharField(), "an example"),
    },
)


def _digest(*texts: str) -> str:
    return hashlib.blake2b("\n".join(texts).encode(), digest_size=16).hexdigest()


@cache
def program_version() -> str:
    """What a page is drawn with: our code and templates, the static files, and the operator's settings."""
    digest = hashlib.blake2b(digest_size=16)
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    for folder in [*ours, settings.BASE_DIR / "templates"]:
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".py", ".html"):
                digest.update(file.read_bytes())
    told = (settings.CLINIC, settings.OPERATOR, settings.HANDOVER_AGE_YEARS, settings.DEMO)
    digest.update(repr((told, getattr(staticfiles_storage, "manifest_hash", ""))).encode())
    return digest.hexdigest()


@cache
def stand_in() -> str:
    """Stands in what is kept for the reader's own CSRF token, which is never stored. Nobody can type it."""
    return salted_hmac("timeline.kept", "the reader's token", algorithm="sha256").hexdigest()
