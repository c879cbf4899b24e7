"""What a server does before it answers anybody: hold SECRET_KEY and the chain's mark against the database."""

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.audit.errors import ChainCut, WrongKey
from app.extensions import db
from app.messages.errors import sentence
from app.shared.engine import DatabaseBusy
from app.shared.transaction import begin_writing, commit, rollback


def ensure_right_key(app: Flask) -> None:
    """Before serving: SystemExit with a sentence where SECRET_KEY or the chain's mark do not fit the database.

    A database that is away, or not migrated yet, is let through: each act is held against both anyway.
    """
    with app.app_context():
        try:
            begin_writing()
            commit()
        except (WrongKey, ChainCut) as error:
            raise SystemExit(sentence(error)) from None
        except (SQLAlchemyError, DatabaseBusy):
            rollback()
        finally:
            db.session.remove()
            db.engine.dispose()  # a server may fork its workers after this
