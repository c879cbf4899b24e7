"""Records how a timer's command ended, for the status page, /metrics and the log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from app.settings.queries import list_runs
from app.settings.services import record_run
from app.shared.errors import DomainError
from app.shared.transaction import rollback, side_transaction

log = logging.getLogger(__name__)
FINDINGS, UNFINISHED = "ada temuan", "tidak selesai"


@contextmanager
def recorded(name: str) -> Iterator[None]:
    """Store whether the block succeeded, or the sentence of its refusal; a failure is printed on standard error."""
    try:
        yield
    except SystemExit as ended:
        if ended.code:
            _record(name, FINDINGS if ended.code == 1 else UNFINISHED)
        raise
    except DomainError as error:
        from app.messages.errors import sentence  # noqa: PLC0415  (the sentences are kept in one place)

        _record(name, sentence(error))
        raise
    except Exception as error:
        _record(name, type(error).__name__)
        raise
    _record(name, "")


def _record(name: str, problem: str) -> None:
    if problem:
        click.echo(f"GAGAL {name}: {problem}", err=True)
    rollback()
    try:
        before = list_runs().get(name)
        with side_transaction() as session:
            good_at = before.good_at if before else None
            record_run(session, name, is_good=not problem, message=problem, good_at=good_at)
    except (SQLAlchemyError, DomainError) as error:  # the command's own result is more important
        log.error("the end of %s could not be stored: %s", name, type(error).__name__)
