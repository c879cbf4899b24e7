"""Acts on courses in a process of its own, which a test kills: each act is said once it is committed."""

from __future__ import annotations

import sys
from pathlib import Path

from app import create_app
from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.transaction import begin_writing, commit, rollback
from app.training.errors import AlreadyEnrolled
from app.training.services.attendance import finish_event
from app.training.services.seats import enrol
from tests.conftest import settings_for


def act(words: list[str]) -> None:
    """`enrol EVENT MAKER` or `finish EVENT`, committed; done before, nothing changes."""
    begin_writing()
    try:
        if words[0] == "enrol":
            enrol(int(words[1]), int(words[2]), "Ibu Maria", "site", actor=SYSTEM)
        else:
            finish_event(int(words[1]), actor=SYSTEM)
    except AlreadyEnrolled:
        rollback()
    commit()
    db.session.remove()


def main(url: str, folder: str) -> None:
    """Follow the lines of standard input; repeat each that is done."""
    app = create_app(settings_for(url, Path(folder)))
    with app.app_context():
        for line in sys.stdin:
            act(line.split())
            sys.stdout.write(line)
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
