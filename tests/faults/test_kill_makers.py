"""Whoever stores a photo, takes in a product list or makes statements is killed in the midst of it: all or nothing."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.audit.verify import catch_up
from app.closing.check import check_books
from app.extensions import db
from app.makers.models import Maker, Product, ProductPrice
from app.photos.files import find_folder
from app.photos.models import ProductPhoto, Upload
from app.settlement.models import Statement, StatementLine
from app.shared.transaction import rollback
from tests.ledger import City
from tests.makers.test_catalogue import ROWS, book
from tests.served import ROOT
from tests.settlement import corner

pytestmark = [
    pytest.mark.real_clock,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL"),
]
log = logging.getLogger(__name__)
WRITTEN = (Maker, Product, ProductPrice, Upload, ProductPhoto, Statement, StatementLine, AuditEvent)
ADDED = {"photo": [0, 0, 0, 1, 1, 0, 0], "import": [1, 3, 3, 0, 0, 0, 0], "statements": [0, 0, 0, 0, 0, 2, 2]}
"""Rows that each act adds to the tables above, the trail left out."""
Act = Callable[[object], str]


def count_rows() -> list[int]:
    rollback()
    return [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in WRITTEN]


def ensure_sound() -> None:
    """The books add up, and each row of a picture has its files."""
    rollback()
    catch_up()
    assert check_books().findings == []
    files = "".join(str(one) for one in find_folder().rglob("*") if one.is_file())
    assert all(one in files for one in db.session.scalars(select(Upload.sha256)))
    rollback()


@pytest.fixture
def acts(app: Flask, city: City, database_url: str) -> Iterator[Callable[[str, object], str]]:
    """Does an act that dies at a moment, in a city where goods of two makers were sold and a product list waits; where
    it died."""
    folder = Path(app.instance_path)
    folder.mkdir(parents=True, exist_ok=True)
    book(folder, *ROWS)
    product = db.session.get_one(Product, city.product_id)
    corner.sell(city.booth_id, product, 3)
    corner.sell(city.booth_id, corner.make_product("Kopi Salahutu", "Kopi rempah"), 2)
    words = [sys.executable, "-m", "tests.faults.maker_acts", database_url, str(folder), str(product.id)]
    rollback()
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, text=True, stdin=pipe, stdout=pipe) as child:
        assert child.stdin is not None and child.stdout is not None
        told = child.stdout

        def act(name: str, moment: object) -> str:
            print(name, moment, file=child.stdin, flush=True)
            return told.readline().strip()

        yield act


def test_acts_that_are_killed_are_done_whole_or_not_at_all(
    acts: Callable[[str, object], str], is_long: bool
) -> None:
    for name, added in ADDED.items():
        before = count_rows()
        kills = kill_everywhere(partial(acts, name), before, is_long=is_long)
        log.info("%s: %d kills, the last before the commit", name, kills)
        assert acts(name, "committed") == "committed"
        after = [there + more for there, more in zip(before, added, strict=False)]
        assert count_rows()[:-1] == after
        ensure_sound()
        assert acts(name, "never") == "done"
        assert count_rows()[:-1] == after
    ensure_sound()


def kill_everywhere(act: Act, before: list[int], *, is_long: bool) -> int:
    """Kill before each statement of the act (short: its third) and before its commit; nothing is stored. How often."""
    moments = count(1) if is_long else iter((3, 1_000))
    for kills, moment in enumerate(moments, 1):
        told = act(moment)
        assert count_rows() == before
        if told == "commit":
            return kills
        assert told == "statement"
    raise AssertionError("it was never killed before its commit")
