"""Routes that every application of a test run would register and sort anew, done once per process.

An application has some five hundred. A blueprint's routes are made at its first registration and handed to the next
application as they are; what finds a route for an address is built when the first address is looked up, and shared
by all applications with the same routes. A test that adds a route has others, and gets its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, Flask
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher

Found = tuple[StateMachineMatcher, dict[Any, list[Rule]]]


class SharedMap(Map):
    """Werkzeug's map, built from its routes when it is first used, and only if no map has the same routes."""

    built: dict[tuple[Any, ...], Found] = {}
    merge_slashes = True  # as ever; a new route asks for it, and must not have everything built
    routes: list[Rule]
    content: tuple[Any, ...]
    found: Found | None

    def add(self, rulefactory: RuleFactory) -> None:
        """Add a route or several."""
        rules = list(rulefactory.get_rules(self))
        for rule in rules:
            rule.bind(self)
        self._extend(rules, tuple(map(_content, rules)))

    def adopt(self, rules: list[Rule]) -> None:
        """Take over routes that another map made; the list itself lives as long as the process."""
        self._extend(rules, (id(rules),))

    def update(self) -> None:
        """Nothing: it is sorted when it is built."""

    def _extend(self, rules: list[Rule], content: tuple[Any, ...]) -> None:
        self.routes = [*self.routes, *rules]
        self.content += content
        self.found = None

    def _build(self) -> Found:
        if self.content not in self.built:
            plain = Map()
            for rule in self.routes:
                if not rule.build_only:
                    plain._matcher.add(rule)
                plain._rules_by_endpoint.setdefault(rule.endpoint, []).append(rule)
            plain.update()
            self.built[self.content] = plain._matcher, plain._rules_by_endpoint
        return self.built[self.content]

    @property
    def _matcher(self) -> StateMachineMatcher:  # type: ignore[override]
        self.found = self.found or self._build()
        return self.found[0]

    @_matcher.setter
    def _matcher(self, _empty: StateMachineMatcher) -> None:
        self.routes, self.content, self.found = [], (), None

    @property
    def _rules_by_endpoint(self) -> dict[Any, list[Rule]]:  # type: ignore[override]
        self.found = self.found or self._build()
        return self.found[1]

    @_rules_by_endpoint.setter
    def _rules_by_endpoint(self, _empty: dict[Any, list[Rule]]) -> None:
        pass


def _content(rule: Rule) -> tuple[Any, ...]:
    """All that a route is made from."""
    return (
        rule.rule, rule.endpoint, frozenset(rule.methods or ()), repr(rule.defaults), rule.subdomain, rule.host,
        rule.strict_slashes, rule.merge_slashes, rule.build_only, rule.alias, rule.websocket, rule.redirect_to,
        getattr(rule, "provide_automatic_options", None),
    )  # fmt: skip


class _Registered(NamedTuple):
    """What a blueprint's registration left: its routes and views, and its other steps, which run each time."""

    routes: list[Rule]
    views: dict[str, Callable[..., Any]]
    steps: list[Callable[..., Any]]


def share_routes(app_class: type[Flask]) -> None:
    """Let the applications of this class share routes."""
    register = app_class.register_blueprint
    stored: dict[tuple[Blueprint, int], _Registered] = {}

    def registered_once(app: Flask, blueprint: Blueprint, **options: Any) -> None:
        steps = blueprint.deferred_functions
        routes, key = app.url_map, (blueprint, len(steps))
        assert isinstance(routes, SharedMap)
        if options or blueprint._blueprints or key not in stored:
            before = len(routes.routes)
            register(app, blueprint, **options)
            if not options and not blueprint._blueprints:
                stored[key] = _note(app, blueprint, routes.routes[before:])
            return
        blueprint.deferred_functions = stored[key].steps
        try:
            register(app, blueprint)
        finally:
            blueprint.deferred_functions = steps
        routes.adopt(stored[key].routes)
        app.view_functions.update(stored[key].views)

    app_class.url_map_class = SharedMap
    app_class.register_blueprint = registered_once  # type: ignore[method-assign,assignment]


def _note(app: Flask, blueprint: Blueprint, routes: list[Rule]) -> _Registered:
    steps = [one for one in blueprint.deferred_functions if "add_url_rule" not in one.__qualname__]
    views = {rule.endpoint: app.view_functions[rule.endpoint] for rule in routes}
    return _Registered(routes, views, steps)
