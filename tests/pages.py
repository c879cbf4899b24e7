"""The page client: opens pages as a browser does, checks each one, fills and sends their forms.

Every answer's headers are checked, every HTML page goes through `tests/page_checks.py`. CSRF is on: the token
sent is the one of the page that was opened, like a person's.
"""

from __future__ import annotations

import contextvars
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from app.extensions import db
from app.shared.transaction import begin_writing, commit, is_writing
from app.web.http.headers import CAMERA_BLUEPRINT
from tests import page_checks
from tests.counted import uncounted


class Page:
    """One answer, parsed when it is HTML."""

    def __init__(self, client: PageClient, response: TestResponse) -> None:
        self.client = client
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.is_html = response.mimetype == "text/html" and not 300 <= self.status < 400
        self.body = response.get_data(as_text=self.is_html)
        self.tree: Element | None = None
        self.invalid: list[str] = []
        if self.is_html:
            self.tree, self.invalid = page_checks.parse(self.body)

    @property
    def json(self) -> Any:
        """The parsed JSON answer."""
        return self.response.get_json()

    @property
    def data(self) -> bytes:
        """The raw body, for files."""
        return self.response.get_data()

    @property
    def location(self) -> str:
        """Where a redirect leads, with its query; empty where there is none."""
        return self.headers.get("Location", "")

    @property
    def text(self) -> str:
        """What a person reads, blanks folded."""
        assert self.tree is not None, "not a page"
        return page_checks.words(self.tree)

    @property
    def h1(self) -> str:
        """The page's heading."""
        return self.words("h1")[0]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by tag and attributes; `class_` asks for one class, `_` in other names reads as `-`."""
        assert self.tree is not None, "not a page"
        wanted = {name.replace("_", "-"): value for name, value in attributes.items() if name != "class_"}
        one_class = attributes.get("class_")
        return [
            element
            for element in self.tree.iter(tag)
            if all(element.get(name) == value for name, value in wanted.items())
            and (one_class is None or one_class in element.get("class", "").split())
        ]

    def words(self, tag: str, **attributes: str) -> list[str]:
        """The words of those elements."""
        return [page_checks.words(element) for element in self.all(tag, **attributes)]

    def rows(self, number: int = 0) -> list[dict[str, str]]:
        """The rows of a table's body, each cell under the words of its column head."""
        table = self.all("table")[number]
        heads = [page_checks.words(cell) for cell in table.findall("thead/tr/*")]
        return [
            dict(zip(heads, (page_checks.words(cell) for cell in row), strict=False))
            for row in table.findall("tbody/tr")
        ]

    @property
    def links(self) -> dict[str, str]:
        """Words of each link → its address."""
        return {page_checks.words(link): link.get("href", "") for link in self.all("a")}

    def form(self, name: str | None = None) -> Form:
        """The form of that id, name or action; without a name the only one in the page's main part."""
        forms = self.all("form")
        if name is None:
            (main,) = self.all("main")
            forms = list(main.iter("form"))
            assert len(forms) == 1, f"{len(forms)} forms, name one: {[form.get('action') for form in forms]}"
            return Form(self, forms[0])
        found = [form for form in forms if name in (form.get("id"), form.get("name"), form.get("action"))]
        assert found, f"no form {name}, only {[form.get('id') or form.get('action') for form in forms]}"
        return Form(self, found[0])

    @property
    def token(self) -> str:
        """The page's CSRF token: of a form, or the one offered to scripts; empty where there is none."""
        fields = self.all("input", name="csrf_token") if self.is_html else []
        metas = self.all("meta", name="csrf-token") if self.is_html else []
        return next((e.get("value") or e.get("content") or "" for e in (*fields, *metas)), "")

    def follow(self, expect: int = 200) -> Page:
        """Open the address a redirect names."""
        assert self.location, f"status {self.status} leads nowhere"
        return self.client.get(self.location, expect=expect)


class Form:
    """A form as a browser would send it: with what stands in it, and what the test types."""

    def __init__(self, page: Page, element: Element) -> None:
        self.page = page
        self.element = element
        self.method = element.get("method", "get").lower()
        self.action = element.get("action") or page.response.request.full_path.rstrip("?")
        self.names: set[str] = set()
        self.values: dict[str, Any] = self._standing()

    def _standing(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field in self.element.iter():
            name = field.get("name")
            if (
                not name
                or field.tag not in ("input", "select", "textarea")
                or field.get("disabled") is not None
            ):
                continue
            self.names.add(name)
            kind = (field.get("type") or "").lower()
            if kind in ("submit", "button", "image", "file") or (
                kind in ("checkbox", "radio") and field.get("checked") is None
            ):
                continue
            for value in _values_of(field):
                values.setdefault(name, []).append(value)
        return values

    def submit(self, expect: int | None = None, button: str | None = None, **typed: Any) -> Page:
        """Send it with these values typed; `button` is `name=value` of the one pressed, None leaves out."""
        unknown = set(typed) - self.names
        assert not unknown, f"the form has no field {unknown}, only {sorted(self.names)}"
        values = {**self.values, **typed}
        if button:
            name, _, value = button.partition("=")
            values[name] = value
        values = {name: value for name, value in values.items() if value is not None}
        if self.method == "post":
            return self.page.client.post(
                self.action, values, expect=303 if expect is None else expect, token=None
            )
        return self.page.client.get(self.action, expect=200 if expect is None else expect, query=values)


def _values_of(field: Element) -> list[str]:
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", option.text or "") for option in chosen]
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    return [field.get("value") or ("on" if field.get("type") in ("checkbox", "radio") else "")]


class PageClient:
    """One browser of one person. Each request runs outside the test's own application context."""

    def __init__(self, app: Flask, user: Any = None) -> None:
        self.app = app
        self.user = user
        self.browser = app.test_client()
        self.last: Page | None = None
        self.is_signed_in = False
        self.token = ""

    def get(self, path: str, expect: int = 200, *, query: dict[str, Any] | None = None, **more: Any) -> Page:
        """Open an address; the status must be the expected one."""
        return self._open("GET", path, expect, query_string=query, **more)

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        expect: int = 303,
        *,
        token: str | None = "",
        **more: Any,
    ) -> Page:
        """Send a form. The token is the last page's; `token=None` sends the data alone."""
        values = dict(data or {})
        if token is not None and "csrf_token" not in values and "json" not in more:
            values["csrf_token"] = token or self.token
        if "json" in more:
            more["headers"] = {"X-CSRFToken": token or self.token, **more.get("headers", {})}
            return self._open("POST", path, expect, **more)
        return self._open("POST", path, expect, data=values, **more)

    def follow(self, expect: int = 200) -> Page:
        """Open the address the last answer redirects to."""
        assert self.last is not None
        return self.last.follow(expect)

    def form(self, name: str | None = None) -> Form:
        """A form of the last page."""
        assert self.last is not None
        return self.last.form(name)

    def _open(self, method: str, path: str, expect: int, **more: Any) -> Page:
        was_writing = _give_way()
        # An empty context: the request gets an application context of its own, as it would in the server.
        response = contextvars.Context().run(self.browser.open, path, method=method, **more)
        _see_again(was_writing)
        page = Page(self, response)
        self.last = page
        self.token = page.token or self.token
        self._check(page, method, path)
        assert page.status == expect, f"{method} {path}: {page.status}, not {expect}\n{_gist(page)}"
        return page

    def _check(self, page: Page, method: str, path: str) -> None:
        assert not page_checks.NIP.search(path), f"a NIP in the address {path}"
        headers = dict(page.headers)
        wrong = page_checks.header_problems(
            headers,
            camera=self._has_camera(method, path),
            is_private=self.is_signed_in and "/static/" not in path,
        )
        if page.tree is not None:
            wrong += [*page.invalid, *page_checks.tree_problems(page.tree)]
        assert not wrong, f"{method} {path} ({page.status}):\n- " + "\n- ".join(wrong)

    def _has_camera(self, method: str, path: str) -> bool:
        try:
            endpoint, _ = self.app.url_map.bind("localhost").match(path.partition("?")[0], method)
        except (HTTPException, RequestRedirect):
            return False
        return str(endpoint).startswith(f"{CAMERA_BLUEPRINT}.")


@uncounted()
def _give_way() -> bool:
    """Commit what the test prepared, so that the request sees it and need not wait; True if there was."""
    was_writing = is_writing()
    if was_writing:
        commit()
    else:
        db.session.commit()  # ends the test's read transaction
    return was_writing


@uncounted()
def _see_again(was_writing: bool) -> None:
    """Let the test see what the request wrote, and write on if it was writing."""
    db.session.expire_all()
    if was_writing:
        begin_writing()


def _gist(page: Page) -> str:
    return page.text[:600] if page.is_html else str(page.body)[:600]
