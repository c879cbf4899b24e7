"""One sale through the JSON API against a bare Flask hello on the same server, taken in turn (issue: Figures).

`python -m tests.bench sale`. Both servers are waitress with the settings of `make run`, each in its own process;
the load comes from a third: eight kept-alive connections, one request at a time on each. SQLite with
`synchronous=FULL`; token, content hash, catalogue, audit event and chain are all included.
Runs last seconds and alternate, so that what else the machine does hits all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import sale_counts
from tests.bench.figures import Figure
from tests.bench.load import CONNECTIONS, Load, Server, hello_request, hello_server, load, wait_for_port
from tests.served import ROOT, free_port

SECONDS = 2.0
SLICES = 2  # runs of each kind in a round
BATCH = 100
PEOPLE = 5_000
PRODUCTS = 200


def run(rounds: int = 3) -> list[Figure]:
    """Measure in turn: hello, single sales, batches of a hundred."""
    with tempfile.TemporaryDirectory() as folder, _servers(Path(folder)) as (servers, token):
        hello, api = servers
        kinds = {
            "hello": (hello, hello_request, CONNECTIONS),
            "single": (api, _singles(token), CONNECTIONS),
            "batch": (api, _batches(token), 1),
        }
        for server, make, connections in kinds.values():
            load(server, make, 1.0, connections)
        taken: dict[str, list[Load]] = {name: [] for name in kinds}
        for _ in range(rounds * SLICES):
            for name, (server, make, connections) in kinds.items():
                taken[name].append(load(server, make, SECONDS, connections))
            print(
                *(f"{name}: {runs[-1]}" for name, runs in taken.items()),
                sep="\n",
                file=sys.stderr,
                flush=True,
            )
    return _figures(taken)


def _figures(taken: dict[str, list[Load]]) -> list[Figure]:
    hellos, singles, batches = (taken[name] for name in ("hello", "single", "batch"))
    ratios = [sale.rate / hi.rate for sale, hi in zip(singles, hellos, strict=True)]
    costs = [sale.rate / (many.rate * BATCH) for many, sale in zip(batches, singles, strict=True)]
    floor = median(one.rate for one in hellos)
    rate = median(one.rate for one in singles)
    return [
        Figure("sale, JSON API, 8 connections", rate, "/s", floor, median(ratios), 0.12, at_least=True),
        Figure("sale, p99 / p50", median(one.p99 / one.p50 for one in singles), "×", bar=5.0),
        Figure("sale, errors", sum(one.errors for one in (*singles, *batches)), bar=0.0),
        _processor("sale, server CPU / hello's", singles, hellos, bar=10.0),
        Figure("batch of 100, cost of a sale / of a single request", median(costs), "×", bar=0.25),
        *sale_counts.figures(),
    ]


def _processor(name: str, ours: list[Load], hellos: list[Load], bar: float) -> Figure:
    """Processor time of the server for each request, against the hello's taken just before."""
    ratio = median(one.cpu / max(hi.cpu, 0.001) for one, hi in zip(ours, hellos, strict=True))
    floor = median(hi.cpu for hi in hellos)
    return Figure(name, median(one.cpu for one in ours), "ms", floor, ratio, bar)


def _request(token: str, sales: list[dict[str, Any]]) -> bytes:
    body = json.dumps({"sales": sales, "sent_at": datetime.now(UTC).isoformat()}).encode()
    head = (
        f"POST /api/v1/sales HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


_NUMBERS = iter(range(10**9))


def _sale() -> dict[str, Any]:
    number = next(_NUMBERS)
    return {
        "id": str(uuid.uuid4()),
        "sold_at": datetime.now(UTC).isoformat(),
        "cashier": "rina",
        "buyer": {"nip": _nip(number * 7919 % PEOPLE)},
        "lines": [{"product": number % PRODUCTS + 1, "quantity": 2, "unit_price": 15_000}],
        "payment": "cash",
    }


def _singles(token: str) -> Callable[[], bytes]:
    return lambda: _request(token, [_sale()])


def _batches(token: str) -> Callable[[], bytes]:
    return lambda: _request(token, [_sale() for _ in range(BATCH)])


def _nip(number: int) -> str:
    """A readable NIP of its own for each person."""
    born, sex = 1950 + number // 900, 1 + number % 2
    return f"{born}0101200501{sex}{number % 900 + 1:03d}"


@contextmanager
def _servers(folder: Path) -> Iterator[tuple[tuple[Server, Server], str]]:
    """A hello server and the real one on a fresh city, stopped afterwards; the token of its till."""
    environment = os.environ | {
        "APP_ENV": "development",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite'}",
        "INSTANCE_PATH": str(folder),
        "SECRET_KEY": "bench-key-of-no-use-0123456789",
    }
    words = [sys.executable, "-m", "tests.bench.bench_sale"]
    made = subprocess.run(
        [*words, "city"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    port, quiet = free_port(), subprocess.DEVNULL
    running = subprocess.Popen(
        [*words, "api", str(port)], cwd=ROOT, env=environment, stdout=quiet, stderr=quiet
    )
    try:
        wait_for_port(port)
        with hello_server() as hello:
            yield (hello, Server(port, running.pid)), made.stdout.split()[-1]
    finally:
        running.terminate()
        running.wait(10)


def _serve_api(port: int) -> None:
    from wsgi import app, serve

    settings = app.config["SETTINGS"]
    settings.port = port
    settings.host = "127.0.0.1"
    serve(settings)


def _make_city() -> None:
    """Five thousand people, two hundred products, one till; its token is the last word printed."""
    import flask_migrate

    from app import create_app
    from app.audit.rules import SYSTEM
    from app.booths.services import get_or_create_booth
    from app.directory.models import Employee
    from app.extensions import db
    from app.makers.models import Maker, Product, ProductPrice
    from app.shared import clock
    from app.shared.transaction import begin_writing, commit
    from app.tills.services.tills import enrol_till
    from tests.ledger import make_cashier

    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        begin_writing()
        at = clock.now()
        for number in range(PEOPLE):
            name = f"Pegawai {number}"
            person = Employee(nip=_nip(number), name=name, search_name=name.lower(), created_at=at,
                              card_token=uuid.uuid4().hex)  # fmt: skip
            db.session.add(person)
        maker = Maker(name="Dapur Kenari", search_name="dapur kenari", created_at=at)
        db.session.add(maker)
        db.session.flush()
        for number in range(PRODUCTS):
            product = Product(maker_id=maker.id, name=f"P{number}", search_name=f"p{number}", created_at=at)
            db.session.add(product)
            db.session.flush()
            price = ProductPrice(
                product_id=product.id, effective_from=date(2020, 1, 1), unit_price=15_000, recorded_at=at
            )
            db.session.add(price)
        booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
        make_cashier("rina", booth.id)
        till, token = enrol_till(booth.id, "Tablet", actor=SYSTEM)
        till.enrolled_at = at - timedelta(days=1)
        commit()
        print(token)


def main(words: list[str]) -> None:
    """The processes this file starts of itself: city, api."""
    if words[0] == "city":
        _make_city()
    else:
        _serve_api(int(words[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
