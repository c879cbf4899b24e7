"""What every application of a test run would work out anew, kept for the whole process: compiled templates and routes.

A fresh application per test is what keeps tests apart; its templates and addresses are the same each time, and
compiling them took two thirds of the suite. Nothing of an application is kept: templates by the hash of their
source, routes by their text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from app.web.http.flask_app import App


class _Templates(BytecodeCache):
    """Bytecode in memory; Jinja itself asks for the hash of the source."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled from the same source before, if anything."""
        if kept := self._kept.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled just now."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def build_once() -> None:
    """Let all applications of this process share compiled templates and routes."""
    App.jinja_options = {**App.jinja_options, "bytecode_cache": _Templates()}
    Rule.compile = _remembered(Rule.compile)  # type: ignore[method-assign]


def _remembered(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """What a rule is compiled to depends on its own text and switches alone, and is only read afterwards."""
    kept: dict[Any, Any] = {}

    def remembered(rule: Rule) -> None:
        made_from = (
            rule.rule, rule.is_leaf, rule.strict_slashes, rule.merge_slashes, rule.subdomain, rule.host,
            repr(rule.defaults),
        )  # fmt: skip
        if made_from not in kept:
            compile_rule(rule)
            builders = rule._build.__func__, rule._build_unknown.__func__  # type: ignore[attr-defined]
            kept[made_from] = rule._parts, rule._trace, rule._converters, rule.arguments, *builders
        rule._parts, rule._trace, rule._converters, rule.arguments, build, build_unknown = kept[made_from]
        rule._build, rule._build_unknown = build.__get__(rule, None), build_unknown.__get__(rule, None)

    return remembered
