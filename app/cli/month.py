"""`flask month status`; closing and reopening are added by `app/cli/closing.py`."""

from flask.cli import AppGroup

from app.cli.edge import reading_command, say_json
from app.months.queries import list_late_periods, list_months
from app.months.rules import MonthState
from app.sales.queries import list_sale_periods

month = AppGroup("month", help="Bulan: keadaan, tutup, buka.")
commands = [month]


@month.command("status", help="Keadaan setiap bulan, satu baris JSON per bulan.")
@reading_command
def status() -> None:
    """One line of JSON for each month that has sales, late items, or was closed once; oldest first."""
    state_of = {state.period: state for state in list_months()}
    for period in sorted({*state_of, *list_sale_periods(), *list_late_periods()}):
        state = state_of.get(period, MonthState(period, "open", 0))
        say_json({"month": str(period), "state": state.state, "version": state.version})
