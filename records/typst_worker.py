"""Sets one sheet and ends. Run by sheet_pdf.py as a program; it knows no Django, no record and no network.

In: what the template reads, as JSON, by standard input. Out: the PDF, or nothing when it failed.
Arguments: the template's folder, the fonts' folder, and where libraries are found.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
from collections.abc import Callable
from typing import Any

SECONDS = 10
MEMORY = 2 * 1024**3  # of addresses; what is really used stays far below
MOST_LETTERS_LACKING = 40
#: a letter that no font has is named in the error as `"x"`
LACKING = re.compile(r"could not be displayed|the text")
REPLACED = "\N{WHITE SQUARE}"


def set_pdf(data: str, folder: str, fonts: str) -> bytes:
    """The tagged PDF. A letter that no font has becomes an empty square, as a browser would show it.

    First with our own fonts only, so that a sheet looks the same everywhere; then with those of the machine.
    """
    import typst

    def compiled(text: str, *, own_fonts: bool) -> bytes:
        return bytes(
            typst.compile(
                os.path.join(folder, "sheet.typ"),
                root=folder,
                font_paths=[fonts],
                ignore_system_fonts=own_fonts,
                format="pdf",
                sys_inputs={"data": text},
                pdf_standards="ua-1",
            )
        )

    try:
        return compiled(data, own_fonts=True)
    except typst.TypstError as error:
        if not LACKING.search(str(error)):
            raise
    for _attempt in range(MOST_LETTERS_LACKING):
        try:
            return compiled(data, own_fonts=False)
        except typst.TypstError as error:
            letters = _letters_named(str(error))
            if not letters:
                raise
            data = _without(data, letters)
    return compiled(_plain(data), own_fonts=True)


def _letters_named(error: str) -> set[str]:
    found = re.search(r'the text `"(.+?)"` could not', error, re.DOTALL)
    if found is None:
        return set()
    named = re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), found[1])
    return {letter for letter in named if ord(letter) > 0x7E or ord(letter) < 0x20}


def _without(data: str, letters: set[str]) -> str:
    return json.dumps(_mapped(json.loads(data), lambda letter: REPLACED if letter in letters else letter))


def _plain(data: str) -> str:
    """Only what Latin writing needs: the last resort for a text of many letters that no font has."""
    return json.dumps(_mapped(json.loads(data), lambda letter: letter if ord(letter) < 0x250 else REPLACED))


def _mapped(value: Any, letter_of: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return "".join(map(letter_of, value))
    if isinstance(value, list):
        return [_mapped(one, letter_of) for one in value]
    if isinstance(value, dict):
        return {key: _mapped(one, letter_of) for key, one in value.items()}
    return value


def main(folder: str, fonts: str, *libraries: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file, whatever happens
    sys.path += libraries
    sys.stdout.buffer.write(set_pdf(sys.stdin.read(), folder, fonts))


if __name__ == "__main__":
    main(*sys.argv[1:])
