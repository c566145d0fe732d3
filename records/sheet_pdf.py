"""The visit sheet as a tagged PDF. The compiler runs in a process of its own that ends with the sheet.

Nothing is written to a disk: the sheet goes in and the PDF comes out through pipes.
"""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess  # our own script, fixed arguments
import sys
import threading
import uuid
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import font_source_sans_pro
from django.utils.html import escape
from PIL import Image

from accounts.files import private_storage
from lesions.models import Photo
from records.sheet_fit import PAIRS_IN_A_ROW, drawing_mm
from records.sheet_parts import Drawing, Picture, Section, Sheet
from timeline.pairing import crop

#: width and height in mm
PAPERS: dict[str, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
MARGIN_X_MM, MARGIN_Y_MM = 13.0, 11.0
SIDE_PX = 420  # of a photo 27 to 34 mm wide: 300 to 400 dots an inch
LONG_CHART_MM, LONG_CHART_MOST_MM = 184.0, 200.0
SECONDS = 20
AT_ONCE = 2  # per server process; each takes about 150 MB while it works

#: what XML 1.0, section 2.2, lets no document hold, such as the line breaks that word processors paste
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

FOLDER = Path(__file__).parent
_slots = threading.BoundedSemaphore(AT_ONCE)


class SheetNotSet(Exception):
    """The PDF could not be made: it took too long, too much is being made, or the compiler failed."""


@dataclass(frozen=True)
class _Page:
    width: float
    height: float
    margin_x: float = MARGIN_X_MM
    margin_y: float = MARGIN_Y_MM


def pdf_of(sheet: Sheet, paper: str = "a4") -> bytes:
    """The sheet as PDF/UA-1.

    Args:
        paper: a key of ``PAPERS``.

    Raises:
        SheetNotSet: no PDF came out in time.
    """
    return _set(json.dumps(data_of(sheet, paper)))


def data_of(sheet: Sheet, paper: str) -> dict[str, Any]:
    """What ``typst/sheet.typ`` reads: the sheet as it is, its photos as pictures of their own."""
    shown = _photo_svgs(sheet)
    return {
        "page": asdict(_Page(*PAPERS[paper])),
        "per_row": 6,
        "pairs_in_a_row": 3 if sheet.is_long else PAIRS_IN_A_ROW,
        "sheet": {
            "title": sheet.title,
            "language": sheet.language,
            "foot": sheet.foot,
            "head": asdict(sheet.head),
            "bands": [
                [[_section(section, shown, sheet) for section in column] for column in band]
                for band in sheet.bands
            ],
        },
    }


def _section(section: Section, shown: dict[Picture, str], sheet: Sheet) -> dict[str, Any]:
    pairs = [
        {
            "title": pair.title,
            "scale": pair.scale,
            "pictures": [
                {"svg": shown[picture], "alt": picture.alt, "caption": picture.caption}
                for picture in pair.pictures
                if picture in shown
            ],
        }
        for pair in section.pairs
    ]
    return {
        "title": section.title,
        "intro": section.intro,
        "outro": section.outro,
        "more": section.more,
        "is_numbered": section.is_numbered,
        "lines": [asdict(line) for line in section.lines],
        "table": asdict(section.table) if section.table else None,
        "pairs": [pair for pair in pairs if pair["pictures"]],
        "side": section.side_mm,
        "drawing": _drawing(section.drawing, is_long=sheet.is_long) if section.drawing else None,
    }


def _drawing(drawing: Drawing, *, is_long: bool) -> dict[str, Any]:
    height = LONG_CHART_MM * drawing.height_per_width
    return {
        "svg": _named(drawing.svg),
        "alt": drawing.alt,
        "height": min(height, LONG_CHART_MOST_MM) if is_long else drawing_mm(drawing.height_per_width),
        "legend": [{"mark": _named(mark), "text": text} for mark, text in drawing.legend],
    }


def _named(svg: str) -> str:
    """An SVG that stands inside a page needs no namespace, and may hold any letter; one of its own is XML."""
    return NOT_IN_XML.sub("", svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


# ---- photos --------------------------------------------------------------------------------------


def _photo_svgs(sheet: Sheet) -> dict[Picture, str]:
    """Each photo as an SVG that holds a JPEG of what is shown and nothing beside it. One query."""
    folders = dict(Photo.objects.filter(pk__in=sheet.photo_ids()).values_list("pk", "folder"))
    pictures = [
        picture for section in sheet.sections() for pair in section.pairs for picture in pair.pictures
    ]
    found = {}
    for picture in dict.fromkeys(pictures):
        jpeg = _jpeg(picture, folders)
        if jpeg:
            found[picture] = _as_svg(jpeg)
    return found


def _jpeg(picture: Picture, folders: dict[uuid.UUID, str]) -> bytes:
    """The part of the photo that is shown, small; empty when the file is not there or is no picture."""
    if picture.photo_id not in folders:
        return b""
    try:
        with private_storage().open(f"{folders[picture.photo_id]}/medium") as file:
            data: bytes = file.read()
        return crop(data, picture.frame, SIDE_PX) if picture.frame else _smaller(data)
    except OSError:
        return b""


def _smaller(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
        opened.draft("RGB", (SIDE_PX, SIDE_PX))
        picture = opened.convert("RGB")
    picture.thumbnail((SIDE_PX, SIDE_PX))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=86)
    return out.getvalue()


def _as_svg(jpeg: bytes) -> str:
    with Image.open(io.BytesIO(jpeg)) as opened:
        width, height = opened.size
    data = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><image width="{width}" height="{height}" '
        f'href="data:image/jpeg;base64,{escape(data)}"/></svg>'
    )


# ---- the compiler --------------------------------------------------------------------------------


def _command() -> list[str]:
    """Isolated and without a site scan; the compiler's folder goes along instead."""
    spec = find_spec("typst")
    if spec is None or spec.origin is None:
        raise SheetNotSet
    return [
        sys.executable, "-I", "-S", str(FOLDER / "typst_worker.py"), str(FOLDER / "typst"),
        str(Path(font_source_sans_pro.__file__).parent / "files"), str(Path(spec.origin).parent.parent),
    ]  # fmt: skip


def _set(data: str) -> bytes:
    if not _slots.acquire(timeout=SECONDS):
        raise SheetNotSet
    try:
        done = subprocess.run(  # noqa: S603  # our own script; the sheet goes in as data
            _command(), input=data.encode(), capture_output=True, timeout=SECONDS, env={}, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SheetNotSet from error
    finally:
        _slots.release()
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise SheetNotSet  # what the compiler says may hold words of the record, so nobody logs it
    return done.stdout
