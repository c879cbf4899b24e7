"""Leaders and the Inspektorat read the makers' side: no owner, phone or account, no act, no link that is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.services import record_certificate
from app.makers.profiles import complete_maker
from app.makers.registration import MakerDraft
from app.shared import clock
from app.shared.transaction import commit
from app.training.services.seats import enrol
from app.turns.services import add_contact
from app.web.http.policy import may_enter, rule_for
from app.web.http.roles import PAGES
from tests.pages import PageClient
from tests.training.course import make_course
from tests.web.maker.conftest import make_market
from tests.web.routes import ANYBODY

MARKS = {
    "owner": "Zefanya Pemilik", "phone": "081234500011", "account": "7770001112", "holder": "Yohana Rekening",
    "trainee": "Xaverius Peserta", "partner": "Wilhelmina Kenalan",
}  # fmt: skip
READERS = ("leader", "auditor")
HIDDEN = re.compile(r"/(putuskan|baru|perbaiki|dari-nota|unggah|cerita|ubah|periksa|tindak-lanjut)")
"""Links that `reading.css` hides."""


class Side:
    """A marked maker with everything the Dinas writes about it; `paths`: every page readers may open of it."""

    def __init__(self, app: Flask) -> None:
        self.app, self.market = app, make_market()
        own = self.market.own
        draft = MakerDraft(
            name="Dapur Kenari", owner_name=MARKS["owner"], phone=MARKS["phone"], bank="BPD",
            account_number=MARKS["account"], account_name=MARKS["holder"],
        )  # fmt: skip
        complete_maker(own.maker_id, draft, actor=SYSTEM)
        certificate = CertificateDraft(own.maker_id, "pirt", "2068171010001-29", "206817101000129")
        certificate_id, _ = record_certificate(certificate, source="officer", actor=SYSTEM)
        course = make_course()
        enrol(course.id, own.maker_id, MARKS["trainee"], "site", actor=SYSTEM)
        add_contact(own.maker_id, clock.today(), MARKS["partner"], "pesanan", actor=SYSTEM)
        self.ids: dict[str, Any] = {
            "maker_id": own.maker_id, "product_id": own.product_id, "certificate_id": certificate_id,
            "submission_id": own.offer_id, "event_id": course.id, "statement_id": 1,
        }  # fmt: skip
        commit()

    def paths(self, role: str) -> list[str]:
        """The pages of the makers' side that this role reads."""
        found = []
        for rule in self.app.url_map.iter_rules():
            makers = rule.endpoint.startswith(("umkm.", "manager.")) or "penyelesaian" in rule.rule
            is_page = "GET" in (rule.methods or ()) and not rule.rule.endswith("/berkas")
            if makers and is_page and rule.endpoint in PAGES[role].reads:
                names = rule.arguments - set(rule.defaults or {})
                if names <= set(self.ids):
                    values = {name: self.ids[name] for name in names}
                    found.append(self.app.url_map.bind("localhost").build(rule.endpoint, values))
        return sorted(found)

    def is_open(self, path: str, role: str) -> bool:
        """Whether the role may follow this link."""
        endpoint, _values = self.app.url_map.bind("localhost").match(path.partition("?")[0].partition("#")[0])
        return may_enter(endpoint, frozenset({role}), role != ANYBODY)


@pytest.fixture
def side(app: Flask, session: Any) -> Side:
    """The marked maker, committed."""
    return Side(app)


@pytest.mark.parametrize("role", READERS)
def test_readers_see_the_makers_side_without_what_reaches_a_person(
    side: Side, as_role: Any, role: str
) -> None:
    reader: PageClient = as_role(role)
    paths = side.paths(role)
    assert len(paths) >= 22, paths
    for path in paths:
        page = reader.get(path)
        met = {name for name, mark in MARKS.items() if mark in page.body}
        assert not met, (path, met)
        if path.endswith("/cetak"):
            continue
        assert 'class="reading"' in page.body, path
        (main,) = page.all("main")
        links = [one.get("href", "") for one in main.iter("a")]
        own = [one for one in links if one.startswith("/") and not HIDDEN.search(one)]
        assert [one for one in own if not side.is_open(one, role)] == [], path
    page = reader.get(f"/dinas/umkm/{side.ids['maker_id']}")
    assert "Z···· P····" in page.text and "····0011" in page.text and "····1112" in page.text
    assert "X···· P····" in reader.get(f"/dinas/pelatihan/{side.ids['event_id']}").text
    assert "W···· K····" in reader.get("/dinas/giliran").text


@pytest.mark.parametrize("role", READERS)
def test_readers_cannot_find_a_maker_by_its_owner(side: Side, as_role: Any, role: str) -> None:
    found = as_role(role).get("/dinas/?cari=zefanya").text
    assert "Dapur Kenari" not in found
    assert "Dapur Kenari" in as_role("umkm").get("/dinas/?cari=zefanya").text


def test_the_dinas_reads_what_it_needs(side: Side, as_role: Any) -> None:
    dinas: PageClient = as_role("umkm")
    pages = [
        dinas.get(path).body
        for path in (
            f"/dinas/umkm/{side.ids['maker_id']}",
            f"/dinas/pelatihan/{side.ids['event_id']}",
            "/dinas/giliran",
        )
    ]
    assert {name for name, mark in MARKS.items() if not any(mark in one for one in pages)} == set()


MEETS: dict[str, set[str]] = {
    "leader": set(), "auditor": set(), "manager": set(), "finance": set(), "curator": set(), "admin": set(),
}  # fmt: skip


@pytest.mark.parametrize("role", MEETS)
def test_fields_of_a_maker_by_role(side: Side, as_role: Any, role: str) -> None:
    reader: PageClient = as_role(role)
    found = {}
    for rule in side.app.url_map.iter_rules():
        names = rule.arguments - set(rule.defaults or {})
        if "GET" in (rule.methods or ()) and role in rule_for(rule.endpoint) and names <= set(side.ids):
            path = side.app.url_map.bind("localhost").build(
                rule.endpoint, {name: side.ids[name] for name in names}
            )
            answer = reader.browser.get(path)
            body = answer.get_data().decode("utf-8", "replace")
            found.update({name: path for name, mark in MARKS.items() if mark in body})
    assert {name for name in found if name not in MEETS[role]} == set(), found
