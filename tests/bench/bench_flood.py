"""A flood of strangers beside the tills: 32 sockets that ask without pause for what anybody may open.

Ten tills send two sales a second each, kept-alive, at fixed moments, in turn alone and with the flood: rounds of some
seconds, medians over the rounds. All against `make run`'s own server: wsgi.py, SQLite. The tills' load and the flood
are processes of their own on the same cores, so a part of what is measured is the flood's own work.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.bench_seventh import Day, Line, _sale, _until
from tests.bench.figures import Figure
from tests.bench.seventh_city import Town, town_from
from tests.served import ROOT, Server, served, server_environment

SECONDS, TILLS, EVERY, SOCKETS = 8, 10, 0.5, 32
PATHS = ("/readyz", "/produk", "/masuk", "/api/v1/openapi.json", "/kasir/aplikasi")


def run(rounds: int = 3) -> list[Figure]:
    """Tills alone and beside the flood, in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'flood.sqlite'}"
        words = [sys.executable, "-m", "tests.bench.seventh_city", str(TILLS), "60"]
        environment = server_environment(url, folder)
        made = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        (folder / "town.json").write_text(made.stdout)
        with served(url, folder, APP_ENV="development") as server:
            _sell(folder, server, 2)
            alone, beside, answers = [], [], []
            for _ in range(rounds):
                alone.append(_sell(folder, server, SECONDS))
                with _Flood(server) as flood:
                    beside.append(_sell(folder, server, SECONDS))
                answers.append(flood.answered / flood.seconds)
    return _figures(alone, beside, answers)


def _figures(alone: list[Day], beside: list[Day], answers: list[float]) -> list[Figure]:
    figures = [
        Figure("flood: answers to 32 strangers, a second", median(answers)),
        Figure("flood: sales that failed", sum(len(day.failures) for day in beside), bar=0),
    ]
    for share in (0.5, 0.99):
        value, floor = (median(day.p(share) for day in days) for days in (beside, alone))
        figures.append(
            Figure(
                f"flood: a sale, p{share * 100:.0f}, against alone",
                value,
                "ms",
                floor,
                value / floor,
                bar=2.0,
            )
        )
    return figures


class _Flood:
    """The strangers, in a process of their own, for as long as the block runs."""

    def __init__(self, server: Server) -> None:
        self.words = [sys.executable, "-m", "tests.bench.bench_flood", "flood", str(server.port)]
        self.answered = 0
        self.seconds = 0.0

    def __enter__(self) -> _Flood:
        self.process = subprocess.Popen(
            self.words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.began = time.perf_counter()
        time.sleep(1)
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds = time.perf_counter() - self.began
        told, _ = self.process.communicate("stop\n", timeout=30)
        self.answered = int(told)


def _sell(folder: Path, server: Server, seconds: int) -> Day:
    words = [sys.executable, "-m", "tests.bench.bench_flood", "sell", str(server.port)]
    done = subprocess.run(
        [*words, str(folder / "town.json"), str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Day(**json.loads(done.stdout))


async def _sales(town: Town, port: int, seconds: int) -> Day:
    day, begin = Day(), time.perf_counter() + 0.2
    places = range(len(town.tokens))
    shares = [begin + EVERY * place / len(town.tokens) for place in places]
    await asyncio.gather(
        *(_till(town, port, town.tokens[place], shares[place], seconds, day) for place in places)
    )
    return day


async def _till(town: Town, port: int, token: str, begin: float, seconds: int, day: Day) -> None:
    line = Line(port)
    for number in range(int(seconds / EVERY)):
        await _until(begin + number * EVERY)
        due = min(time.perf_counter(), begin + number * EVERY + 0.01)
        status, answer, _ = await line.ask(
            "POST",
            "/api/v1/sales",
            json.dumps({"sales": [_sale(town)]}),
            Authorization=f"Bearer {token}",
            Content_Type="application/json",
        )
        if status == 200 and '"recorded"' in answer:
            day.sales.append((time.perf_counter() - due) * 1000)
        else:
            day.failures.append(f"sale: {status} {answer[:80]}")
    line.close()


async def _flood(port: int) -> int:
    answered = 0

    async def stranger(first: int) -> None:
        nonlocal answered
        line, number = Line(port), first
        while True:
            await line.ask("GET", PATHS[number % len(PATHS)])
            line.cookies.clear()
            answered += 1
            number += 1

    strangers = [asyncio.create_task(stranger(number)) for number in range(SOCKETS)]
    await asyncio.to_thread(sys.stdin.readline)
    for one in strangers:
        one.cancel()
    await asyncio.gather(*strangers, return_exceptions=True)
    return answered


if __name__ == "__main__":
    task, port = sys.argv[1], int(sys.argv[2])
    if task == "flood":
        print(asyncio.run(_flood(port)))
    else:
        town = town_from(Path(sys.argv[3]).read_text())
        found = asyncio.run(_sales(town, port, int(sys.argv[4])))
        print(json.dumps(vars(found)))
