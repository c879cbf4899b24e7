"""The server is killed with SIGKILL again and again while eight tills sell."""

from __future__ import annotations

import logging
import os
import random
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from tests.faults.sums import ensure_three_sums_agree
from tests.faults.tills import Tills
from tests.ledger import City
from tests.served import Server

pytestmark = [
    pytest.mark.real_clock,
    pytest.mark.sqlite,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and process groups"),
]
KILLS, KILLS_LONG = 3, 100
log = logging.getLogger(__name__)


def test_a_killed_server_loses_and_doubles_nothing_it_acknowledged(
    app: Flask, city: City, server: Server, database_url: str, tmp_path: Path, is_long: bool
) -> None:
    chance, tills = random.Random(3), Tills(city, server.port)
    kills = KILLS_LONG if is_long else KILLS
    path = Path(str(make_url(database_url).database))
    tills.start()
    for kill in range(kills):
        time.sleep(0.15 + chance.random() * 0.6)
        server.kill()
        ensure_sound_as_left(path, tmp_path / f"left{kill}")
        server.start()
    acknowledged = tills.finish()
    log.info("%d kills, %d acknowledged, %s", kills, len(acknowledged.amounts), dict(acknowledged.results))
    assert acknowledged.lines_lost >= kills  # each kill was felt
    assert acknowledged.results.keys() <= {"recorded", "replayed"} and acknowledged.statuses.keys() <= {
        200,
        503,
    }
    ensure_three_sums_agree(app, acknowledged)


def ensure_sound_as_left(path: Path, folder: Path) -> None:
    """A copy of what the kill left must open and be whole; the files themselves are for the next server."""
    folder.mkdir()
    for name in (path.name, f"{path.name}-wal"):
        if (path.parent / name).exists():
            # In a process of its own: closing the file here would drop the locks of this process's own connection.
            subprocess.run(["cp", path.parent / name, folder / name], check=True)
    left = sqlite3.connect(folder / path.name)
    assert left.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    left.close()
    shutil.rmtree(folder)
