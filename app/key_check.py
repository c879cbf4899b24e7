"""The check before serving: SECRET_KEY and the chain's mark must fit the database."""

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.audit.errors import ChainCut, WrongKey
from app.extensions import db
from app.messages.errors import sentence
from app.shared.engine import DatabaseBusy
from app.shared.transaction import begin_writing, commit, rollback


def ensure_right_key(app: Flask) -> None:
    """Check SECRET_KEY and the chain's mark against the database. SystemExit with a sentence if they do not fit.

    A database that cannot be reached, or is not migrated yet, passes: every later write checks both again.
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
