"""The 7th, as a whole (issue 3, Figures): tills that sell while a town hall signs in.

Forty tills with tokens of their own send one sale a second each for a minute, kept-alive, at fixed moments: a slow
answer does not slow the next one's clock. Beside them three hundred employees come through that same minute, sign
in with a password (Argon2id, nothing spared) and open /saya/. All against `make run`'s own server: wsgi.py, SQLite.
The load is a process of its own on the same cores.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench.figures import Figure
from tests.bench.seventh_city import PASSWORD, Town, town_from
from tests.served import ROOT, Server, served, server_environment

SECONDS, TILLS, EMPLOYEES = 60, 40, 300
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@dataclass
class Day:
    """What came of it: milliseconds a sale, seconds a visit (from the first page to /saya/), and every failure."""

    sales: list[float] = field(default_factory=list)
    slowest_till: float = 0.0  # the p99 in ms of the till that had to wait most
    visits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def p(self, share: float, of: str = "sales") -> float:
        """A percentile of the sales or of the visits."""
        values = sorted(getattr(self, of))
        return float(values[min(int(len(values) * share), len(values) - 1)])


def run() -> list[Figure]:
    """Measure the whole day once, tills alone before it: each is a minute long."""
    alone, day = live_through(SECONDS, TILLS, EMPLOYEES)
    return figures_of_day(alone, day, TILLS * SECONDS, EMPLOYEES)


def figures_of_day(alone: Day, day: Day, sales: int, visits: int) -> list[Figure]:
    """The day as lines of the table."""
    missing = sales - len(day.sales) + visits - len(day.visits)
    return [
        Figure("the 7th: sales by 40 tills, one a second each", len(day.sales)),
        Figure("the 7th: errors, of sales and of sign-ins", max(len(day.failures), missing), bar=0),
        _beside("the 7th: a sale, p50, against tills alone", day.p(0.5), alone.p(0.5)),
        _beside("the 7th: a sale, p99, against tills alone", day.p(0.99), alone.p(0.99)),
        Figure("the 7th: a sale, p99 / p50", day.p(0.99) / day.p(0.5), "×", bar=5.0),
        Figure("the 7th: the slowest till's p99 / p50 of all", day.slowest_till / day.p(0.5), "×", bar=10.0),
        Figure("the 7th: from the first page to /saya, p50", day.p(0.5, "visits"), "s"),
        Figure("the 7th: from the first page to /saya, the slowest", max(day.visits), "s"),
    ]


def _beside(name: str, value: float, alone: float) -> Figure:
    return Figure(name, value, "ms", alone, value / alone)


def live_through(seconds: int, tills: int, employees: int) -> list[Day]:
    """Make the city, start the server, and let the load live through it: tills alone, then all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'seventh.sqlite'}"
        words = [sys.executable, "-m", "tests.bench.seventh_city", str(tills), str(employees)]
        environment = server_environment(url, folder)
        made = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        (folder / "town.json").write_text(made.stdout)
        with served(url, folder, APP_ENV="development") as server:
            return [_load(folder, server, seconds, count) for count in (0, employees)]


def _load(folder: Path, server: Server, seconds: int, visitors: int) -> Day:
    words = [sys.executable, "-m", "tests.bench.bench_seventh", str(folder / "town.json"), str(server.port)]
    done = subprocess.run(
        [*words, str(seconds), str(visitors)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return Day(**json.loads(done.stdout))


async def _live(town: Town, port: int, seconds: int, visitors: int) -> Day:
    for name in town.usernames[-3:]:  # a server that has been up since the morning has its templates compiled
        await _employee(port, name, 0, Day())
    day = Day()
    begin = time.perf_counter() + 0.5
    chance = random.Random(7)
    await asyncio.gather(
        *(_till(port, token, town, begin + place / len(town.tokens), seconds, day)
          for place, token in enumerate(town.tokens)),
        *(_employee(port, name, begin + chance.random() * seconds, day) for name in town.usernames[:visitors]),
    )  # fmt: skip
    return day


async def _till(port: int, token: str, town: Town, begin: float, seconds: int, day: Day) -> None:
    """One sale a second; what answers late is late, and the next one goes out at its own moment or right after."""
    line = Line(port)
    own = []
    for second in range(seconds):
        await _until(begin + second)
        due = min(time.perf_counter(), begin + second + 0.01)
        body = json.dumps({"sales": [_sale(town)], "sent_at": datetime.now(UTC).isoformat()})
        status, answer, _ = await line.ask(
            "POST", "/api/v1/sales", body, Authorization=f"Bearer {token}", Content_Type="application/json"
        )
        if status == 200 and '"recorded"' in answer:
            own.append((time.perf_counter() - due) * 1000)
        else:
            day.failures.append(f"sale: {status} {answer[:80]}")
    line.close()
    day.sales += own
    if own:
        day.slowest_till = max(day.slowest_till, sorted(own)[int(len(own) * 0.99)])


async def _employee(port: int, username: str, at: float, day: Day) -> None:
    """Open the api, sign in, and look at the own month, as a browser does."""
    await _until(at)
    began = time.perf_counter()
    line = Line(port)
    try:
        status, page, _ = await line.ask("GET", "/masuk")
        token = _TOKEN.search(page)
        if token is None:
            day.failures.append(f"api: {status}")
            return
        form = urlencode({"csrf_token": token.group(1), "username": username, "password": PASSWORD})
        status, page, _ = await line.ask(
            "POST", "/masuk", form, Content_Type="application/x-www-form-urlencoded"
        )
        if status != 303:
            day.failures.append(f"sign-in: {status} {page[:200]}")
            return
        status, page, _ = await line.ask("GET", "/saya/")
        if status != 200 or "Pegawai" not in page:
            day.failures.append(f"/saya: {status}")
            return
        day.visits.append(time.perf_counter() - began)
    except (OSError, EOFError) as error:
        day.failures.append(f"employee: {error!r}")
    finally:
        line.close()


class Line:
    """One kept-alive connection with its cookies, opened when it is first used."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, body: str = "", **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        """Send one request; (status, body, headers). OSError or EOFError where the server hangs up."""
        if self.pair is None:
            self.pair = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.pair
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body.encode())}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        writer.write("\r\n".join([*lines, "", body]).encode())
        status = int((await reader.readline()).split()[1])
        answered: dict[str, str] = {}
        while row := (await reader.readline()).decode().strip():
            name, _, value = row.partition(": ")
            answered[name.lower()] = value
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        found = await reader.readexactly(int(answered.get("content-length", "0")))
        return status, found.decode(errors="replace"), answered

    def close(self) -> None:
        """Hang up."""
        if self.pair is not None:
            self.pair[1].close()


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))


def _sale(town: Town) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "sold_at": datetime.now(UTC).isoformat(),
        "cashier": "rina",
        "buyer": {"employee": random.choice(town.people)},
        "lines": [{"product": town.product, "quantity": 2, "unit_price": 15_000}],
        "payment": "cash",
    }


if __name__ == "__main__":
    town = town_from(Path(sys.argv[1]).read_text())
    print(json.dumps(asdict(asyncio.run(_live(town, *map(int, sys.argv[2:]))))))
