"""What is wrong with a page, whoever made it: markup, names for screen readers, tokens, policy, headers.

Each check is a generator of sentences; `tests/shape/test_page_checks.py` plants an offender for each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from playwright.sync_api import Page

from app.web.http.headers import expected_headers
from tests import page_patterns

NIP = re.compile(r"(?<!\d)\d{18}(?!\d)")
RAW_WORDS = re.compile(
    r"\b(None|Undefined|Traceback|NaN|\[object Object\]|lambda)\b|\{\{|\}\}|\{%|%\(\w+\)s|<function"
)
TEMPLATE = re.compile(r"(<template\b[^>]*>).*?(</template>)", re.DOTALL)
UNLABELLED = ("hidden", "submit", "button", "reset", "image")
DATA = ("application/json", "application/ld+json")
"""Blocks that no browser runs."""
ADDRESSES = ("href", "action", "src", "formaction", "poster", "data")
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}


def parse(html: str) -> tuple[Element, list[str]]:
    """The tree and every place where the text is not valid HTML5. Templates' contents are left out."""
    tree, errors = page_patterns.parse(TEMPLATE.sub(r"\1\2", html))
    lines = [*html.splitlines(), ""]
    wrong = []
    for (line, _column), code, facts in errors:
        around = lines[min(line, len(lines)) - 1].strip()[:90]
        wrong.append(f"invalid HTML: {code} {facts or ''} in «{around}»")
    return tree, wrong


def words(element: Element) -> str:
    """What a person reads inside an element, blanks folded; scripts and data blocks are not read."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in ("script", "template") or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    if element.tag in (
        "p",
        "li",
        "tr",
        "td",
        "th",
        "div",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "option",
        "label",
        "br",
    ):
        yield " "


def problems(html: str) -> list[str]:
    """Everything wrong with one HTML answer, as sentences; empty for a good page."""
    tree, invalid = parse(html)
    return [*invalid, *tree_problems(tree)]


def tree_problems(tree: Element) -> list[str]:
    """What is wrong with a parsed page, beside what its parsing says."""
    return [problem for check in CHECKS for problem in check(tree)]


def _check_frame(tree: Element) -> Iterator[str]:
    if tree.get("lang") not in ("id", "en"):
        yield "html has no lang of ours"
    headings = list(tree.iter("h1"))
    if len(headings) != 1 or not words(headings[0]):
        yield f"{len(headings)} h1, or an empty one"
    title = tree.find("head/title")
    if title is None or not words(title):
        yield "no title"
    if len(list(tree.iter("main"))) != 1:
        yield "not exactly one main"


def _check_forms(tree: Element) -> Iterator[str]:
    for form in tree.iter("form"):
        name = form.get("id") or form.get("action") or "?"
        method = (form.get("method") or "").lower()
        if not method and not form.get("action"):
            yield f"form {name} has neither method nor action"
        tokens = [
            field for field in form.iter("input") if field.get("name") == "csrf_token" and field.get("value")
        ]
        if method == "post" and len(tokens) != 1:
            yield f"form {name} has {len(tokens)} csrf tokens"
        if method in ("", "get") and tokens:
            yield f"form {name} puts its csrf token into the address"


def _check_names(tree: Element) -> Iterator[str]:
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    labelled = {label.get("for") for label in tree.iter("label") if label.get("for") and words(label)}
    wrapped = {id(field) for label in tree.iter("label") if words(label) for field in label.iter()}
    for field in (*tree.iter("input"), *tree.iter("select"), *tree.iter("textarea")):
        if field.tag == "input" and (field.get("type") or "text").lower() in UNLABELLED:
            continue
        by = field.get("aria-labelledby", "").split()
        if not (
            field.get("aria-label")
            or (by and ids.issuperset(by))
            or field.get("id") in labelled
            or id(field) in wrapped
        ):
            yield f"{field.tag} {field.get('name') or field.get('id')} has no label"
    for button in (*tree.iter("button"), *tree.iter("a")):
        pictures = [image for image in button.iter("img") if image.get("alt")]
        if not (words(button) or button.get("aria-label") or button.get("aria-labelledby") or pictures):
            yield f"{button.tag} {button.get('id') or button.get('href') or ''} has no name"


def _check_pictures(tree: Element) -> Iterator[str]:
    for image in tree.iter("img"):
        if image.get("alt") is None:
            yield f"img {image.get('src')} has no alt"
    for svg in (element for element in tree.iter() if _local(element) == "svg"):
        hidden = svg.get("aria-hidden") == "true"
        titled = any(_local(child) == "title" for child in svg.iter())
        if not (hidden or svg.get("aria-label") or svg.get("aria-labelledby") or titled):
            yield "svg is neither hidden from nor named for a screen reader"


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _check_ids(tree: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    for name, times in counted.items():
        if times > 1:
            yield f"id {name} stands {times} times"
    for element in tree.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form"):
            for name in (element.get(attribute) or "").split():
                if name not in counted:
                    yield f"{element.tag} {attribute}={name} points nowhere"


def _check_policy(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if element.tag == "style" or element.get("style") is not None:
            yield f"inline style at {_local(element)}"
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA:
            yield "inline script"
        for attribute in element.keys():
            if attribute.startswith("on"):
                yield f"inline handler {attribute} at {_local(element)}"
            if element.get(attribute, "").strip().lower().startswith("javascript:"):
                yield f"javascript address at {_local(element)}"
        loaded = element.get(LOADS.get(_local(element), ""), "")
        is_named = element.get("rel") == "canonical"  # says what the page is called, loads nothing
        if not is_named and re.match(r"(https?:)?//", loaded):
            yield f"{_local(element)} loads from outside: {loaded}"


def _check_words(tree: Element) -> Iterator[str]:
    body = tree.find("body")
    found = RAW_WORDS.search(words(body)) if body is not None else None
    if found:
        yield f"raw text on the page: {found.group()}"
    for element in tree.iter():
        for attribute in element.keys():
            if element.get(attribute) in ("None", "Undefined"):
                yield f"{_local(element)} {attribute}={element.get(attribute)}"


def _check_addresses(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        for attribute in ADDRESSES:
            if NIP.search(element.get(attribute) or ""):
                yield f"a NIP in {attribute} of {_local(element)}"
    for link in tree.iter("a"):
        if link.get("href") in ("", "#"):
            yield f"link «{words(link)}» leads nowhere"


CHECKS = (
    _check_frame,
    _check_forms,
    _check_names,
    _check_pictures,
    _check_ids,
    _check_policy,
    _check_words,
    _check_addresses,
)


def header_problems(headers: dict[str, str], *, camera: bool, is_private: bool) -> list[str]:
    """What the headers of any answer lack; `is_private`: somebody is signed in, so nothing may be kept."""
    expected = expected_headers(camera=camera)
    wrong = [
        f"header {name}: {headers.get(name)!r}, not {value!r}"
        for name, value in expected.items()
        if headers.get(name) != value
    ]
    if is_private and headers.get("Cache-Control") != "no-store":
        wrong.append(f"a signed-in answer may be kept: Cache-Control {headers.get('Cache-Control')!r}")
    if NIP.search(headers.get("Location", "")):
        wrong.append("a NIP in the address redirected to")
    return wrong


def follow(page: Page, selector: str) -> None:
    """Click what leads to another page and wait for that page: without it the next look may be at the old one."""
    with page.expect_navigation():
        page.click(selector)


def fits(page: Page) -> bool:
    """Whether nothing hangs over the edge of the screen, once the page has come whole."""
    page.wait_for_load_state()
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
