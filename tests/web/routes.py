"""What the generated tests share: every rule of the application, an address for it, people, and the state's
digest."""

from __future__ import annotations

import contextvars
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.rules.roles import ROLES
from app.extensions import db
from app.shared.columns import Base
from app.shared.transaction import commit, is_writing
from app.web.http.policy import may_enter
from tests.logins import sign_in
from tests.pages import PageClient
from tests.standing import make_person, make_tree

SAFE = ("GET", "HEAD", "OPTIONS")
SIDE_EFFECTS = frozenset({"audit_event", "chain_link", "login_session", "login_failure"})
"""Named side transactions (decisions, end): refused attempts, counters, last use. Everything else is the
business."""
MISSING = {"id": "9" * 15, "version": "9" * 9, "uuid": "5f0c7f2e-9d3a-4f6b-8a51-000000000000"}
FILLERS = {"period": "2026-10", "path": "css/app.css", "default": "x", "string": "x", "decision": "pembeli"}
ANYBODY = "anonymous"


@dataclass(frozen=True)
class Route:
    """One rule with one of its methods."""

    rule: Rule
    method: str

    @property
    def endpoint(self) -> str:
        return str(self.rule.endpoint)


def routes(app: Flask, *methods: str) -> Iterator[Route]:
    """Every rule × each of its methods (or those given). Of two rules with one address, one answers OPTIONS."""
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.endpoint, one.rule)):
        for method in sorted(rule.methods or ()):
            if methods and method not in methods:
                continue
            if method == "OPTIONS" and adapter.match(address(rule), method=method)[0] != rule.endpoint:
                continue
            yield Route(rule, method)


def kinds(rule: Rule) -> dict[str, str]:
    """Parameter → kind of its converter (`id`, `uuid`, `period`, `any`, `path` …)."""
    names = {"IdConverter": "id", "UUIDConverter": "uuid", "PeriodConverter": "period", "AnyConverter": "any"}
    names |= {"DecisionConverter": "decision", "VersionConverter": "version"}
    found = {}
    for name, converter in rule._converters.items():
        kind = type(converter).__name__
        found[name] = names.get(kind, "path" if kind == "PathConverter" else "default")
    return found


def address(rule: Rule, **values: Any) -> str:
    """A path that matches the rule: the values given, a missing number for ids, something fitting for the
    rest."""
    filled: dict[str, Any] = {}
    for name, kind in kinds(rule).items():
        if name in values:
            filled[name] = values[name]
        elif kind == "any":
            filled[name] = sorted(rule._converters[name].items)[0]
        else:
            filled[name] = MISSING.get(kind) or FILLERS[kind]
    path = rule.rule
    for part in rule.rule.split("<")[1:]:
        inside = part.split(">")[0]
        path = path.replace(f"<{inside}>", str(filled[inside.rpartition(":")[2]]), 1)
    return path


def state() -> dict[str, str]:
    """Table → a hash over its rows, of the whole business: the proof that a refused request changed nothing."""
    if is_writing():
        commit()
    db.session.rollback()
    found = {}
    for name, table in sorted(Base.metadata.tables.items()):
        if name not in SIDE_EFFECTS:
            keys = ", ".join(column.name for column in table.primary_key)
            rows = db.session.execute(text(f"SELECT * FROM {name} ORDER BY {keys}"))  # noqa: S608
            found[name] = hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
    db.session.rollback()
    return found


def people(app: Flask, tree: Any = None) -> dict[str, PageClient]:
    """A browser of each role, and of a stranger; each has opened a page and so holds a token."""
    _, opd, school = tree or make_tree()
    person = make_person(school)
    found = {
        name: sign_in(app, name, unit=opd, employee=person if role.needs_employee else None)
        for name, role in ROLES.items()
    }
    found[ANYBODY] = PageClient(app)
    for role, client in found.items():
        client.get("/masuk" if role == ANYBODY else "/sandi")
    return found


def opens(route: Route, role: str) -> bool:
    """Whether the policy lets this role, or ANYBODY, in."""
    roles = frozenset() if role == ANYBODY else frozenset({role})
    return may_enter(route.endpoint, roles, role != ANYBODY)


def in_turn(some: list[str], number: int, count: int) -> list[str]:
    """Up to `count` of these, for each number beginning with another one."""
    return [some[(number + step) % len(some)] for step in range(min(count, len(some)))]


def ask(client: PageClient, method: str, path: str, *, token: str | None = None, **more: Any) -> TestResponse:
    """One raw request in a context of its own, the token in the header that scripts use."""
    db.session.rollback()
    headers = {"X-CSRFToken": token} if token is not None else {}
    response: TestResponse = contextvars.Context().run(
        client.browser.open, path, method=method, headers=headers | more.pop("headers", {}), **more
    )
    response.close()
    return response
