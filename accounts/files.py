"""Private files: where they lie, how they are named, and the one way by which they are handed out."""

from __future__ import annotations

import datetime
import os
import re
import secrets
import uuid
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.clinical import ClinicalRow
from accounts.models import AccessEvent

if TYPE_CHECKING:
    from accounts.models import Patient

# Files come before their row is committed; by then the longest request has ended many times over.
ROW_WITHIN = datetime.timedelta(days=1)
HEX_NAME = re.compile(r"[0-9a-f]{32}")  # as ``new_folder`` makes both parts; nothing else is touched


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

    Raises:
        OSError: the disk is full or out of order; what had been written is gone again.
    """
    storage = private_storage()
    try:
        for rendition, data in renditions.items():
            _sync(storage, storage.save(str(PurePosixPath(folder) / rendition), ContentFile(data)))
    except OSError:
        for rendition in renditions:  # the disk is full: what was written of it makes room again
            storage.delete(f"{folder}/{rendition}")
        storage.delete(folder)
        raise


def _sync(storage: Storage, name: str) -> None:
    """On the disk before the row says that it is there: a power cut must not leave the row alone."""
    try:
        path = storage.path(name)
    except NotImplementedError:
        return  # no files of this machine
    for place in (path, os.path.dirname(path)):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def delete_renditions_on_commit(folder: str, renditions: list[str]) -> None:
    """Remove the files once the deletion of their row is certain."""

    def delete() -> None:
        for rendition in renditions:
            private_storage().delete(f"{folder}/{rendition}")

    transaction.on_commit(delete)


def sweep_files(older_than: datetime.timedelta = ROW_WITHIN) -> int:
    """Remove folders of private files that belong to no row, deleted rows included, and are older than this.

    Returns:
        how many folders went. A second run finds none.
    """
    storage, before = private_storage(), timezone.now() - older_than
    gone = 0
    for folder in _folders(storage):
        names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
        newest = max(storage.get_modified_time(name) for name in (folder, *names))
        if newest < before and not _has_row(folder):
            for name in (*names, folder):
                storage.delete(name)
            gone += 1
    return gone


def _folders(storage: Storage) -> Iterator[str]:
    """Every folder as ``new_folder`` names it; none before the first file was ever kept."""
    try:
        patients = storage.listdir("")[0]
    except FileNotFoundError:
        return
    for patient in filter(HEX_NAME.fullmatch, patients):
        for folder in filter(HEX_NAME.fullmatch, storage.listdir(patient)[0]):
            yield f"{patient}/{folder}"


def _has_row(folder: str) -> bool:
    kinds = [model for model in apps.get_models() if issubclass(model, PrivateFile)]
    return any(kind._default_manager.filter(folder=folder).exists() for kind in kinds)


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
