"""What every application of a test run would work out anew, stored for the whole process: compiled templates, routes
(`tests/shared_routes.py`) and SQL, and the hash of app/static.

A fresh application per test is what keeps tests apart; its templates, addresses and statements are the same each time,
and compiling them took two thirds of the suite. Nothing of an application is stored: templates by the hash of their
source, routes by their blueprint, statements by SQLAlchemy's own key and the kind of database.
"""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

import app
from app.accounts.services import pins
from app.extensions import db
from app.web.http.assets import tree_hash
from app.web.http.flask_app import App
from tests.engines import COPIES
from tests.shared_routes import share_routes


class _Templates(BytecodeCache):
    """Compiled templates in memory; Jinja itself asks for the hash of the source."""

    def __init__(self) -> None:
        self._stored: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled from the same source before, if anything."""
        bucket.code = self._stored.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store what was compiled just now."""
        self._stored[bucket.key, bucket.checksum] = bucket.code


_statements: LRUCache[Any, Any] = LRUCache(5000)


def build_once() -> None:
    """Let all applications of this process share compiled templates and routes, and make `share` possible.

    Nothing is collected while tests are loaded (`collect_seldom`).
    """
    gc.disable()
    App.jinja_options = {**App.jinja_options, "bytecode_cache": _Templates()}
    share_routes(App)
    # Asking a copy of the migrated template for its revision would open a connection more in each test.
    refuse = app.refuse_former_schema
    app.refuse_former_schema = lambda url: None if url in COPIES else refuse(url)
    # A PIN costs a fifth of a second on purpose; tests/accounts/test_pins.py holds the real number of iterations.
    pins.ITERATIONS = 1_000
    # A compiled statement is stored under its dialect, of which each engine has its own, all alike.
    DefaultDialect.__eq__ = lambda ours, other: type(ours) is type(other)  # type: ignore[method-assign,assignment]
    DefaultDialect.__hash__ = lambda ours: hash(type(ours))  # type: ignore[method-assign,assignment]


def share(built: Flask) -> None:
    """Let this application, whose context is pushed, use the statements and the assets' hash of those before it."""
    db.engine.update_execution_options(compiled_cache=_statements)
    built.extensions["assets"] = {"version": _hash_of_assets(str(built.static_folder))}


@cache
def _hash_of_assets(folder: str) -> str:
    return tree_hash(Path(folder))


def collect_seldom() -> None:
    """Leave what is loaded out of every garbage collection, and collect after hundreds of tests: it took a fifth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)
    gc.enable()
