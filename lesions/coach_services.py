"""Running the photo coach on a kept photo: in a process of its own, once, with the result kept."""

from __future__ import annotations

import json
import logging
import subprocess  # our own script, fixed arguments
import sys
import threading
import uuid
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from accounts.files import private_storage
from lesions.coach import result
from lesions.coach.result import CRITERIA, Finding, Verdict
from lesions.models import Photo, PhotoCheck, PhotoLesion

RENDITION = "large"
AT_ONCE = 1  # per server process; a check takes about a second
WAIT_SECONDS = 20
CHECK_SECONDS = 20

_slot = threading.BoundedSemaphore(AT_ONCE)
log = logging.getLogger(__name__)


class CoachBusy(Exception):
    """No check could be started in time. Nothing is kept, so that it can be asked again."""


class PhotoGone(Exception):
    """The photo was removed while it was being checked."""


def check_photo(photo: Photo, wait_seconds: float | None = None) -> PhotoCheck:
    """The photo's check: the kept one, or a new one that is kept.

    Args:
        photo: with its files.
        wait_seconds: for a slot, when other checks are running; ``WAIT_SECONDS`` if None.

    Raises:
        CoachBusy: too many checks are running.
        PhotoGone: somebody removed the photo meanwhile.
    """
    kept = PhotoCheck.objects.filter(photo=photo).first()
    if kept is not None:
        return kept
    findings = [[finding.key, finding.verdict, finding.value] for finding in _findings(photo, wait_seconds)]
    return _kept(photo, findings)


def _kept(photo: Photo, findings: list[list[str | float | None]]) -> PhotoCheck:
    """The check of these findings, or the one that another request kept first."""
    try:
        with transaction.atomic():  # a photo without a row is noticed at the end of a transaction, not before
            Photo.objects.select_for_update().get(pk=photo.pk)
            check, _is_new = PhotoCheck.objects.get_or_create(
                photo=photo, defaults={"version": result.VERSION, "findings": findings}
            )
    except (Photo.DoesNotExist, IntegrityError) as error:
        raise PhotoGone from error
    return check


def keep_anyway(check: PhotoCheck) -> None:
    """Remember that a person saw the hints and keeps the photo; the first time counts."""
    if check.kept_anyway_at is None:
        check.kept_anyway_at = timezone.now()
        check.save(update_fields=["kept_anyway_at"])


def findings_of(check: PhotoCheck) -> list[Finding]:
    return [Finding(key, Verdict(verdict), value) for key, verdict, value in check.findings]


@task
def check_kept_photo(photo_id: str) -> None:
    """Check a photo that was saved without one (no script in the browser, or saved faster than checked)."""
    photo = Photo.objects.filter(pk=uuid.UUID(photo_id)).first()
    if photo is None:
        return
    try:
        check_photo(photo, wait_seconds=0)  # without a worker process this runs while somebody saves
    except CoachBusy:
        log.warning("A photo was not checked: all checks were busy.")
    except PhotoGone:
        log.info("A photo was removed while it was being checked.")


def check_after_commit(photos: Iterable[Photo]) -> None:
    """Let every one of these photos have its check, once it is certain that they stay."""
    ids = {photo.pk for photo in photos}

    def start() -> None:
        checked = PhotoCheck.objects.filter(photo__in=ids).values_list("photo_id", flat=True)
        for photo_id in ids - set(checked):
            check_kept_photo.enqueue(str(photo_id))

    if ids:
        transaction.on_commit(start)


def _findings(photo: Photo, wait_seconds: float | None) -> list[Finding]:
    """The findings; "cannot tell" throughout when the check failed, which is kept like any other answer."""
    link = PhotoLesion.objects.filter(photo=photo, x__isnull=False).first()
    point = None if link is None else [link.x, link.y]
    ask = {"point": point, "focal_35mm": photo.focal_length_35mm}
    try:
        with private_storage().open(photo.rendition_name(RENDITION)) as stream:
            picture = stream.read()
        rows = json.loads(_run(json.dumps(ask).encode() + b"\n" + picture, wait_seconds))
        found = [
            Finding(str(key), Verdict(verdict), None if v is None else float(v)) for key, verdict, v in rows
        ]
    except (OSError, ValueError, TypeError):
        found = []
    if tuple(finding.key for finding in found) != CRITERIA:
        return [Finding(key, Verdict.CANNOT_TELL) for key in CRITERIA]
    return found


def _run(request: bytes, wait_seconds: float | None = None) -> bytes:
    """The script's output; empty when it was stopped.

    Raises:
        CoachBusy: no slot became free in time.
    """
    if not _slot.acquire(timeout=WAIT_SECONDS if wait_seconds is None else wait_seconds):
        raise CoachBusy
    try:
        done = subprocess.run(  # noqa: S603  # fixed arguments, no shell
            _command(),
            input=request,
            capture_output=True,
            timeout=CHECK_SECONDS,
            check=False,
            env={"OPENBLAS_NUM_THREADS": "1"},  # each thread would take from the bounded memory
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        return b""
    finally:
        _slot.release()
    return done.stdout if done.returncode == 0 else b""


def _command() -> list[str]:
    """Isolated and without a site scan; the project's and the libraries' folders go along instead."""
    specs = (find_spec("cv2"), find_spec("numpy"))
    folders = {str(Path(spec.origin).parent.parent) for spec in specs if spec is not None and spec.origin}
    script = Path(result.__file__).resolve().with_name("worker.py")
    return [sys.executable, "-I", "-S", str(script), str(settings.BASE_DIR), *sorted(folders)]
