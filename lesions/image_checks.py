"""What an uploaded file is, judged by its bytes alone, and the sentences for people when it is not taken."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

PICTURE_KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")

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

_PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"BM", "bmp"),
    (b"\xff\x0a", "jxl"),
    (b"\0\0\0\x0cJXL ", "jxl"),
    (b"\0\0\0\x0cjP  ", "jp2"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\0\0\x01\xba", "video"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"Rar!", "zip"),
    (b"\x1f\x8b", "zip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})


class PhotoRefused(Exception):
    """An upload that is not taken: ``code`` for programs, ``message`` for people, HTTP ``status``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def status(self) -> int:
        return STATUS.get(self.code, 422)


def kind_of(data: bytes) -> str:
    """One of PICTURE_KINDS or a key of OTHER_KINDS, from the first bytes; names are never asked."""
    head = data[:1024]
    for prefix, kind in _PREFIXES:
        if head.startswith(prefix):
            return kind
    if head[:4] == b"RIFF":
        return "WEBP" if head[8:12] == b"WEBP" else "video"
    if head[4:8] == b"ftyp":
        return _kind_of_boxes(head)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%pdf-" in text:
        return "pdf"
    if b"<svg" in text:
        return "svg"
    if text.startswith(b"<"):
        return "html"
    return "unknown"


def _kind_of_boxes(head: bytes) -> str:
    """HEIC, AVIF and video share one container: the major brand decides, then the compatible ones."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {head[i : i + 4] for i in range(16, length - 3, 4)}
    if major in _AVIF_BRANDS or (major in (b"mif1", b"msf1") and brands & _AVIF_BRANDS):
        return "AVIF"
    if major in _HEIF_BRANDS:
        return "HEIF"
    return "video"


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
