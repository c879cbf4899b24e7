"""`make bench`: every module bench_*.py of this folder in turn, one table at the end.

A module has `run(rounds=…)` and answers with `Figure`s. `python -m tests.bench sale --rounds 5 --write`: that
one, five rounds, and the table goes into docs/performance.md. Exit 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import os
import platform
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figures import Figure, figures_of, table

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs/performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


def names() -> list[str]:
    """The benches there are, without their prefix."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def measure(name: str, rounds: int) -> list[Figure]:
    """Run one bench."""
    run = importlib.import_module(f"tests.bench.bench_{name}").run
    wanted = {"rounds": rounds} if "rounds" in inspect.signature(run).parameters else {}
    began = time.perf_counter()
    print(f"{name} …", file=sys.stderr, flush=True)
    found = figures_of(name, run(**wanted))
    print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def machine() -> str:
    """What the figures were taken on; they compare only within one run."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} inti, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def write(text: str, page: Path = PAGE) -> None:
    """Put the table between the marks of the page, or at its end where it has none."""
    old = page.read_text(encoding="utf-8") if page.exists() else "# Kinerja\n"
    before, mark, rest = old.partition(BEGIN)
    after = rest.partition(END)[2] if mark else "\n"
    page.write_text(
        f"{before.rstrip()}\n\n{BEGIN}\n{text}\n{END}\n{after.lstrip()}".rstrip() + "\n", encoding="utf-8"
    )


def main(words: list[str]) -> int:
    """Measure, print, perhaps write."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("names", nargs="*", choices=[*names(), []], help="all of them by default")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args(words)
    figures = [figure for name in options.names or names() for figure in measure(name, options.rounds)]
    text = f"{machine()}; median dari {options.rounds} putaran bergantian.\n\n{table(figures)}"
    print(text)
    if options.write:
        write(text)
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
