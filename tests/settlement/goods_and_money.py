"""What happens to goods and money of makers, in random order: each act on the system and on the plain model."""

from __future__ import annotations

import itertools
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from app.booths.errors import ModeDayUnusable
from app.booths.models import Booth
from app.extensions import db
from app.sales.corrections.line_matches import match_lines
from app.sales.errors import SaleAlreadyVoided
from app.sales.queries.line_proposals import list_unmatched_lines
from app.settlement.errors import (
    HolderSettled,
    PayoutAlreadyReversed,
    PayoutTooMuch,
    RemittanceAlreadyReversed,
    RemittanceTooMuch,
    TermsSettled,
)
from app.settlement.services.payouts import reverse_payout
from app.settlement.services.remittances import reverse_remittance
from app.shared import clock
from app.shared.transaction import begin_writing, commit, rollback
from app.stock.errors import MoreThanCame
from tests.office import TREASURER
from tests.settlement import corner
from tests.settlement.model import BOOTH, INCOMING, MAKER, NUMBERS, Line, Model, Move, Terms

FIRST = date(2026, 11, 1)
DAYS, PLACES = st.integers(0, 5), st.integers(0, 1_000)
BOOTHS, PRODUCTS = st.sampled_from((0, 1)), st.sampled_from((0, 1, 2))
MAKERS = {0: 0, 1: 0, 2: 1}
HOLDERS = st.sampled_from((BOOTH, MAKER))
_histories = itertools.count(1)


def at(day: int) -> Any:
    return clock.at_local(FIRST + timedelta(days=day), 10, 0)


class GoodsAndMoney(RuleBasedStateMachine):
    """Acts of one history, in booths and with makers of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(MAKERS, corner.PRICE)
        self.sale_ids: dict[int, int] = {}
        self.payouts: list[tuple[int, int, int]] = []  # (statement's place in the model, id, amount)
        self.received: list[tuple[int, int, int]] = []  # the same of what makers paid in

    @initialize()
    def begin(self) -> None:
        number = next(_histories)
        modes = ("cash", "record")
        self.booths = [corner.make_booth(f"Pojok {number}-{mode}", mode).id for mode in modes]
        names = {0: f"Dapur {number}", 1: f"Tenun {number}"}
        self.products = [corner.make_product(names[MAKERS[one]], f"Barang {one}") for one in MAKERS]
        self.maker_ids = {MAKERS[one]: self.products[one].maker_id for one in MAKERS}
        self.numbers: list[str] = []

    @rule(booth=BOOTHS, product=PRODUCTS, kind=st.sampled_from(tuple(NUMBERS)), pieces=st.integers(0, 9),
          difference=st.sampled_from((0, 0, 1, 2)), day=DAYS)  # fmt: skip
    def move(self, booth: int, product: int, kind: str, pieces: int, difference: int, day: int) -> None:
        stated = pieces + difference
        note = self.booths[booth], self.products[product], kind, pieces
        if kind not in INCOMING and stated > self.model.came(booth, product):
            with pytest.raises(MoreThanCame):
                corner.move(*note, stated=stated, at=at(day))
            rollback()
            return
        corner.move(*note, stated=stated, at=at(day))
        if pieces:
            self.model.moves.append(Move(self.model.place(booth, product), product, kind, pieces, day))

    @rule(booth=BOOTHS, product=PRODUCTS, pieces=st.integers(1, 4), day=DAYS,
          price=st.sampled_from((corner.PRICE, 3_333)), payment=st.sampled_from(("cash", "qris")))  # fmt: skip
    def sell(self, booth: int, product: int, pieces: int, day: int, price: int, payment: str) -> None:
        """Any day of the week, in any order: a till without network sends later."""
        done = corner.sell(self.booths[booth], self.products[product], pieces, at=at(day), price=price,
                           payment=payment)  # fmt: skip
        self.add(Line(len(self.model.lines), booth, product, pieces, price, day, payment), done.sale_id)

    @rule(booth=BOOTHS, pieces=st.integers(1, 4), day=DAYS)
    def sell_typed(self, booth: int, pieces: int, day: int) -> None:
        """Something typed that is no product: it stands apart until somebody says which it was."""
        done = corner.sell(self.booths[booth], None, pieces, at=at(day), typed=("?", "sesuatu"))
        self.add(Line(len(self.model.lines), booth, None, pieces, corner.PRICE, day, "cash"), done.sale_id)

    @precondition(lambda self: any(line.product is None for line in self.sales()))
    @rule(place=PLACES, product=PRODUCTS)
    def match(self, place: int, product: int) -> None:
        waiting = [line for line in self.sales() if line.product is None]
        line = waiting[place % len(waiting)]
        begin_writing()
        found = {one.sale_id: one.line_id for one in list_unmatched_lines(self.booths)}
        meant = [one for one in self.model.lines if one is line or one.original is line]
        of_product = self.products[product].id
        assert match_lines([found[self.sale_ids[line.number]]], of_product, actor=TREASURER) == len(meant)
        commit()
        for one in meant:
            one.product = product

    def add(self, line: Line, sale_id: int | None) -> None:
        assert sale_id is not None
        self.model.lines.append(line)
        self.sale_ids[line.number] = sale_id

    def sales(self) -> list[Line]:
        return [line for line in self.model.lines if line.original is None]

    @precondition(lambda self: self.sales())
    @rule(place=PLACES)
    def void(self, place: int) -> None:
        line = self.sales()[place % len(self.sales())]
        try:
            corner.void(self.sale_ids[line.number])
        except SaleAlreadyVoided:
            rollback()
            assert line.is_voided
            return
        assert not line.is_voided
        line.is_voided = True
        back = Line(len(self.model.lines), line.booth, line.product, -line.pieces, line.price, line.day,
                    line.payment, line)  # fmt: skip
        self.model.lines.append(back)

    @rule(booth=BOOTHS, product=PRODUCTS, day=DAYS, share=st.sampled_from((0, 7, 15, 50)), loss=HOLDERS,
          expiry=HOLDERS)  # fmt: skip
    def agree(self, booth: int, product: int, day: int, share: int, loss: str, expiry: str) -> None:
        place, terms = self.model.place(booth, product), Terms(share, loss, expiry)
        last, known = self.model.last_settled(place), self.model.terms.setdefault(place, {})
        try:
            since = FIRST + timedelta(days=day)
            more: dict[str, Any] = {"loss_bearer": loss, "expiry_bearer": expiry}
            corner.agree(self.products[product], self.booths[booth], since, share, **more)
        except TermsSettled:
            rollback()
            assert last is not None and day <= last
            return
        assert known.get(day) == terms or last is None or day > last
        known[day] = terms

    @rule(booth=BOOTHS, holder=HOLDERS, day=DAYS)
    def hold_qris(self, booth: int, holder: str, day: int) -> None:
        last, known = self.model.last_settled_at(booth), self.model.qris.setdefault(booth, {})
        try:
            corner.hold_qris(self.booths[booth], holder, FIRST + timedelta(days=day))
        except HolderSettled:
            rollback()
            assert last is not None and day <= last
            return
        assert known.get(day) == holder or last is None or day > last
        known[day] = holder

    @rule(booth=BOOTHS, day=DAYS)
    def change_mode(self, booth: int, day: int) -> None:
        """The booth begins or ceases to take money itself."""
        modes = self.model.modes[booth]
        since, present = modes[-1]
        other = MAKER if present == BOOTH else BOOTH
        found = db.session.get_one(Booth, self.booths[booth])
        try:
            corner.change_mode(found, "cash" if other == BOOTH else "record", FIRST + timedelta(days=day))
        except ModeDayUnusable:
            rollback()
            assert day < since
            return
        assert day >= since
        if day == since:
            modes.pop()
        modes.append((day, other))

    @rule(chosen=st.sampled_from((None, 0, 1)), makers=st.sampled_from((None, 0, 1)))
    def settle(self, chosen: int | None, makers: int | None) -> None:
        among = {"booth_ids": self.booths if chosen is None else [self.booths[chosen]]}
        if makers is not None:
            among["maker_ids"] = [self.maker_ids[makers]]
        made = {(one.maker_id, one.booth_id): one.number for one in corner.settle(**among)}
        for place in self.places():
            if chosen in (None, place[1]) and makers in (None, place[0]) and self.model.settle(place):
                self.numbers.append(made.pop((self.maker_ids[place[0]], self.booths[place[1]])))
        assert not made

    def places(self) -> list[tuple[int, int]]:
        return [(maker, booth) for maker in (0, 1) for booth in (0, 1)]

    @precondition(lambda self: self.model.statements)
    @rule(place=PLACES, part=st.sampled_from((1, 2, 3)), too_much=st.integers(-1, 1), twice=st.booleans())
    def pay(self, place: int, part: int, too_much: int, twice: bool) -> None:
        chosen = place % len(self.numbers)
        statement, number = self.model.statements[chosen], self.numbers[chosen]
        amount = max(statement.unpaid // part, 1) + (too_much if part == 1 else 0)
        payout_id = str(uuid.uuid4())
        try:
            payout = corner.pay(number, amount, payout_id)
        except PayoutTooMuch:
            rollback()
            assert not 0 < amount <= statement.unpaid
            return
        assert 0 < amount <= statement.unpaid
        if twice:
            assert corner.pay(number, amount, payout_id).id == payout.id
        statement.payouts.append(amount)
        self.payouts.append((chosen, payout.id, amount))

    @precondition(lambda self: self.payouts)
    @rule(place=PLACES)
    def take_back(self, place: int) -> None:
        chosen, payout_id, amount = self.payouts[place % len(self.payouts)]
        begin_writing()
        try:
            reverse_payout(payout_id, "salah orang", actor=TREASURER)
        except PayoutAlreadyReversed:
            rollback()
            assert -amount in self.model.statements[chosen].payouts
            return
        commit()
        self.model.statements[chosen].payouts.append(-amount)

    @precondition(lambda self: self.model.statements)
    @rule(place=PLACES, part=st.sampled_from((1, 2)), too_much=st.integers(-1, 1), twice=st.booleans())
    def receive(self, place: int, part: int, too_much: int, twice: bool) -> None:
        owing = [one for one in self.model.statements if one.owed] or self.model.statements
        statement = owing[place % len(owing)]
        chosen = self.model.statements.index(statement)
        number, amount = self.numbers[chosen], max(statement.owed // part, 1) + (too_much if part == 1 else 0)
        payment_id = str(uuid.uuid4())
        try:
            received = corner.receive(number, amount, payment_id)
        except RemittanceTooMuch:
            rollback()
            assert not 0 < amount <= statement.owed
            return
        assert 0 < amount <= statement.owed
        if twice:
            assert corner.receive(number, amount, payment_id).id == received.id
        statement.received.append(amount)
        self.received.append((chosen, received.id, amount))

    @precondition(lambda self: self.received)
    @rule(place=PLACES)
    def give_back(self, place: int) -> None:
        """What was wrongly paid in is owed again, on the statement that carries it by now."""
        chosen, remittance_id, amount = self.received[place % len(self.received)]
        begin_writing()
        try:
            reverse_remittance(remittance_id, "salah UMKM", actor=TREASURER)
        except RemittanceAlreadyReversed:
            rollback()
            return
        commit()
        self.received.remove((chosen, remittance_id, amount))
        self.model.statements[chosen].last.received.append(-amount)
