"""Writes SVG as text: the only place where a chart's strings are escaped and declared safe to show."""

from functools import lru_cache
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString

#: The light colours as presentation attributes, so that one drawing serves paper and PDF; style sheets
#: recolour the classes.
PAINT = {
    "c-axis": 'stroke="#827c6e" fill="none"',
    "c-grid": 'stroke="#ded6c8" fill="none"',
    "c-line": 'fill="none" stroke="#145f67" stroke-width="2.25" stroke-linejoin="round"',
    "c-gap": 'fill="none" stroke="#827c6e" stroke-width="1.5" stroke-dasharray="1 6" stroke-linecap="round"',
    "c-err": 'fill="none" stroke="#145f67" stroke-width="1.5"',
    "c-dot": 'fill="#145f67" stroke="#fffdf9" stroke-width="1.5"',
    "c-hollow": 'fill="#fffdf9" stroke="#145f67" stroke-width="2" stroke-linejoin="round"',
    "c-err-dense": 'fill="none" stroke="#145f67" stroke-opacity=".4"',
    "c-mass": 'fill="#145f67"',
    "c-mass-hollow": 'fill="#fffdf9" stroke="#145f67"',
    "c-specks": 'fill="none" stroke="#145f67" stroke-width="3.5" stroke-linecap="round"',
    "c-specks-flag": 'fill="none" stroke="#95401f" stroke-width="5" stroke-linecap="round"',
    "c-half": 'fill="#145f67"',
    "c-same": 'fill="none" stroke="#4d585a" stroke-width="2" stroke-linecap="round"',
    "c-photo": 'fill="none" stroke="#4d585a" stroke-width="2"',
    "c-event": 'fill="none" stroke="#95401f" stroke-width="1.5" stroke-dasharray="2 4"',
    "c-event-mark": 'fill="#95401f" stroke="#95401f" stroke-width="1.5"',
    "c-event-text": 'fill="#95401f" font-weight="600"',
    "c-event-span": 'fill="none" stroke="#95401f" stroke-width="1.5"',
    "c-calm-span": 'fill="none" stroke="#4d585a" stroke-width="1.25"',
    "c-calm": 'fill="none" stroke="#4d585a" stroke-width="1.25" stroke-dasharray="2 4"',
    "c-calm-mark": 'fill="#fffdf9" stroke="#4d585a" stroke-width="1.75"',
    "c-calm-text": 'fill="#4d585a"',
    "c-band": 'fill="#dfecea"',
    "c-start": 'fill="none" stroke="#1e282a" stroke-width="1.5"',
    "c-tile": 'fill="#fffdf9" stroke="#4d585a" stroke-width="1.5"',
    "c-anchor": 'fill="none" stroke="#145f67" stroke-width="2" stroke-linecap="round"',
    "c-anchor-worse": 'fill="none" stroke="#95401f" stroke-width="2" stroke-linecap="round"',
    "c-context": 'fill="none" stroke="#4d585a" stroke-width="1.75" stroke-linecap="round"',
    "c-bar": 'fill="#dfecea" stroke="#145f67" stroke-width="1.25" stroke-linejoin="round"',
    "c-step": 'fill="none" stroke="#145f67" stroke-width="1.25"',
    "c-bar-text": 'fill="#0f4d54" font-weight="600"',
    "c-strong": 'fill="#1e282a" font-weight="600"',
    "c-text": 'fill="#4d585a"',
    "c-flag-mark": 'fill="#95401f" stroke="#fffdf9" stroke-width="1.5"',
    "c-hit": 'fill="none" stroke="none" pointer-events="all"',
}

_SECOND, _THIRD = "#1e282a", "#7a7466"
PAINT |= {
    "c-line-b": f'fill="none" stroke="{_SECOND}" stroke-width="2" stroke-dasharray="9 4"',
    "c-err-b": f'fill="none" stroke="{_SECOND}" stroke-width="1.25"',
    "c-dot-b": f'fill="#fffdf9" stroke="{_SECOND}" stroke-width="2"',
    "c-hollow-b": f'fill="#fffdf9" stroke="{_SECOND}" stroke-width="2" stroke-linejoin="round"',
    "c-half-b": f'fill="{_SECOND}"',
    "c-err-dense-b": f'fill="none" stroke="{_SECOND}" stroke-opacity=".3"',
    "c-mass-b": f'fill="#fffdf9" stroke="{_SECOND}"',
    "c-mass-hollow-b": f'fill="#fffdf9" stroke="{_SECOND}"',
    "c-specks-b": f'fill="none" stroke="{_SECOND}" stroke-width="3" stroke-linecap="round"',
    "c-specks-c": f'fill="none" stroke="{_THIRD}" stroke-width="3.5" stroke-linecap="round"',
    "c-line-c": f'fill="none" stroke="{_THIRD}" stroke-width="2.5" stroke-dasharray="12 3 2 3"',
    "c-err-c": f'fill="none" stroke="{_THIRD}" stroke-width="1.25"',
    "c-dot-c": f'fill="{_THIRD}" stroke="{_SECOND}" stroke-width="1.5"',
    "c-hollow-c": f'fill="#fffdf9" stroke="{_THIRD}" stroke-width="2" stroke-linejoin="round"',
    "c-half-c": f'fill="{_THIRD}"',
    "c-err-dense-c": f'fill="none" stroke="{_THIRD}" stroke-opacity=".3"',
    "c-mass-c": f'fill="{_THIRD}"',
    "c-mass-hollow-c": f'fill="#fffdf9" stroke="{_THIRD}"',
}

_HIDDEN = '<g aria-hidden="true">'
# Widths in em of the faces we name (Liberation Sans, Arial and Roboto agree to a few per cent).
_NARROW = dict.fromkeys("iljI|.,:;'!’‘ ", 0.28) | dict.fromkeys("ftr()[]-/“”", 0.35)
_WIDE = dict.fromkeys("mMW@…%", 0.86) | dict.fromkeys("wABCDEGHKNOPQRSUVXYZ&", 0.71)
_WIDTHS = _NARROW | _WIDE
_OTHER_EM = 0.56
_BOLD = 1.07


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide ``text`` will be, in drawing units, at a font size in the same units; errs a little to
    the wide side.
    """
    em = sum(_WIDTHS.get(char, _OTHER_EM if ord(char) < 0x2E80 else 1.0) for char in text)
    return em * size * (_BOLD if bold else 1.0)


@lru_cache(maxsize=1024)
def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """``text``, shortened with an ellipsis so that it fits in ``room`` units; an empty string when nothing
    useful fits.
    """
    if text_width(text, size, bold=bold) <= room:
        return text
    cut = text
    while len(cut) > 3 and text_width(cut + "…", size, bold=bold) > room:
        cut = cut[:-1]
    return cut.rstrip(" ,.-") + "…" if len(cut) > 3 else ""


class Svg:
    """A drawing under construction. Class names and path data come from our code; every text goes through
    ``escape``.
    """

    def __init__(self, *, font: float) -> None:
        self.font = font
        self._parts: list[str] = []
        self.has_points = False  # whether anything in it can be reached by keyboard or has a name of its own

    def path(self, css_class: str, data: str) -> None:
        """A path in the colours of ``css_class``; nothing for empty data."""
        if data:
            self._parts.append(f'<path class="{css_class}" d="{data}" {PAINT[css_class]}/>')

    def circle(self, css_class: str, x: float, y: float, radius: float) -> None:
        self._parts.append(
            f'<circle class="{css_class}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}" {PAINT[css_class]}/>'
        )

    def text(self, x: float, y: float, text: str, css_class: str = "c-text", anchor: str = "start") -> None:
        """One line of text at its baseline; ``anchor`` is start, middle or end."""
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text class="{css_class}" x="{x:.1f}" y="{y:.1f}"{place} {PAINT[css_class]}>'
            f"{escape(text)}</text>"
        )

    def open_hidden(self) -> None:
        """Begin a group that assistive technology skips: the title and the table say the same."""
        self._parts.append(_HIDDEN)

    def open_point(self, label: str, href: str) -> None:
        """Begin a point: a link with a name, or (without an address) a named group."""
        self.has_points = True
        if href:
            self._parts.append(f'<a class="c-point" href="{escape(href)}" aria-label="{escape(label)}">')
        else:
            self._parts.append(f'<g class="c-point" role="img" aria-label="{escape(label)}">')
        # The browser's own tooltip, where no script shows a better one.
        self._parts.append(f"<title>{escape(label)}</title>")

    def close(self, tag: str = "g") -> None:
        """End a group or a link; one with nothing in it is left out."""
        if self._parts[-1] == _HIDDEN:
            self._parts.pop()
            return
        self._parts.append(f"</{tag}>")

    def finish(
        self, *, ident: str, title: str, width: float, height: float, kind: str, links: bool
    ) -> SafeString:
        """The whole drawing. ``kind`` is wide or narrow; with links the role is a group, since an image may
        hold none.
        """
        role = "group" if links else "img"
        self._parts.insert(
            0,
            f'<svg class="chart chart--{kind}" viewBox="0 0 {width:g} {height:g}" role="{role}" '
            f'aria-labelledby="{escape(ident)}" font-family="sans-serif" font-size="{self.font:g}">'
            f'<title id="{escape(ident)}">{escape(title)}</title>',
        )
        self._parts.append("</svg>")
        return format_html("{}", self)

    def fragment(self, width: float, height: float) -> SafeString:
        """A small drawing without a name, for a legend beside words."""
        self._parts.insert(
            0, f'<svg class="chart" viewBox="0 0 {width:g} {height:g}" aria-hidden="true" width="{width:g}">'
        )
        self._parts.append("</svg>")
        return format_html("{}", self)

    def __html__(self) -> str:
        """Django's protocol for an object that has escaped its own text."""
        return "".join(self._parts)
