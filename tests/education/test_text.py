"""Nothing an editor types becomes script or style."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.text import plain, render

CORPUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](javascript:alert(1))",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    '[x](https://example.org "onmouseover=alert(1)")',
    '[x](https://example.org" onclick="alert(1))',
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<iframe src=//example.org></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<b style='background:url(//example.org)'>x</b>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "`<script>`",
    "[S1]<script>alert(1)</script>[S1]",
    "[x][S1]\n\n[S1]: javascript:alert(1)",
    "<form action=//example.org><input name=password></form>",
    "<base href=//example.org>",
    "<meta http-equiv=refresh content=0>",
    "<!--><script>alert(1)</script>-->",
    "| <script>alert(1)</script> | x |\n|---|---|\n| <img src=x onerror=1> | y |",
]
TAGS = {
    "p", "ul", "ol", "li", "strong", "em", "b", "a", "sup", "h3", "h4", "blockquote", "br", "hr", "code",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    parser = _Tags()
    parser.feed(html)
    for tag, attributes in parser.found:
        assert tag in TAGS, html
        assert set(attributes) <= {"href", "aria-label", "rel", "start"}, html
        href = attributes.get("href") or ""
        assert not re.match(r"(?i)\s*(javascript|data|vbscript):", href), html


@pytest.mark.parametrize("hostile", CORPUS)
def test_hostile_text_is_harmless(hostile: str) -> None:
    assert_harmless(render(hostile, {"S1": 1}))


@given(st.text(alphabet=st.sampled_from(list("<>\"'&[]()!*_`#|:/\\ \n-=javscriptonerhd1S")), max_size=120))
def test_whatever_is_typed_stays_harmless(typed: str) -> None:
    assert_harmless(render(typed, {"S1": 1}))


def test_a_citation_becomes_a_numbered_link() -> None:
    html = render("Sure [S7].", {"S7": 3})
    assert '<a href="#source-3" aria-label="Source 3"' in html
    assert "[S7]" not in html


def test_two_citations_in_a_row_stay_two() -> None:
    assert render("Sure [S1][S2].", {"S1": 1, "S2": 2}).count("<sup>") == 2


def test_an_unknown_citation_is_left_out() -> None:
    assert render("Sure [S99].") == "<p>Sure.</p>\n"


def test_the_page_keeps_its_own_headings() -> None:
    html = render("# Big\n\n## Second\n\n### Third")
    assert "<h1" not in html
    assert "<h2" not in html
    assert "<h3>Third</h3>" in html


def test_plain_text_has_no_markup() -> None:
    assert plain("**Warm** hands [S1]").strip() == "Warm hands"
