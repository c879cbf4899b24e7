"""A page of which one alike was parsed before gets the tree that html5lib makes of it."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests import page_patterns
from tests.pages import PageClient

FRAME = '<!doctype html><html lang="id"><head><title>%s</title></head><body>%s</body></html>'
ALIKE = {
    "words": ("<p>satu</p>", "<p>dua tiga</p>"),
    "blanks around words": ("<p>\n  satu </p>", "<p> dua\n\n</p>"),
    "lines": ("<p>satu\n dua</p>", "<p>tiga\r\n empat</p>"),
    "references": ("<p>satu</p>", "<p>A &amp; B &#39;x&#39; &nbsp; \u00a0 é 😀</p>"),
    "quotes and braces": ('<p>"satu"</p>', "<p>{'dua'} (3) = 4</p>"),
    "a first line that is left out": ("<textarea>satu</textarea>", "<textarea>\ndua</textarea>"),
    "a first line that stays": ("<pre>\n\nsatu</pre>", "<pre>dua</pre>"),
    "values": ('<a href="/a" title="x">satu</a>', '<a href="/b?c=1&amp;d=2" title="">dua</a>'),
    "a value that reads like markup": ('<p title="a">x</p>', '<p title="a > b <i>">y</p>'),
    "values without quotes": ("<p title=a>x</p>", "<p title=b>x</p>"),
    "a name twice": ("<p>satu satu</p>", '<p class="x y" id="x">x="y" z</p>'),
    "data": (
        '<script type="application/json">{"a": "<b>c</b>"}</script>',
        '<script type="application/json">{"a": "<b>d > e</b>"}</script>',
    ),
    "svg": ('<svg viewBox="0 0 1 1"><path d="M0"/></svg>', '<svg viewBox="0 0 2 2"><path d="M1"/></svg>'),
    "rows": ("<table><tr><td>1<td>2</table>", "<table><tr><td>3<td>4</table>"),
    "an option": ("<select><option selected>1<option>2</select>", "<select><option selected>3<option>4</select>"),
    "a comment": ("<!-- satu --><p>a</p>", "<!-- dua --><p>b</p>"),
}  # fmt: skip


def expected(html: str) -> tuple[Element, int]:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return parser.parse(html), len(parser.errors)


def outline(element: Element) -> tuple[object, ...]:
    """All there is of a tree."""
    own = (element.tag, dict(element.attrib), element.text or "", element.tail or "")
    return (*own, *map(outline, element))


@pytest.mark.parametrize("name", ALIKE)
def test_a_page_like_an_earlier_one_gets_its_own_tree(name: str) -> None:
    for html in (FRAME % ("Satu", body) for body in (*ALIKE[name], ALIKE[name][0])):
        tree, errors = page_patterns.parse(html)
        right, wrong = expected(html)
        assert (outline(tree), len(errors)) == (outline(right), wrong)


def test_a_page_that_differs_in_words_alone_is_not_parsed_again(client: PageClient, monkeypatch: Any) -> None:
    html = client.get("/masuk").body
    page_patterns.parse(html)
    monkeypatch.setattr(page_patterns, "_parse", lambda html: pytest.fail("parsed again"))
    assert page_patterns.parse(html.replace("Kata sandi", "Sandi"))[1] == []


@pytest.mark.parametrize("broken", ["<p><div>%s</div></p>", "<b>%s", '<p id="a" id="%s">x</p>', "<p>&%s</p>"])
def test_a_mistake_is_found_on_every_page_that_has_it(broken: str) -> None:
    for word in ("satu", "dua", "satu"):
        html = FRAME % ("Satu", broken % word)
        assert len(page_patterns.parse(html)[1]) == expected(html)[1] > 0


def test_a_mistake_in_the_words_is_found_on_a_page_whose_pattern_is_good() -> None:
    for body, is_good in (("<p>satu</p>", True), ("<p>sa\x01tu</p>", False), ("<p>a &b; c</p>", False)):
        assert (not page_patterns.parse(FRAME % ("Satu", body))[1]) is is_good


def test_a_tree_that_was_handed_out_is_nobody_elses() -> None:
    html = FRAME % ("Satu", "<p>satu</p>")
    page_patterns.parse(html)[0].clear()
    assert outline(page_patterns.parse(html)[0]) == outline(expected(html)[0])
