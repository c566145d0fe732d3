"""Addresses of pages, worked out once for each page and filled in with the ids of rows.

A page of a record has up to two hundred; looking each one's pattern up anew took a tenth of its time.
"""

from __future__ import annotations

import re
import uuid
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

# Stand for the ids in an address that is worked out once; nobody's row has them.
_STAND_INS = [str(uuid.UUID(int=(0xCA1C17AC << 96) | number)) for number in range(8)]
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Words of an address ("small", "add"): few, and never a secret, which is longer.
_WORD = re.compile(r"[a-z_]{1,24}")


def address(name: str, *args: object) -> str:
    """The address of a page, as ``reverse(name, args=args)`` gives it.

    Raises:
        NoReverseMatch: there is no such page, or not with these ids.
    """
    ids: list[str] = []
    shape: list[str | None] = []
    for arg in args:
        text = str(arg) if isinstance(arg, uuid.UUID | str) else ""
        if _ID.fullmatch(text):
            ids.append(text)
            shape.append(None)
        elif _WORD.fullmatch(text):
            shape.append(text)
        else:
            return reverse(name, args=args)
    pieces = _pieces(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, tuple(shape))
    if not ids:
        return pieces[0]
    return pieces[0] + "".join([one + piece for one, piece in zip(ids, pieces[1:], strict=True)])


@lru_cache(maxsize=1024)
def _pieces(urlconf: str, prefix: str, name: str, shape: tuple[str | None, ...]) -> tuple[str, ...]:
    """What stands before, between and after the ids. ``reverse`` knows the script's prefix by itself."""
    stand_ins = iter(_STAND_INS)
    args = [next(stand_ins) if arg is None else arg for arg in shape]
    rest, pieces = reverse(name, urlconf=urlconf, args=args), []
    for arg, given in zip(args, shape, strict=True):
        if given is None:
            before, rest = rest.split(arg, 1)
            pieces.append(before)
    return (*pieces, rest)
