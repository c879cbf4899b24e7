"""README lists every command, so that nobody has to guess which there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
from flask import Flask

from tests.shape.house import ROOT

OF_A_LIBRARY = {"db"}
WITH_HELP = {"report"}
"""Groups of which README names some and says how to list the others."""


def paths(app: Flask) -> Iterator[tuple[str, ...]]:
    """The words of each command of ours."""
    for name, command in app.cli.commands.items():
        if isinstance(command, click.Group):
            context = click.Context(command)
            yield from ((name, one) for one in command.list_commands(context) if name not in WITH_HELP)
        else:
            yield (name,)


def is_listed(path: tuple[str, ...], rows: list[str]) -> bool:
    return any(f"`{path[0]}" in row and re.search(rf"[ `]{re.escape(path[-1])}\b", row) for row in rows)


def test_each_command_has_its_line_in_readme(app: Flask) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Commands")[2].partition("## Map")[0]
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    found = [path for path in paths(app) if path[0] not in OF_A_LIBRARY]
    assert ("key", "change") in found and is_listed(("settlement", "pay"), rows)
    unlisted = [" ".join(path) for path in found if not is_listed(path, rows)]
    assert not unlisted, f"give each a line in README, Commands: {unlisted}"
    assert not is_listed(("user", "forget"), rows)
