"""Caches the city's name of the installation, and the settings read in the running transaction."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.settings.models import Setting
from app.shared.columns import table
from app.shared.period import Period

_T = table(Setting)
LOGO = "logo"
"""A picture among the settings: it is read where a paper is drawn, not with the others."""
_ALL = select(_T.c.key, _T.c.effective_from, _T.c.value).where(_T.c.key != LOGO)
_ROWS = "settings"

Rows = dict[str, list[tuple[Period, Any]]]


class Installation:
    """The value from the installation's environment, used while the city has not set its own."""

    city_name = "Kota"


def configure_city(name: str) -> None:
    """Set the city's name from the environment (CITY_NAME); a stored name takes precedence."""
    Installation.city_name = name


def stored_rows() -> Rows:
    """Every stored setting by key; one query per transaction."""
    session = db.session()
    transaction = session.get_transaction()
    cached = session.info.get(_ROWS)
    if cached is not None and transaction is not None and cached[0] is transaction:
        rows: Rows = cached[1]
        return rows
    found: Rows = {}
    for key, start, value in session.execute(_ALL):
        found.setdefault(key, []).append((start, value))
    session.info[_ROWS] = (session.get_transaction(), found)
    return found


def forget_settings() -> None:
    """Clear the settings read in this transaction, after a change."""
    db.session().info.pop(_ROWS, None)
