"""Field by field: which of one person's data each role meets in any page, JSON or workbook it can open (decisions 21).

Every personal column of one person holds a mark found nowhere else. Each role opens every page of its own with that
person's numbers, searches for the name, and takes every workbook. What it met must be exactly its list below: a mark
that is new there is a leak, one that is missing says that the search no longer reaches the page.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import LoginSession
from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.compliance.models import Exemption
from app.directory.models import FormerNumber
from app.disputes.models import Dispute
from app.extensions import db
from app.makers.members import bind_login
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import commit
from app.tills.services.shifts import open_shift
from app.tills.services.tills import enrol_till
from app.web.http.policy import rule_for
from tests.logins import sign_in
from tests.pages import PageClient
from tests.people import buy
from tests.standing import bagea, make_decree, make_person, make_sale, make_tree, make_unit
from tests.web.routes import address, ask, kinds, routes

MARKS = {
    "NIP": "199003032015032971",
    "birth date": "19900303",
    "last four": "2971",
    "name": "Zulaikha Markana",
    "front title": "Profxq",
    "back title": "Mtitelx",
    "code": "KODEMRK7",
    "PNS ID": "PNSMRK8812",
    "card": "c4rdmrk000000000000000000000c4rd",
    "former number": "LAMAMRK5",
    "post": "Juru Markah",
    "posting's letter": "SKMRK11",
    "exemption's letter": "SURATMRK3",
    "dispute": "tanyamrk",
    "answer": "jawabmrk",
    "typed name": "Ketikan Markiah",
    "typed number": "KMRK99",
    "login": "mrkpengguna",
    "address": "10.99.88.77",
    "browser": "PerambanMrk",
    "goods": "Bagea Markisa",
    "spent": "77.700",
}
BUYER = {"name", "front title", "back title", "post", "last four"}
"""Whom a till shows at the counter (decisions 21)."""
SALE = {"goods", "spent"}
TYPED = {"typed name", "typed number"}
NUMBERS = {"NIP", "birth date", "code"}
MEETS: dict[str, set[str]] = {
    "anonymous": set(),
    "till": BUYER,
    "cashier": {"name", "last four"} | SALE,
    "manager": TYPED | {"spent"},  # as what a maker at the booth is owed
    "maker": {"spent"},  # the money of own goods, not whose it was
    "employee": set(),
    "own": set(MARKS) - TYPED,
    "opd": BUYER | SALE | {"login", "exemption's letter"},
    "opd elsewhere": set(),
    "personnel": BUYER | NUMBERS | {"former number", "posting's letter"},
    "finance": set(MARKS) - {"card", "code", "PNS ID", "former number", "address", "browser"},
    "admin": {"login", "address"},
}
"""What each role may meet of a person; `employee` is somebody else, `opd elsewhere` another office's."""
BODIES = (
    ("finance", "/keuangan/laporan/2026-11", {"jenis": "lengkap"}),
    ("finance", "/keuangan/laporan/buat/ledger", {"bulan": "2026-11"}),
    ("finance", "/keuangan/laporan/buat/year", {"tahun": "2026"}),
    ("finance", "/keuangan/laporan/buat/event-day", {"hari": "2026-11-03"}),
    ("opd", "/opd/laporan/buat", {"bulan": "2026-11"}),
    ("opd elsewhere", "/opd/laporan/buat", {"bulan": "2026-11"}),
    ("employee", "/saya/laporan/buat", {"masa": "2026-11"}),
    ("employee", "/saya/data", {"bentuk": "json"}),
    ("own", "/saya/laporan/buat", {"masa": "2026-11"}),
    ("own", "/saya/data", {"bentuk": "json"}),
    ("own", "/saya/data", {"bentuk": "xlsx"}),
)


class World:
    """One marked person, browsers of every role, and the numbers addresses are filled with."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        city, self.opd, school = make_tree()
        self.elsewhere = make_unit("Dinas Lain", city)
        make_decree()
        booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
        self.till, self.token = enrol_till(booth.id, "Tablet", actor=SYSTEM)
        self.till.enrolled_at = clock.at_local(date(2026, 1, 1), 0, 0)
        self.person = self._person(school)
        sale, typed = self._purchases()
        self.other = make_person(school, "Orang Biasa")
        dispute, exemption = self._questions(sale.id)
        self.clients = self._clients(booth)
        cashier = self.clients["cashier"].user
        self.own_id = self.clients["own"].user.id
        shift = open_shift(booth.id, cashier.id, actor=SYSTEM)
        db.session.flush()
        commit()
        self.ids = {
            "employee_id": self.person.id, "unit_id": self.opd.id, "booth_id": booth.id, "shift_id": shift.id,
            "sale_id": typed.id, "dispute_id": dispute.id, "exemption_id": exemption.id, "user_id": self.own_id,
            "till_id": self.till.id, "uuid": sale.uuid, "decree_id": 1, "version": 1,
        }  # fmt: skip

    def _person(self, school: Any) -> Any:
        person = make_person(
            school, MARKS["name"], echelon="", position=MARKS["post"], position_kind="Fungsional"
        )
        for column, mark in (
            ("nip", "NIP"), ("front_title", "front title"), ("back_title", "back title"), ("code", "code"),
            ("pns_id", "PNS ID"), ("card_token", "card"),
        ):  # fmt: skip
            setattr(person, column, MARKS[mark])
        posting = db.session.execute(
            db.text("UPDATE posting SET letter = :letter"), {"letter": MARKS["posting's letter"]}
        )
        assert posting.rowcount == 1
        db.session.add(
            FormerNumber(employee_id=person.id, number=MARKS["former number"], changed_at=clock.now())
        )
        return person

    def _purchases(self) -> tuple[Any, Any]:
        sale = buy(self.person, 77_700, goods=MARKS["goods"], till_id=self.till.id, source="till")
        typed = make_sale(
            None, 5_000, buyer_kind="unresolved", buyer_name=MARKS["typed name"],
            buyer_number=MARKS["typed number"], flags=["buyer_unknown"],
        )  # fmt: skip
        return sale, typed

    def _own(self) -> PageClient:
        """The person's own browser; where it was used from is data about the person, too."""
        client = sign_in(self.app, "employee", employee=self.person, username=MARKS["login"])
        for one in db.session.scalars(select(LoginSession).where(LoginSession.user_id == client.user.id)):
            one.address, one.agent = MARKS["address"], MARKS["browser"]
        return client

    def _questions(self, sale_id: int) -> tuple[Dispute, Exemption]:
        dispute = Dispute(
            employee_id=self.person.id, kind="not_mine", sale_id=sale_id, period=Period(2026, 11), receipt="",
            reason=MARKS["dispute"], created_at=clock.now(), state="declined", answer=MARKS["answer"],
        )  # fmt: skip
        exemption = Exemption(
            scope="person", employee_id=self.person.id, from_period=Period(2026, 11), until_period=Period(2026, 11),
            kind="cuti", letter_number=MARKS["exemption's letter"], letter_date=clock.today(),
            state="approved", created_at=clock.now() - timedelta(days=1),
        )  # fmt: skip
        db.session.add_all([dispute, exemption])
        db.session.flush()
        return dispute, exemption

    def _maker(self) -> PageClient:
        """Whoever makes what the marked person bought."""
        client = sign_in(self.app, "maker")
        bind_login(bagea()["maker_id"], client.user.id, actor=SYSTEM)
        return client

    def _clients(self, booth: Any) -> dict[str, PageClient]:
        return {
            "anonymous": PageClient(self.app),
            "cashier": sign_in(self.app, "cashier", booth=booth),
            "manager": sign_in(self.app, "manager"),
            "maker": self._maker(),
            "employee": sign_in(self.app, "employee", employee=self.other),
            "own": self._own(),
            "opd": sign_in(self.app, "opd", unit=self.opd),
            "opd elsewhere": sign_in(self.app, "opd", unit=self.elsewhere),
            "personnel": sign_in(self.app, "personnel"),
            "finance": sign_in(self.app, "finance"),
            "admin": sign_in(self.app, "admin"),
        }


def said(response: Any) -> str:
    """Everything an answer says: a page's source, JSON, or all parts of a workbook, as plain text."""
    data = response.get_data()
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            data = b"\n".join(parts.read(name) for name in parts.namelist())
    return unescape(data.decode("utf-8", "replace")).replace("\xa0", " ").replace("\\u00a0", " ")


SEVERAL = {"kind": ("compliance", "ledger", "year", "event-day"), "code": ("eselon-iv",)}


def addresses(world: World, role: str) -> Iterator[str]:
    """Every page this role may open: filled with the marked person's numbers, or searching for the name."""
    blueprint = {"own": "employee", "opd elsewhere": "opd", "anonymous": "public"}.get(role, role)
    search = f"?bulan=2026-11&cari={MARKS['name'].split()[1]}"
    for route in routes(world.app, "GET"):
        if blueprint not in rule_for(route.endpoint) or route.endpoint == "static":
            continue
        names = kinds(route.rule)
        choices = []
        for name, kind in names.items():
            if kind == "any":
                choices.append(sorted(route.rule._converters[name].items))
            else:
                choices.append(
                    [*SEVERAL.get(name, ())] or [world.ids.get(name, "2026-11" if kind == "period" else None)]
                )
        for values in itertools.product(*choices):
            filled = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            yield address(route.rule, **filled) + ("" if set(filled) & set(world.ids) else search)


def met(text: str) -> set[str]:
    return {mark for mark, value in MARKS.items() if value in text}


def meets(world: World, role: str) -> dict[str, str]:
    """Mark → the first place where this role met it."""
    client, found = world.clients[role], {}
    for path in addresses(world, role):
        for mark in met(said(ask(client, "GET", path))):
            found.setdefault(mark, path)
    token = client.get("/masuk" if role == "anonymous" else "/sandi").token
    for who, path, body in BODIES:
        if who == role:
            answer = ask(client, "POST", path, token=token, data=body)
            assert answer.status_code == 200, (path, answer.status_code)
            for mark in met(said(answer)):
                found.setdefault(mark, path)
    return found


def till_meets(world: World) -> dict[str, str]:
    """The same for a device: its lists, a search, one standing."""
    headers, found = {"Authorization": f"Bearer {world.token}"}, {}
    browser = world.app.test_client()
    asked = [
        browser.get(path, headers=headers)
        for path in ("/api/v1/till", "/api/v1/till/buyers", "/api/v1/till/standings", "/api/v1/products",
                     f"/api/v1/employees/{world.ids['employee_id']}/standing")
    ]  # fmt: skip
    for query in (MARKS["name"], MARKS["NIP"], MARKS["code"]):
        asked.append(browser.post("/api/v1/buyers", json={"query": query}, headers=headers))
    for answer in asked:
        assert answer.status_code == 200, answer.request.path
        text = answer.get_data(as_text=True)
        for mark in met(answer.json and text.encode().decode("unicode_escape") or text):
            found.setdefault(mark, answer.request.path)
    return found


@pytest.fixture
def world(app: Flask, session: Any) -> World:
    """The marked person's city, committed."""
    return World(app)


@pytest.mark.both_engines
def test_each_role_meets_exactly_what_is_its_own(world: World) -> None:
    found = {role: meets(world, role) for role in world.clients} | {"till": till_meets(world)}
    leaks = {
        f"{role}: {mark} in {place}" for role, marks in found.items() for mark, place in marks.items()
        if mark not in MEETS[role]
    }  # fmt: skip
    unmet = {f"{role}: {mark}" for role, marks in found.items() for mark in MEETS[role] - set(marks)}
    assert (sorted(leaks), sorted(unmet)) == ([], [])
