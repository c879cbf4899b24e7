"""Selects the employees who get demo logins, by a rule, so that every first start has the same people."""

from dataclasses import dataclass
from datetime import date

from app.compliance.queries import list_standings
from app.directory.queries import load_tree
from app.shared.period import Period

OPD = "Dinas Kesehatan"


@dataclass(frozen=True, slots=True)
class DemoPersonas:
    """Employees (ids by part: `short`, `met`, `exempt`), and the OPD whose secretary logs in."""

    parts: dict[str, int]
    opd_id: int


def choose_personas(period: Period, today: date) -> DemoPersonas:
    """Pick three demo employees of a month: partly met and met (both with earlier purchases), and to be exempted.

    Early in a month nobody has bought yet; then the first who are obliged are picked.
    """
    rows = list_standings(period, today=today)
    past = [list_standings(earlier, today=today) for earlier in (period.shift(-1), period.shift(-2))]
    regular = set.intersection(*({row.employee_id for row in month if row.bought} for month in past))
    owing = [row for row in rows if row.status == "short" and row.tier == "eselon-iv"]
    halfway = [row for row in owing if row.bought and row.employee_id in regular] or owing
    met = [row for row in rows if row.status == "met" and row.employee_id in regular] or owing[1:]
    rest = [row for row in owing if row.employee_id not in (halfway[0].employee_id, met[0].employee_id)]
    tree = load_tree()
    opd_id = next(unit_id for unit_id in tree.below(tree.root) if tree.name(unit_id) == OPD)
    parts = {"short": halfway[0], "met": met[0], "exempt": rest[-1]}
    return DemoPersonas({part: row.employee_id for part, row in parts.items()}, opd_id)
