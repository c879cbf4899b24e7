"""Parses pages, most of which differ from an earlier one in their words only; html5lib sees each pattern once.

html5lib is strict and slow: it took an eighth of the suite. Whether a page is valid, and which elements it has, does
not depend on its plain words and attribute values. So these are taken out and numbered; what is left is the page's
pattern, which is parsed once per process. The tree of a page is its pattern's, with the words put back.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib

_PLAIN = r"[^<>&\"\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]"
"""Needs no parser: no markup, no reference, no line break, nothing that HTML forbids."""
_WORDS = re.compile(rf'(?<!type)="({_PLAIN}+)"|>\s*+({_PLAIN}+)(?=\s*<)')
"""An attribute's value (an input's type alone decides where it may stand), or what stands between two tags."""
_NUMBERED = re.compile("\ue000([0-9]+)\ue001")
_patterns: dict[str, Element | None] = {}


def parse(html: str) -> tuple[Element, list[tuple[tuple[int, int], str, dict[str, str]]]]:
    """The tree, and html5lib's errors, each with its place, code and facts."""
    words: list[str] = []

    def take_out(found: re.Match[str]) -> str:
        word = found[1] or found[2]
        words.append(word)
        whole, start = found[0], found.start()
        at = found.start(1 if found[1] else 2) - start
        return f"{whole[:at]}\ue000{len(words) - 1}\ue001{whole[at + len(word) :]}"

    pattern = _WORDS.sub(take_out, html)
    if pattern not in _patterns:
        tree, errors = _parse(pattern)
        _patterns[pattern] = None if errors else tree
    stored = _patterns[pattern]
    return _parse(html) if stored is None else (_filled(stored, words), [])


def _parse(html: str) -> tuple[Element, list[tuple[tuple[int, int], str, dict[str, str]]]]:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return parser.parse(html), parser.errors


def _filled(pattern: Element, words: list[str]) -> Element:
    def fill(text: str | None) -> str | None:
        return (
            _NUMBERED.sub(lambda number: words[int(number[1])], text) if text and "\ue000" in text else text
        )

    def copy(element: Element) -> Element:
        new = element.makeelement(element.tag, {name: fill(value) or "" for name, value in element.items()})
        new.text, new.tail = fill(element.text), fill(element.tail)
        new.extend([copy(child) for child in element])
        return new

    return copy(pattern)
