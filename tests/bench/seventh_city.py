"""The city of the 7th: forty tills with tokens of their own, three hundred employees with passwords, a decree.

`python -m tests.bench.seventh_city TILLS EMPLOYEES` fills the database of the environment and prints JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

PASSWORD = "kata-sandi-untuk-mengukur-saja"


@dataclass
class Town:
    """What the load needs: tokens of tills, user names, and ids of people and of the one product."""

    tokens: list[str]
    usernames: list[str]
    people: list[int]
    product: int


def make_town(tills: int, employees: int) -> Town:
    """Migrate and fill the database; committed."""
    import flask_migrate

    from app import create_app

    with create_app().app_context():
        flask_migrate.upgrade()
        return _fill(tills, employees)


def _fill(tills: int, employees: int) -> Town:
    from sqlalchemy import select

    from app.accounts.rules.identity import Grant
    from app.accounts.services import create_user, hash_password
    from app.audit.rules import SYSTEM
    from app.directory.models import Unit
    from app.extensions import db
    from app.shared import clock
    from app.shared.transaction import begin_writing, commit
    from app.tills.services.tills import enrol_till
    from tests.ledger import make_city
    from tests.standing import make_decree, make_person, make_unit

    city = make_city()
    kept = hash_password(PASSWORD)  # one for all: what a sign-in costs is the same
    begin_writing()
    make_decree(effective_from="2020-01", signed_on="2020-01-02")
    office = make_unit("Dinas Pendidikan", db.session.scalars(select(Unit)).one(), "DINAS")
    town = Town([], [], [], city.product_id)
    for number in range(employees):
        person = make_person(office, f"Pegawai {number}", since="2020-01-01")
        name = f"pegawai{number}"
        create_user(name, actor=SYSTEM, grants=[Grant("employee")], employee_id=person.id, password_hash=kept)
        town.usernames.append(name)
        town.people.append(person.id)
    for number in range(tills):
        till, token = enrol_till(city.booth_id, f"Tablet {number + 2}", actor=SYSTEM)
        till.enrolled_at = clock.now() - timedelta(days=1)
        town.tokens.append(token)
    commit()
    return town


def town_from(text: str) -> Town:
    """What the command printed."""
    facts: dict[str, Any] = json.loads(text.strip().splitlines()[-1])
    return Town(**facts)


if __name__ == "__main__":
    print(json.dumps(asdict(make_town(*map(int, sys.argv[1:])))))
