"""What happens to sales and months, in random order: each act on the system and on the plain model."""

from __future__ import annotations

import itertools
import uuid
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.closing.services import close_month, reopen_month
from app.compliance.errors import ExemptionOverlaps, MonthClosedForTerms
from app.compliance.services import (
    ExemptionDraft,
    approve_exemption,
    lift_lowered_month,
    propose_exemption,
    revoke_exemption,
    set_lowered_month,
)
from app.months.errors import MonthAlreadyClosed, MonthNotClosed
from app.months.queries import list_late
from app.months.services import accept_late, decline_late
from app.sales.corrections.buyer_resolution import resolve_buyer
from app.sales.corrections.voids import FINANCE, correct_sale, void_sale
from app.sales.drafts import PUBLIC, BuyerRef, LineDraft, SaleDraft, SaleOrigin
from app.sales.errors import SaleAlreadyVoided, SaleConflicting
from app.sales.services import record_sale
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.closing.model import Model, Row
from tests.closing.other_files import files_by, plain_files
from tests.ledger import make_cashier
from tests.office import TREASURER
from tests.standing import make_decree, make_person, make_tree

PEOPLE = ("ani", "budi", "cici")
BUYERS = (*PEOPLE, "public", "unknown")
AMOUNTS = st.sampled_from((5_000, 9_000, 10_000, 11_000, 15_000, 20_000))
MONTHS = st.sampled_from((0, 1))
PLACES = st.integers(0, 1_000)
FIRST = Period(2010, 2)


class Office:
    """The people of all histories, and the months nobody used yet."""

    def __init__(self) -> None:
        begin_writing()
        make_decree(effective_from="2009-01", signed_on="2009-01-01")
        _city, opd, _school = make_tree()
        self.ids = {name: make_person(opd, name.title(), since="2009-01-01").id for name in PEOPLE}
        self.booth = get_or_create_booth("Balai Kota", actor=SYSTEM).id
        make_cashier("rina", None)
        commit()
        months = itertools.accumulate(itertools.repeat(0), lambda month, _: month.next(), initial=FIRST)
        self.months = iter(months)
        self.sell(FIRST.previous(), "public", 1)  # recording starts here

    def sell(self, period: Period, buyer: str, amount: int, sale_id: str = "") -> Any:
        begin_writing()
        done = record_sale(
            self.draft(period, buyer, amount, sale_id), origin=SaleOrigin(self.booth, "web"), actor=SYSTEM
        )
        commit()
        return done

    def draft(self, period: Period, buyer: str, amount: int, sale_id: str = "") -> SaleDraft:
        who = {"public": PUBLIC, "unknown": BuyerRef("name", "Siapa Ini")}.get(buyer)
        return SaleDraft(
            uuid=sale_id or str(uuid.uuid4()),
            sold_at=clock.at_local(date(period.year, period.month, 9), 10, 0),
            buyer=who or BuyerRef("employee", str(self.ids[buyer])),
            lines=(LineDraft(1, amount, maker="Dapur Kenari", name="Kopi"),),
            cashier="rina",
        )


class MonthsAndSales(RuleBasedStateMachine):
    """Acts of one history, in months of its own."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(PEOPLE)
        self.facts: dict[int, tuple[int, str, int, str]] = {}
        self.exemptions: dict[tuple[int, str], int] = {}
        self.touched: list[int] = []

    @initialize()
    def begin(self) -> None:
        self.periods = (next(self.office.months), next(self.office.months))

    def remember(self, row: Row, sale_id: int, sale_uuid: str) -> None:
        self.facts[row.number] = (sale_id, row.buyer, row.amount, sale_uuid)

    def period(self, row: Row) -> Period:
        return self.at(int(row.month))

    def at(self, month: int) -> Period:
        """The month a step works on; after the step it is compared, and so is its neighbour now and then."""
        self.touched = [month] if len(self.model.rows) % 4 else [0, 1]
        return self.periods[month]

    def one_of(self, place: int, rows: list[Row]) -> Row:
        return rows[place % len(rows)]

    def sales(self) -> list[Row]:
        return [row for row in self.model.rows if row.original is None]

    @rule(month=MONTHS, buyer=st.sampled_from(BUYERS), amount=AMOUNTS)
    def sell(self, month: int, buyer: str, amount: int) -> None:
        done = self.office.sell(self.at(month), buyer, amount)
        row = self.model.sell(str(month), buyer, amount)
        assert (done.result == "parked") == (row.late is not None)
        self.remember(row, done.sale_id, done.uuid)

    @precondition(lambda self: self.sales())
    @rule(place=PLACES, is_same=st.booleans())
    def send_again(self, place: int, is_same: bool) -> None:
        row = self.one_of(place, self.sales())
        _, buyer, amount, sale_uuid = self.facts[row.number]
        try:
            done = self.office.sell(self.period(row), buyer, amount if is_same else amount + 1, sale_uuid)
            assert (is_same, done.result) == (True, "replayed")
        except SaleConflicting:
            commit()
            assert not is_same

    @precondition(lambda self: self.sales())
    @rule(place=PLACES)
    def void(self, place: int) -> None:
        row = self.one_of(place, self.sales())
        try:
            self.period(row)
            void_sale(self.facts[row.number][0], "salah barang", by=FINANCE, actor=TREASURER)
        except SaleAlreadyVoided:
            rollback()
            assert row.is_voided
            return
        commit()
        assert not row.is_voided
        self.model.void(row)

    @precondition(lambda self: any(not row.is_voided for row in self.sales()))
    @rule(place=PLACES, buyer=st.sampled_from(BUYERS), amount=AMOUNTS)
    def correct(self, place: int, buyer: str, amount: int) -> None:
        row = self.one_of(place, [row for row in self.sales() if not row.is_voided])
        draft = self.office.draft(self.period(row), buyer, amount)
        done = correct_sale(self.facts[row.number][0], draft, "salah pembeli", by=FINANCE, actor=TREASURER)
        commit()
        assert done.sale_id is not None
        self.remember(self.model.correct(row, buyer, amount), done.sale_id, done.uuid)

    @precondition(lambda self: any(row.buyer == "unknown" for row in self.sales()))
    @rule(place=PLACES, person=st.sampled_from((*PEOPLE, "public")))
    def resolve(self, place: int, person: str) -> None:
        row = self.one_of(place, [row for row in self.sales() if row.buyer == "unknown"])
        self.period(row)
        resolve_buyer(self.facts[row.number][0], self.office.ids.get(person), "dikenali", actor=TREASURER)
        commit()
        self.model.resolve(row, person)

    @rule(month=MONTHS)
    def close(self, month: int) -> None:
        try:
            with files_by(plain_files):
                close_month(self.at(month), actor=TREASURER, override="diuji")
        except MonthAlreadyClosed:
            rollback()
            assert str(month) in self.model.closed
            return
        commit()
        self.model.close(str(month))

    @rule(month=MONTHS)
    def reopen(self, month: int) -> None:
        begin_writing()
        try:
            reopen_month(self.at(month), actor=TREASURER, reason="diuji")
        except MonthNotClosed:
            rollback()
            assert str(month) not in self.model.closed
            return
        commit()
        self.model.reopen(str(month))

    @rule(month=MONTHS, places=st.lists(PLACES, min_size=1, max_size=2), accepts=st.booleans())
    def decide_late(self, month: int, places: list[int], accepts: bool) -> None:
        period, waiting = self.at(month), self.model.waiting(str(month))
        begin_writing()
        ids = sorted(one.id for one in list_late(period) if one.decision is None)
        assert len(ids) == len(waiting)
        if not ids:
            return rollback()
        chosen = sorted({place % len(ids) for place in places})
        if accepts:
            accept_late(period, [ids[place] for place in chosen], actor=TREASURER)
        else:
            decline_late(period, [ids[place] for place in chosen], "bukan bulan ini", actor=TREASURER)
        commit()
        decision = "accepted" if accepts else "declined"
        self.model.decide(str(month), [waiting[place] for place in chosen], decision)

    @rule(month=MONTHS, person=st.sampled_from(PEOPLE))
    def exempt(self, month: int, person: str) -> None:
        begin_writing()
        period = self.at(month)
        draft = ExemptionDraft(
            "person", period, period, "cuti", "B-1", date(2020, 1, 2), employee_id=self.office.ids[person]
        )
        try:
            proposed = propose_exemption(draft, actor=TREASURER)
            approve_exemption(proposed.id, actor=TREASURER)
        except ExemptionOverlaps:
            rollback()
            assert (month, person) in self.exemptions
            return
        self.exemptions[month, person] = proposed.id
        commit()
        self.model.exempt.add((str(month), person))

    @precondition(lambda self: self.exemptions)
    @rule(place=PLACES)
    def revoke(self, place: int) -> None:
        month, person = sorted(self.exemptions)[place % len(self.exemptions)]
        begin_writing()
        self.at(month)
        revoke_exemption(self.exemptions.pop((month, person)), reason="keliru", actor=TREASURER)
        commit()
        self.model.exempt.remove((str(month), person))

    @rule(month=MONTHS, percent=st.sampled_from((0, 25, 50)))
    def lower(self, month: int, percent: int) -> None:
        begin_writing()
        period, is_lowered = self.at(month), str(month) in self.model.lowered
        if not percent and not is_lowered:
            return rollback()
        try:
            if percent:
                set_lowered_month(period, percent, reason="stok habis", letter_number="SE-1",
                                  letter_date=date(2020, 1, 2), actor=TREASURER)  # fmt: skip
            else:
                lift_lowered_month(period, actor=TREASURER)
        except MonthClosedForTerms:
            rollback()
            assert str(month) in self.model.closed
            return
        commit()
        assert str(month) not in self.model.closed
        self.model.lowered[str(month)] = percent
        if not percent:
            del self.model.lowered[str(month)]
