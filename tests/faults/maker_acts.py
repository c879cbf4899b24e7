"""Acts of the makers' side, each in a fork that is killed at a named moment: a Python starts once for all of them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import configure_mappers

from app import create_app
from app.audit.rules import SYSTEM
from app.extensions import db
from app.imports.services import import_file
from app.makers.imports import PRODUCTS
from app.photos.services import add_product_photo, make_picture
from app.settlement.services.statements import make_statements
from app.shared import transaction
from app.shared.transaction import begin_writing, commit
from tests.conftest import settings_for
from tests.office import TREASURER
from tests.photos.pictures import picture

LIST = "daftar.xlsx"
"""The product list that the import reads, in the folder of the test."""


def _add_photo(_folder: Path, product_id: int) -> None:
    made = make_picture(picture(size=(300, 200)))
    begin_writing()
    add_product_photo(product_id, made, actor=SYSTEM)


def _import_list(folder: Path, _product_id: int) -> None:
    import_file(PRODUCTS, folder / LIST, actor=SYSTEM)


def _make_statements(_folder: Path, _product_id: int) -> None:
    begin_writing()
    make_statements(actor=TREASURER)


ACTS: dict[str, Callable[[Path, int], None]] = {
    "photo": _add_photo,
    "import": _import_list,
    "statements": _make_statements,
}


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _die(word: str) -> None:
    _say(word)
    os.kill(os.getpid(), signal.SIGKILL)


def _arm(moment: str) -> None:
    """Die before the statement of this number, at the commit at the latest; or after it (`committed`); or not
    (`never`)."""
    left = [int(moment)] if moment.isdigit() else []

    def before_statement(connection: Any, *_: Any) -> None:
        if left and connection.info.get("writing"):
            left[0] -= 1
            if left[0] < 1:
                _die("statement")

    def before_commit(connection: Any) -> None:
        if left and connection.info.get("writing"):
            _die("commit")

    event.listen(db.engine, "before_cursor_execute", before_statement)
    event.listen(db.engine, "commit", before_commit)
    if moment == "committed":
        transaction._Hooks.after = lambda _session: _die("committed")


def main(url: str, folder: str, product_id: str) -> None:
    """For each line of standard input, an act and a moment: do it in a fork that dies there and says where it was."""
    app = create_app(settings_for(url, Path(folder)))
    configure_mappers()  # once, and not in each fork
    with app.app_context():
        for line in sys.stdin:
            name, moment = line.split()
            pid = os.fork()
            if pid == 0:
                db.engine.dispose(close=False)
                _arm(moment)
                ACTS[name](Path(folder), int(product_id))
                commit()
                _say("done")
                os._exit(0)
            os.waitpid(pid, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
