"""Leaders see figures and no person; auditors see every book; neither changes anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.extensions import db
from app.sales.models import Sale
from app.shared.transaction import commit
from app.web.http.policy import may_enter, rule_for
from app.web.http.roles import PAGES
from tests.pages import Page, PageClient
from tests.pdf.reading import text_of
from tests.people import Staff, buy, make_staff

DOWNLOADS = {
    "download_signed", "download_summary", "make_report", "export_report_of", "cancel_report_job", "search_people",
    "export_goods_card",
}  # fmt: skip


@pytest.fixture
def staff(session: Any) -> Staff:
    """Two offices with their people; Ani bought."""
    found = make_staff()
    buy(found.ani, 15_000)
    commit()
    return found


def test_the_lists_name_endpoints_that_exist_and_only_downloads_are_posts(app: Flask) -> None:
    rules = {rule.endpoint: rule.methods for rule in app.url_map.iter_rules()}
    for endpoint in PAGES["leader"].reads | PAGES["auditor"].reads:
        methods = rules[endpoint] or set()
        assert "POST" not in methods or endpoint.partition(".")[2] in DOWNLOADS


def test_every_other_page_of_finance_stays_closed_to_both(app: Flask) -> None:
    inside = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("finance.")}
    closed = inside - PAGES["auditor"].reads
    assert len(closed) > 20
    assert all(not rule_for(endpoint) & {"leader", "auditor"} for endpoint in closed)


def test_a_leader_sees_the_city_and_no_way_to_a_person(as_role: Any, staff: Staff) -> None:
    leader: PageClient = as_role("leader")
    page = leader.get("/keuangan/ringkasan")
    assert page.h1 == "Kota sekilas"
    hrefs = [link for link in page.links.values() if link.startswith("/keuangan")]
    assert hrefs and all(
        link.startswith(("/keuangan/ringkasan", "/keuangan/penyelesaian")) for link in hrefs
    ), hrefs
    assert "Ani Latuconsina" not in page.text
    # four people in two offices would be told apart
    assert "Gabungan 2 perangkat daerah" in page.text
    assert page.text.count("Dinas Pendidikan") == 1  # the line that says which offices those are
    leader.get("/keuangan/ringkasan/umkm")
    for path in ("/keuangan/", "/keuangan/pegawai", f"/keuangan/pegawai/{staff.ani.id}", "/keuangan/nota"):
        leader.get(path, expect=403)


def test_a_leader_takes_the_summary_of_a_month_along_and_no_name_with_it(as_role: Any, staff: Staff) -> None:
    leader: PageClient = as_role("leader")
    page = leader.get("/keuangan/ringkasan").form("/keuangan/ringkasan/unduh").submit(expect=200)
    assert page.headers["Content-Disposition"].endswith("ringkasan-belanja-umkm-2026-11-sementara.pdf")
    said = text_of(page.data)
    assert "November 2026" in said
    assert "Ani Latuconsina" not in said
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "report.export")).one()
    assert event.actor_name == leader.user.username


def test_an_auditor_reads_a_person_and_the_person_reads_that(as_role: Any, staff: Staff) -> None:
    auditor: PageClient = as_role("auditor")
    assert "Ani Latuconsina" in auditor.get(f"/keuangan/pegawai/{staff.ani.id}").text
    ani: PageClient = as_role("employee", employee=staff.ani)
    assert "Inspektorat" in ani.get("/saya/akses").text


CSS = Path(__file__).parents[2] / "app/static/css/reading.css"


def is_hidden(path: str) -> bool:
    """Whether reading.css hides links to this path."""
    parts = re.findall(r'href([*$])="([^"]+)"', CSS.read_text(encoding="utf-8"))
    return any(path.endswith(part) if how == "$" else part in path for how, part in parts)


def closed_links(app: Flask, page: Page) -> list[str]:
    """The links of a page that reading.css shows and the policy refuses to an auditor."""
    paths = [link.partition("?")[0].partition("#")[0] for link in page.links.values() if link.startswith("/")]
    adapter = app.url_map.bind("localhost")
    return [
        path
        for path in paths
        if not is_hidden(path)
        and not may_enter(adapter.match(path, method="GET")[0], frozenset({"auditor"}), True)
    ]


@pytest.mark.parametrize(
    "path", ["", "ringkasan", "bulan", "bulan/2026-11", "aturan", "pembebasan", "laporan", "nota"]
)
def test_an_auditor_is_shown_no_act_and_can_do_none(as_role: Any, staff: Staff, path: str) -> None:
    auditor: PageClient = as_role("auditor")
    page = auditor.get(f"/keuangan/{path}")
    assert 'class="reading"' in page.body and "css/reading.css" in page.body
    assert "Tutup bulan ini" not in page.text
    assert not (refused := closed_links(auditor.app, page)), refused
    before = db.session.scalar(select(func.count(Sale.id)))
    auditor.post("/keuangan/bulan/2026-11/tutup", {"override": "x"}, expect=403)
    auditor.post(f"/keuangan/nota/{before}/batal", {"reason": "x"}, expect=403)
    db.session.rollback()
    acts = select(AuditEvent.action).where(AuditEvent.actor_name == auditor.user.username)
    assert set(db.session.scalars(acts)) <= {"access.refused"}
