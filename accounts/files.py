"""Private files: where they lie, how they are named, and the one way by which they are handed out."""

from __future__ import annotations

import secrets
import uuid
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.http import FileResponse, Http404, HttpRequest
from django.utils.http import content_disposition_header

from accounts.clinical import ClinicalRow
from accounts.models import AccessEvent

if TYPE_CHECKING:
    from accounts.models import Patient


def private_storage() -> Storage:
    return storages["private"]


class PrivateFile(ClinicalRow):
    """A file of a record in one or more renditions, named ``<patient>/<random>/<rendition>``."""

    folder = models.CharField(max_length=96, unique=True, editable=False)

    class Meta:
        abstract = True

    def rendition_name(self, rendition: str) -> str:
        return f"{self.folder}/{rendition}"


def new_folder(patient: Patient) -> str:
    """A folder nobody can guess, below the patient's own, so that erasure can sweep the whole."""
    return f"{patient.pk.hex}/{secrets.token_hex(16)}"


def write_renditions(folder: str, renditions: dict[str, bytes]) -> None:
    """Put the bytes in place before the row is committed; if the row is not, the files go again.

    Call inside a transaction. A crash in between leaves files without a row, which ``sweep_files`` removes.
    """
    storage = private_storage()
    for rendition, data in renditions.items():
        storage.save(str(PurePosixPath(folder) / rendition), ContentFile(data))


def delete_renditions_on_commit(folder: str, renditions: list[str]) -> None:
    """Remove the files once the deletion of their row is certain."""

    def delete() -> None:
        for rendition in renditions:
            private_storage().delete(f"{folder}/{rendition}")

    transaction.on_commit(delete)


def serve_private(
    request: HttpRequest,
    file: PrivateFile,
    rendition: str,
    *,
    content_type: str,
    covered: bool = False,
    download_name: str = "",
) -> FileResponse:
    """Hand out one rendition of a file whose rights were checked by ``row_or_404``.

    Args:
        covered: the page that shows it has the access event already (a thumbnail).
        download_name: send as an attachment under this name; empty shows it in the page.

    Raises:
        Http404: the bytes are not there.
    """
    request.audit_covered = covered  # type: ignore[attr-defined]  # read by RecordMiddleware
    request.audit_action = AccessEvent.Action.DOWNLOAD  # type: ignore[attr-defined]
    try:
        stream = private_storage().open(file.rendition_name(rendition))
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stream, content_type=content_type)
    name = download_name or f"{uuid.uuid4()}"
    response["Content-Disposition"] = content_disposition_header(bool(download_name), name) or "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
