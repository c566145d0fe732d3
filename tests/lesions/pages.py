"""What the page tests of this app share: filled-in forms, uploads, and the words of an answer."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Patient
from tests.lesions.corpus import corner_picture, saved

if TYPE_CHECKING:
    # What the test client hands back; the stubs have no public name for it.
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def now_text(patient: Patient) -> str:
    """The patient's wall clock, as the browser posts it."""
    return timezone.localtime(timezone.now(), patient.zone).strftime("%Y-%m-%dT%H:%M")


def upload(name: str = "thumb.jpg", width: int = 64) -> SimpleUploadedFile:
    """A small good photo; another width is another content."""
    return SimpleUploadedFile(name, saved(corner_picture(width, 48)), content_type="image/jpeg")


def bad_upload(name: str = "letter.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 not a photo", content_type="image/jpeg")


def text_of(answer: Answer) -> str:
    """The page with its entities read, and runs of white space as one blank."""
    return " ".join(html.unescape(answer.content.decode()).split())


def errors_of(answer: Any, form: str = "form") -> dict[str, list[str]]:
    return {name: [str(error) for error in errors] for name, errors in answer.context[form].errors.items()}
