"""The sentences for people when an uploaded file is not taken."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lesions.file_kinds import PICTURE_KINDS, kind_of

__all__ = ["PICTURE_KINDS", "PhotoRefused", "kind_of", "refusal", "wrong_kind"]

#: codes of refusal whose HTTP status is not 422
STATUS = {"too_large": 413, "busy": 503, "no_room": 507}

_TAKE = gettext_lazy("Please choose a photo (JPEG, PNG, WebP, AVIF or HEIC).")
_SCREENSHOT = gettext_lazy("Open it, take a screenshot, and choose the screenshot.")

#: what people call the kinds that are not taken, and what they can do instead
OTHER_KINDS = {
    "pdf": (gettext_lazy("This is a PDF document, not a photo."), _SCREENSHOT),
    "svg": (gettext_lazy("This is a drawing (SVG), not a photo."), _SCREENSHOT),
    "html": (gettext_lazy("This is a web page, not a photo."), _TAKE),
    "gif": (gettext_lazy("This is a GIF picture."), _TAKE),
    "tiff": (
        gettext_lazy("This is a TIFF or raw camera picture."),
        gettext_lazy("Please save it as JPEG and choose that file."),
    ),
    "bmp": (
        gettext_lazy("This is a BMP picture."),
        gettext_lazy("Please save it as JPEG and choose that file."),
    ),
    "jxl": (
        gettext_lazy("This is a JPEG XL picture."),
        gettext_lazy("Please save it as JPEG and choose that file."),
    ),
    "jp2": (
        gettext_lazy("This is a JPEG 2000 picture."),
        gettext_lazy("Please save it as JPEG and choose that file."),
    ),
    "video": (
        gettext_lazy("This is a video."),
        gettext_lazy("Please take a still photo, or a screenshot of the video."),
    ),
    "zip": (
        gettext_lazy("This is a packed file or an office document, not a photo."),
        gettext_lazy("Please unpack it and choose the photos inside."),
    ),
    "program": (gettext_lazy("This is a program, not a photo."), _TAKE),
    "unknown": (gettext_lazy("We cannot tell what kind of file this is."), _TAKE),
}


class PhotoRefused(Exception):
    """An upload that is not taken: ``code`` for programs, ``message`` for people, HTTP ``status``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def status(self) -> int:
        return STATUS.get(self.code, 422)


def wrong_kind(kind: str) -> PhotoRefused:
    what, instead = OTHER_KINDS[kind]
    return PhotoRefused("wrong_kind", f"{what} {instead}")


def refusal(code: str, **values: int) -> PhotoRefused:
    """The refusal for a code of the checks or of the worker; an unknown code counts as unreadable."""
    return PhotoRefused(code, _sentence(code, values))


def _sentence(code: str, values: dict[str, int]) -> str:
    if code == "empty":
        return _(
            "This file is empty. Please choose it again; it may not have been downloaded to your device yet."
        )
    if code == "too_large":
        return _("This photo is larger than %(limit)s MB. Please send a smaller copy.") % {
            "limit": values["limit_mb"]
        }
    if code == "too_many_pixels":
        return _(
            "This picture has more than %(limit)s million pixels. Please send a smaller copy, "
            "or turn off the highest resolution in your camera."
        ) % {"limit": values["limit_megapixels"]}
    if code == "too_small":
        width, height = values.get("width", 0), values.get("height", 0)
        return ngettext(
            "This picture is only %(width)s × %(height)s pixel. Please choose the photo itself.",
            "This picture is only %(width)s × %(height)s pixels. Please choose the photo itself.",
            width * height,
        ) % {"width": width, "height": height}
    if code == "truncated":
        return _(
            "Part of this photo is missing, as if it had not been copied to the end. Please choose it again."
        )
    if code == "no_room":
        return _("There is no room for photos on our side just now. Please tell us, and try again later.")
    if code == "busy":
        return _("Many photos are being worked on just now. Please try again in a minute.")
    return _(
        "This photo could not be opened. It may be damaged; please try another copy, or take a new photo."
    )
