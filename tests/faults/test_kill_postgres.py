"""PostgreSQL is killed while eight tills sell; the application is never restarted."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from tests.conftest import SECRET, Migrations, settings_for
from tests.engines import WheelServer, fast_folder
from tests.faults.sums import ensure_three_sums_agree
from tests.faults.tills import Tills
from tests.faults.warm import WarmServer
from tests.ledger import City, make_city

pytestmark = [
    pytest.mark.real_clock,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the server's processes in /proc"),
]
PATIENCE = 5.0
KILLS_LONG = 8
log = logging.getLogger(__name__)


@pytest.fixture
def cluster() -> Iterator[WheelServer]:
    """A server of this test alone, as safe as PostgreSQL is when nobody turns that off."""
    with fast_folder("pgkill") as folder:
        server = WheelServer(folder)
        server.start("-c fsync=on -c synchronous_commit=on -c full_page_writes=on")
        yield server
        with suppress(RuntimeError):  # it may be down
            server.stop()


@pytest.fixture
def own_app(cluster: WheelServer, migrate: Migrations, tmp_path: Path) -> Iterator[Flask]:
    """The application on that server: for the city before, and for the sums afterwards."""
    url = f"postgresql+psycopg://postgres@/postgres?host={cluster.sockets}"
    migrate(url)
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_after_postgresql_was_killed_tills_sell_on_within_five_seconds(
    own_app: Flask, cluster: WheelServer, tmp_path: Path, is_long: bool
) -> None:
    city: City = make_city()
    db.session.remove()
    db.engine.dispose()
    url = own_app.config["SQLALCHEMY_DATABASE_URI"]
    server = WarmServer(url, tmp_path, SECRET_KEY=SECRET)
    server.start()
    process, tills = server.pid, Tills(city, server.port)
    try:
        tills.start()
        for kill in range(KILLS_LONG if is_long else 1):
            time.sleep(0.8)
            assert tills.count_acknowledged() > 0
            kill_at_once(cluster)
            time.sleep(0.4)
            cluster.start_again()
            took = seconds_until_sold(tills)
            log.info("kill %d: selling again %.2f s after the database was back", kill + 1, took)
            assert took <= PATIENCE
        stored = tills.finish()
        assert server.pid == process  # the application was never restarted
    finally:
        tills.stopping.set()
        server.stop()
    log.info("%d acknowledged, answers %s", len(stored.amounts), dict(stored.statuses))
    assert stored.statuses.keys() == {200, 503} and stored.lines_lost == 0
    assert stored.results.keys() <= {"recorded", "replayed"}
    ensure_three_sums_agree(own_app, stored)


def kill_at_once(cluster: WheelServer) -> None:
    """SIGKILL to the postmaster and all its processes: nothing is written down, no connection says goodbye."""
    postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
    victims = [postmaster, *children_of(postmaster)]
    for pid in victims:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while any(is_running(pid) for pid in victims) and time.monotonic() < until:
        time.sleep(0.01)
    # Where nobody reaps orphans, a dead postmaster keeps its number and its lock files look alive.
    for lock in (cluster.data / "postmaster.pid", *cluster.sockets.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)


def children_of(parent: int) -> list[int]:
    """Processes whose parent it is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def is_running(pid: int) -> bool:
    """Whether it is there and not only waiting to be forgotten."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def seconds_until_sold(tills: Tills) -> float:
    """How long until each of the tills has sold again."""
    began, before = time.monotonic(), [len(mine.amounts) for mine in tills.acknowledged]
    while time.monotonic() < began + 20:
        if all(len(mine.amounts) > count for mine, count in zip(tills.acknowledged, before, strict=True)):
            break
        time.sleep(0.01)
    return time.monotonic() - began
