"""Every route has its place in the policy; every refusal has its sentence."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

import app as package
from app.messages.refusals import SENTENCES
from app.shared.errors import DomainError, NotFound, Refused
from app.web.http.policy import EXCEPTIONS, POLICY, rule_for
from app.web.http.roles import PAGES
from tests.pages import PageClient


def endpoints(flask: Flask) -> set[str]:
    return {rule.endpoint for rule in flask.url_map.iter_rules()}


def test_every_route_is_placed(app: Flask) -> None:
    closed = sorted(endpoint for endpoint in endpoints(app) if not rule_for(endpoint))
    assert not closed, f"make their blueprint a room of a role in PAGES, app/web/http/roles.py: {closed}"


def test_the_policy_names_nothing_that_is_not_there(app: Flask) -> None:
    gone = set(EXCEPTIONS).union(*(pages.reads for pages in PAGES.values())) - endpoints(app)
    assert not gone, f"no such pages: take them out of app/web/http/roles.py or policy.py: {gone}"
    rooms = set(POLICY).union(*(pages.rooms for pages in PAGES.values()))
    unlike = rooms ^ set(app.blueprints)
    assert not unlike, f"each folder of app/web with a blueprint is a room in app/web/http/roles.py: {unlike}"
    assert not [room for pages in PAGES.values() for room in pages.rooms if room in POLICY]


@pytest.mark.parametrize("role", ["cashier", "manager", "employee", "personnel", "finance", "admin"])
def test_a_route_nobody_placed_is_closed_to_everybody(
    app: Flask, as_role: Callable[..., PageClient], role: str
) -> None:
    app.add_url_rule("/lupa", "forgotten", lambda: "secret", methods=["GET", "POST"])
    assert not rule_for("forgotten")
    as_role(role).get("/lupa", expect=403)


def test_a_stranger_at_a_route_nobody_placed_is_sent_to_sign_in(app: Flask, client: PageClient) -> None:
    app.add_url_rule("/lupa", "forgotten", lambda: "secret")
    assert client.get("/lupa", expect=303).location.startswith("/masuk")


def refusals() -> Iterator[type[DomainError]]:
    for found in pkgutil.walk_packages(package.__path__, "app."):
        importlib.import_module(found.name)
    waiting = [DomainError]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("app."):
                yield kind


def has_sentence(kind: type[DomainError]) -> bool:
    """Its own, or one of a family that says what happened; the three general ones say too little."""
    general = (DomainError, NotFound, Refused)
    return kind in SENTENCES or any(base in SENTENCES for base in kind.__mro__[1:] if base not in general)


def test_every_refusal_has_its_sentence() -> None:
    silent = sorted(f"{kind.__module__}.{kind.__name__}" for kind in refusals() if not has_sentence(kind))
    assert not silent, f"write the sentence of each in app/messages/refusals*.py: {silent}"


def test_a_refusal_without_a_sentence_is_noticed() -> None:
    class Silent(Refused):
        """Nobody wrote a sentence for it."""

    assert not has_sentence(Silent)
