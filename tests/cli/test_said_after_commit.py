"""What a command says on standard output is done: its lines wait for the commit."""

from __future__ import annotations

from typing import Any

import click
import pytest
from flask import Flask

from app.cli.edge import reading_command, say_json, writing_command
from app.extensions import db
from app.shared.transaction import begin_writing, is_writing


def run(app: Flask, command: Any) -> Any:
    return app.test_cli_runner().invoke(click.Command("coba", callback=command))


def test_a_line_waits_for_the_commit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, bool]] = []
    monkeypatch.setattr(click, "echo", lambda line, err=False: said.append((line, is_writing())))

    @writing_command
    def act() -> None:
        say_json({"number": 1})
        assert not [one for one in said if "number" in one[0]]

    run(app, act)
    assert [one for one in said if "number" in one[0]] == [('{"number": 1}', False)]


def test_an_act_that_fails_says_nothing(app: Flask) -> None:
    @writing_command
    def act() -> None:
        say_json({"number": 1})
        raise RuntimeError

    done = run(app, act)
    assert done.exit_code == 1 and done.stdout == ""


def test_a_reader_that_writes_in_between_loses_no_line(app: Flask) -> None:
    @reading_command
    def act() -> None:
        say_json({"number": 1})
        begin_writing()
        say_json({"number": 2})
        db.session.rollback()

    assert run(app, act).stdout.splitlines() == ['{"number": 1}', '{"number": 2}']
