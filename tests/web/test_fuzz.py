"""A seeded fuzz over the url_map: whatever is sent, the answer is below 500 (issue 2, bad input).

`FUZZ_REQUESTS` sets how many requests (600 on each engine, 20.000 in `make faults`), `FUZZ_SEED` which ones.
"""

from __future__ import annotations

import io
import os
import random
import re
import traceback
from typing import Any

import pytest
from flask import Flask, got_request_exception

from app.web.http.policy import rule_for
from tests.pages import PageClient
from tests.standing import make_tree
from tests.web.foreign import make_worlds
from tests.web.routes import Route, address, ask, kinds, people, routes

WORDS = (
    "", " ", "0", "1", "-1", "1.5", "1e9", "9" * 18, "9" * 30, "2147483648", "9223372036854775808", "NaN",
    "Infinity", "١٢٣",
    "198507122010012009", "19850712 201001 2 009", "2026-02-29", "2026-13", "2026-11", "2026-11-07", "0001-01-01",
    "9999-12-31",
    "07-11-2026", "null", "true", "[]", "{}", '{"a":1}', "'", '"', "' OR 1=1 --", "%", "_", "%_%", "\\",
    "../../etc/passwd",
    "<script>alert(1)</script>", "{{7*7}}", "{0}", "%s%n", "\x00", "a\x00b", "\ud800".encode("utf-8",
    "replace").decode(),
    "\u202e", "\r\nX: y", "\u00a0", "Ä" * 300, "x" * 5000, "😀" * 50, "Rp 20.000", "20.000", "-20000", "cash", "=1+1",
    "on",
)  # fmt: skip
NAMES = (
    "csrf_token", "halaman", "urut", "bulan", "cari", "peran", "keadaan", "room", "actor", "since", "until",
    "lanjut", "kembali",
    "bahasa", "value", "name", "nip", "query", "q", "amount", "quantity", "unit_price", "reason", "period", "role",
    "unit",
    "booth", "unit_id", "booth_id", "employee_id", "code", "password", "again", "username", "file", "text", "number",
    "letter",
    "position", "echelon", "sale", "lines", "sent_at", "id", "ids", "as_of", "opd", "status", "payment", "upload",
    "sha256",
)  # fmt: skip
METHODS = ("GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH")
TYPES = (
    "text/plain",
    "application/xml",
    "application/json",
    "multipart/form-data",
    "application/x-www-form-urlencoded; charset=x",
)


class Fuzzer:
    """Makes requests from a seeded source; the same seed makes the same ones."""

    def __init__(self, app: Flask, seed: int) -> None:
        self.chance = random.Random(seed)
        self.app = app
        self.all = [route for route in routes(app) if route.endpoint not in ("auth.sign_out", "static")]
        tree = make_tree()
        self.clients: dict[str, PageClient] = people(app, tree)
        bound, self.things = make_worlds(app, tree)
        self.clients |= {f"{room} terikat": client for room, client in bound.items()}
        self.names = (*NAMES, *self.things)
        self.fields = {route.endpoint: self._fields(route) for route in self.all if route.method == "GET"}

    def _fields(self, route: Route) -> list[str]:
        """The names of the inputs on that page: forms mostly post to where they stand."""
        fitting = [who for who in self.clients if who.partition(" ")[0] in rule_for(route.endpoint)] or [
            "anonymous"
        ]
        found: set[str] = set()
        for who in fitting:
            path = address(
                route.rule, **{name: self.things[name] for name in kinds(route.rule) if name in self.things}
            )
            found |= set(
                re.findall(
                    r' name="([a-z_0-9-]+)"',
                    ask(self.clients[who], "GET", path).get_data().decode(errors="replace"),
                )
            )
        return sorted(found - {"csrf_token", "viewport", "theme-color", "color-scheme"})

    def word(self) -> str:
        """Something nasty, or the id of something real."""
        if self.chance.random() < 0.15:
            return str(self.chance.choice(list(self.things.values())))
        return self.chance.choice(WORDS)

    def values(self, endpoint: str = "") -> dict[str, Any]:
        """Form or query values, the page's own fields for preference; now and then the same name twice."""
        own = self.fields.get(endpoint)
        if own and self.chance.random() < 0.7:
            found: dict[str, Any] = {name: self.word() for name in own if self.chance.random() < 0.85}
        else:
            found = {self.chance.choice(self.names): self.word() for _ in range(self.chance.randrange(7))}
        if found and self.chance.random() < 0.2:
            found[self.chance.choice(list(found))] = [self.word(), self.word()]
        return found

    def json(self, depth: int = 0) -> Any:
        """A JSON value of any shape."""
        pick = self.chance.random()
        if depth > 2 or pick < 0.4:
            return self.chance.choice((*WORDS[:60], 0, -1, 10**20, 1.5, None, True, False))
        if pick < 0.7:
            return [self.json(depth + 1) for _ in range(self.chance.randrange(4))]
        return {self.chance.choice(self.names): self.json(depth + 1) for _ in range(self.chance.randrange(5))}

    def request(self) -> tuple[str, str, str, dict[str, Any]]:
        """(who, method, path, what is sent)."""
        route: Route = self.chance.choice(self.all)
        method = route.method if self.chance.random() < 0.8 else self.chance.choice(METHODS)
        path = address(route.rule, **self._parts(route))
        return self._who(route), method, path, self._body(method, route.endpoint)

    def _parts(self, route: Route) -> dict[str, Any]:
        return {
            name: self.things[name]
            for name, kind in kinds(route.rule).items()
            if kind in ("id", "uuid") and name in self.things and self.chance.random() < 0.7
        }

    def _who(self, route: Route) -> str:
        fitting = [who for who in self.clients if who.partition(" ")[0] in rule_for(route.endpoint)]
        return self.chance.choice(fitting if fitting and self.chance.random() < 0.85 else list(self.clients))

    def _body(self, method: str, endpoint: str) -> dict[str, Any]:
        sent: dict[str, Any] = {}
        if self.chance.random() < 0.4:
            sent["query_string"] = {
                key: value for key, value in self.values(endpoint).items() if "\x00" not in str(value)
            }
        if method in ("GET", "HEAD", "OPTIONS"):
            return sent
        kind = self.chance.random()
        if kind < 0.55:
            sent["data"] = self.values(endpoint)
        elif kind < 0.75:
            sent["json"] = self.json()
        elif kind < 0.9:
            junk = self.chance.randbytes(self.chance.randrange(200))
            sent["data"] = self.values(endpoint) | {
                "file": (io.BytesIO(junk), self.chance.choice(("a.xlsx", "b.csv", "../c", "")))
            }
        else:
            sent |= {"data": self.chance.randbytes(60), "content_type": self.chance.choice(TYPES)}
        return sent


class Raised:
    """Remembers where the last unforeseen error came from."""

    last = ""

    def __call__(self, _app: Flask, exception: BaseException, **_rest: Any) -> None:
        ours = [frame for frame in traceback.extract_tb(exception.__traceback__) if "/app/" in frame.filename]
        place = f"{ours[-1].filename.rpartition('/app/')[2]}:{ours[-1].lineno}" if ours else "?"
        self.last = f"{exception!r:.200} at {place}"


@pytest.mark.real_clock
@pytest.mark.both_engines
def test_whatever_is_sent_the_answer_is_below_500(app: Flask, session: Any, is_long: bool) -> None:
    count = int(os.environ.get("FUZZ_REQUESTS", "20000" if is_long else "600"))
    seed = int(os.environ.get("FUZZ_SEED", "20261107"))
    fuzzer = Fuzzer(app, seed)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    raised = Raised()
    got_request_exception.connect(raised, app)
    broken: dict[str, str] = {}
    seen: dict[int, int] = {}
    for number in range(count):
        who, method, path, sent = fuzzer.request()
        client = fuzzer.clients[who]
        if who not in ("anonymous",) and number % 200 == 0:
            client.browser.get("/sandi")
        answer = ask(client, method, path, token=client.token, **sent)
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
        if answer.status_code >= 500:
            broken.setdefault(f"{method} {path}", f"#{number} {who} {sent!r:.300} {raised.last}")
    assert not broken, f"seed {seed}, {seen}:\n" + "\n".join(f"{at}: {what}" for at, what in broken.items())
    assert seen.get(200, 0) > count / 20, seen
