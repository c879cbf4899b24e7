"""Makes what tests of standings need: a tree of units, people with dated postings, sales, decrees."""

from __future__ import annotations

import itertools
import uuid
from datetime import date
from typing import Any

from app.audit.rules import SYSTEM, Actor
from app.booths.services import get_or_create_booth
from app.directory.models import Employee, Posting, Unit
from app.directory.rules import UnitTree, fold_name
from app.extensions import db
from app.makers.queries import find_maker_id, list_product_ids
from app.makers.services import create_maker, create_product
from app.minimums.services import LoadedDecree, load_decree
from app.sales.models import Sale
from app.shared import clock
from app.shared.period import Period

FINANCE = Actor("user", 7, "bendahara")
NOVEMBER = Period(2026, 11)
OCTOBER = Period(2026, 10)
_numbers = itertools.count(1)

TIERS = """
[[tier]]
code = "eselon-iii"
name = "Eselon III"
minimum = 30000
[[tier.match]]
status = ["PNS", "CPNS"]
echelon = ["III.a", "III.b"]

[[tier]]
code = "eselon-iv"
name = "Eselon IV dan fungsional"
minimum = 20000
[[tier.match]]
status = ["PNS", "CPNS"]
echelon = ["IV.a", "IV.b"]
[[tier.match]]
status = ["PNS", "CPNS"]
position_kind = ["Fungsional"]

[[tier]]
code = "magang"
name = "Magang"
minimum = 0
[[tier.match]]
status = ["CPNS"]

[[tier]]
code = "pppk"
name = "PPPK"
[[tier.match]]
status = ["PPPK"]
"""


def decree_text(
    number: str = "Uji 1/2026",
    effective_from: str = "2026-01",
    signed_on: str = "2026-01-02",
    tiers: str = TIERS,
    mode: str = "wajib",
) -> str:
    """A decree of four tiers: 30.000, 20.000, 0, and one without an amount."""
    return f"""[decree]
number = "{number}"
title = "Batas minimal belanja"
signed_on = "{signed_on}"
effective_from = "{effective_from}"
mode = "{mode}"
{tiers}"""


def make_decree(**facts: str) -> LoadedDecree:
    """Load that decree; facts as of `decree_text`."""
    return load_decree(decree_text(**facts), actor=SYSTEM)


def make_unit(name: str, parent: Unit | None = None, external_id: str = "") -> Unit:
    """A unit below another; without a parent the root."""
    unit = Unit(
        external_id=external_id or f"U{next(_numbers)}", name=name, parent_id=parent.id if parent else None
    )
    db.session.add(unit)
    db.session.flush()
    return unit


def make_tree() -> tuple[Unit, Unit, Unit]:
    """The city, one OPD, and a school below it."""
    city = make_unit("Kota Uji", external_id="KOTA")
    opd = make_unit("Dinas Pendidikan", city, "DINAS")
    return city, opd, make_unit("SD Negeri 1", opd, "SD1")


def make_person(unit: Unit, name: str = "Ani Contoh", since: str = "2026-01-01", **posting: Any) -> Employee:
    """Somebody posted at a unit from a date on: PNS, echelon IV.a, unless said otherwise."""
    number = next(_numbers)
    person = Employee(
        code=f"K{number:04}",
        name=name,
        search_name=fold_name(name),
        card_token=uuid.uuid4().hex,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    post(person, since, unit, **posting)
    return person


def post(person: Employee, since: str, unit: Unit, **facts: Any) -> Posting:
    """A posting from a date on."""
    values = {"status": "PNS", "echelon": "IV.a", "position": "Kepala Seksi"} | facts
    posting = Posting(
        employee_id=person.id,
        effective_from=date.fromisoformat(since),
        unit_id=unit.id,
        recorded_at=clock.now(),
        **values,
    )
    db.session.add(posting)
    db.session.flush()
    return posting


def bagea() -> dict[str, int]:
    """Maker and product of the goods that tests sell, as columns of a sale line; made once."""
    maker_id = find_maker_id("Dapur Kenari") or create_maker("Dapur Kenari", contact="0812", actor=SYSTEM).id
    product_id = list_product_ids().get(("dapur kenari", "bagea"))
    if product_id is None:
        product_id = create_product(
            maker_id, "Bagea", actor=SYSTEM, unit_price=15_000, effective_from=date(2026, 1, 1)
        ).id
    return {"maker_id": maker_id, "product_id": product_id}


def make_sale(person: Employee | None, amount: int, day: str = "2026-11-03", **facts: Any) -> Sale:
    """A recorded sale straight into the ledger: what counts is tested in tests/sales."""
    booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
    on = date.fromisoformat(day)
    values: dict[str, Any] = {
        "uuid": str(uuid.uuid4()),
        "content_hash": "-",
        "booth_id": booth.id,
        "buyer_kind": "employee" if person else "public",
        "employee_id": person.id if person else None,
        "amount": amount,
        "payment": "cash",
        "sold_at": clock.at_local(on, 9, 0),
        "received_at": clock.now(),
        "business_date": on,
        "period": Period.of(on),
        "result": "recorded",
        "flags": [],
        "source": "book",
    }
    sale = Sale(**(values | facts))
    db.session.add(sale)
    db.session.flush()
    return sale


def tree_of(*rows: tuple[int, str, str, int | None]) -> UnitTree:
    """A tree as a value, for tests of rules."""
    return UnitTree(rows)
