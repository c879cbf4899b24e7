"""`flask month status`; closing and reopening are added by `app/cli/closing.py`."""

from flask.cli import AppGroup

from app.cli.edge import reading_command, say_json
from app.months import queries

month = AppGroup("month", help="Bulan: keadaan, tutup, buka.")
commands = [month]


@month.command("status", help="Keadaan setiap bulan, satu baris JSON per bulan.")
@reading_command
def status() -> None:
    """One line of JSON for each month with a state of its own."""
    for state in queries.list_months():
        say_json({"month": str(state.period), "state": state.state, "version": state.version})
