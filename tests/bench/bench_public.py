"""What strangers ask for: a product's page against a bare Flask hello, the list among ten times as many goods.

The page: the server of `make run` and a hello under the same waitress settings, each in its own process, loaded in turn
from a third over eight kept-alive connections (`load.py`). The list: reads and pages of 1.000 and of 10.000 products
of 1.000 makers in turn, in this process, its own processor time; statements counted at 100 and at 10.000. On SQLite.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import brotli
from flask import Flask

from tests.bench.figures import Figure
from tests.bench.load import Load, Server, hello_request, hello_server, load
from tests.bench.makers_city import KEY
from tests.bench.shop_city import WORDS, make_shop, token_of
from tests.counted import count_statements
from tests.served import ROOT, served

FEW, MORE, MANY, MAKERS = 100, 1_000, 10_000, 1_000
SECONDS, SLICES = 2.0, 2
_SEARCH = 20
"""Searches a round, each for other words, so that no page comes from memory."""


def run(rounds: int = 3) -> list[Figure]:
    """The page of a product, then the list."""
    with tempfile.TemporaryDirectory(prefix="bench-public-") as name:
        return [*_page(Path(name), rounds), *_list(Path(name), rounds)]


def _page(folder: Path, rounds: int) -> list[Figure]:
    url = f"sqlite:///{folder / 'page.sqlite'}"
    words = [sys.executable, "-m", "tests.bench.shop_city", url, str(folder), str(FEW), "10"]
    subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    hellos: list[Load] = []
    pages: list[Load] = []
    with hello_server() as hello, served(url, folder, SECRET_KEY=KEY) as running:
        server = Server(running.port, running.pid)
        load(server, _ask, 0.5)
        for _slice in range(rounds * SLICES):
            hellos.append(load(hello, hello_request, SECONDS))
            pages.append(load(server, _ask, SECONDS))
    return [
        Figure(
            "a product's page, 8 connections, against hello", median(one.rate for one in pages), "/s",
            median(one.rate for one in hellos),
            median(page.rate / one.rate for page, one in zip(pages, hellos, strict=True)), 0.25, at_least=True,
        ),
        Figure("a product's page, errors", sum(one.errors for one in pages), bar=0.0),
        Figure(
            "a product's page, server CPU / hello's", median(one.cpu for one in pages), "ms",
            median(one.cpu for one in hellos),
            median(page.cpu / max(one.cpu, 0.001) for page, one in zip(pages, hellos, strict=True)),
        ),
    ]  # fmt: skip


def _ask() -> bytes:
    head = f"GET /p/{token_of(7)} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"
    return head.encode()


def _list(folder: Path, rounds: int) -> list[Figure]:
    few, more, many = (
        make_shop(f"sqlite:///{folder / f'{count}.sqlite'}", folder, count, MAKERS)
        for count in (FEW, MORE, MANY)
    )
    statements = [_count(app) for app in (few, many)]
    searches: tuple[list[float], list[float]] = ([], [])
    firsts: tuple[list[float], list[float]] = ([], [])
    for app in (more, many):
        _get(app, "/produk?cari=kopi")
    for number in range(rounds):
        for place, app in enumerate((more, many)):
            searches[place].append(
                _time(app, lambda turn, n=number: f"/produk?cari={_words(turn)}&x={n}-{turn}")
            )
            firsts[place].append(_time(app, lambda turn, n=number: f"/produk?x={n}-{turn}"))
    less, great = map(median, searches)
    weight = _weigh(many)
    first, first_of_many = map(median, firsts)
    return [
        Figure(f"/produk, statements at {MANY} products, against at {FEW}", statements[1], "", statements[0],
               statements[1] / statements[0], 1.0),
        Figure(f"/produk, a search among {MANY} products, against among {MORE}", great, "ms", less, great / less, 1.5),
        Figure(f"/produk, the list among {MANY} products, against among {MORE}", first_of_many, "ms", first,
               first_of_many / first),
        Figure("/produk, first load without pictures", weight, "kB", bar=80.0),
    ]  # fmt: skip


def _weigh(app: Flask) -> float:
    """kB a phone fetches to see the list for the first time, pictures left out: the page and the files it names."""
    browser, head = app.test_client(), {"Accept-Encoding": "br"}
    page = browser.get("/produk", headers=head)
    text = brotli.decompress(page.data).decode()
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
    return sum(len(one.data) for one in (page, *(browser.get(path, headers=head) for path in files))) / 1000


def _words(turn: int) -> str:
    return f"{WORDS[turn % 10]}+{WORDS[(turn + 3) % 10][:4]}"


def _count(app: Flask) -> int:
    """Statements of the list's first page when its words are in memory and the page is not."""
    _get(app, "/produk?x=0")
    with count_statements() as counted:
        _get(app, "/produk?x=1")
    return len(counted)


def _time(app: Flask, path: Callable[[int], str]) -> float:
    """Milliseconds of processor time for one page, the mean of several."""
    begin = time.process_time()
    for turn in range(_SEARCH):
        _get(app, path(turn))
    return (time.process_time() - begin) * 1000 / _SEARCH


def _get(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    if answer.status_code != 200:
        raise AssertionError(answer.status)
