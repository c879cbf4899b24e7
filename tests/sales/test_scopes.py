"""Who may decide only about some booths finds nothing of another: the same answer as for what does not exist."""

from __future__ import annotations

import pytest

from app.audit.rules import SYSTEM
from app.decisions.services import dismiss
from app.extensions import db
from app.sales.corrections.voids import Reverser, void_sale
from app.sales.errors import SaleNotFound
from app.sales.models import RejectedItem, Sale
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit, rollback
from app.tills.models import Till
from tests.ledger import City, TillClient, a_sale, other_booth
from tests.web.finance.odd import make_held


def test_an_item_of_another_booth_is_not_there_for_its_manager(city: City) -> None:
    begin_writing()
    item = make_held(db.session.get_one(Till, city.till_id))
    elsewhere = other_booth().id
    commit()
    of = (table(RejectedItem), [item.id], "bukan nota")
    with pytest.raises(NotFound):
        dismiss(*of, action="sales.decide_held", actor=SYSTEM, scope=frozenset({elsewhere}))
    rollback()
    assert dismiss(*of, action="sales.decide_held", actor=SYSTEM, scope=frozenset({city.booth_id})) == 1


def test_a_sale_of_another_booth_is_not_there_for_its_cashier(city: City, till: TillClient) -> None:
    till.send(a_sale(city))
    sale = db.session.query(Sale).one()
    begin_writing()
    stranger = Reverser(cashier_id=sale.cashier_id, booth_id=other_booth().id)
    with pytest.raises(SaleNotFound):
        void_sale(sale.id, "salah", by=stranger, actor=SYSTEM)
