"""How Alembic runs here: in one transaction per migration, undone whole when it fails, on both engines."""

from typing import Any

import click
from alembic import context
from flask import current_app

config = context.config
db = current_app.extensions["migrate"].db


def _include(obj: Any, name: str | None, type_: str, reflected: bool, compare_to: Any) -> bool:
    return True


def run_migrations() -> None:
    """Upgrade or compare, on a writing connection: SQLite takes BEGIN IMMEDIATE, so a failure leaves nothing."""
    with db.engine.connect().execution_options(writing=True) as connection:
        connection.info["writing"] = True
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            compare_type=True,
            include_object=_include,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if click.get_current_context(silent=True) is not None:  # `flask db upgrade`, not a server that starts
    from app.cli.edge import target_line

    click.echo(target_line(), err=True)
run_migrations()
