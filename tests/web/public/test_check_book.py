"""The page behind the QR of a signed book, and the book's own way from finance's page to whoever scans it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.audit.models import AuditEvent
from app.closing.authenticity import BOOK, book_code
from app.closing.queries import get_stored_file
from app.closing.services import reopen_month
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from tests.office import TREASURER, October, make_october
from tests.pages import PageClient
from tests.pdf.reading import text_of
from tests.standing import OCTOBER

MONTH = "/keuangan/bulan/2026-10"


@pytest.fixture
def october(session: Any) -> October:
    return make_october()


@pytest.fixture
def finance(october: October, as_role: Any) -> PageClient:
    """Somebody of finance."""
    client: PageClient = as_role("finance")
    return client


def close(finance: PageClient) -> str:
    """Close October on the page; the address inside the book's QR, as its paper prints it."""
    finance.get(MONTH).form("tutup-bulan").submit(override="Provinsi menunggu")
    page = finance.get(MONTH)
    form = next(one for one in page.all("form") if one.find(".//input[@name='berkas']") is not None)
    file = finance.post(form.get("action"), {"berkas": "pdf"}, expect=200)
    assert (file.headers["Content-Type"], file.data[:5]) == ("application/pdf", b"%PDF-")
    found = re.search(r"https?://[^ ]+?(/cek/buku/2026-10/\d/[A-Za-z0-9_-]{22})", text_of(file.data))
    assert found
    return found[1]


def test_the_book_is_sent_byte_for_byte_and_noted(finance: PageClient) -> None:
    close(finance)
    stored = get_stored_file(OCTOBER, 1, BOOK)
    (event,) = db.session.query(AuditEvent).filter_by(action="report.download")
    assert event.details == {"period": "2026-10", "version": 1, "sha256": stored.sha256, "kind": BOOK}
    assert stored.sha256 in finance.get(MONTH).text
    finance.post(f"{MONTH}/versi/1", {"berkas": "exe"}, expect=404)


def test_whoever_scans_it_reads_sums_and_hashes_and_nobody_s_name(
    finance: PageClient, client: PageClient
) -> None:
    page = client.get(close(finance))
    assert page.h1 == "Tercatat"
    for shown in (
        "Rp45.000", get_stored_file(OCTOBER, 1).sha256, get_stored_file(OCTOBER, 1, BOOK).sha256, "Oktober 2026",
    ):  # fmt: skip
        assert shown in page.text
    assert [len(one) for one in page.words("code")] == [
        64,
        64,
    ]  # code breaks anywhere, so a narrow page stays narrow
    for secret in ("Ani", "Budi", "1980", "Provinsi menunggu", "bendahara"):
        assert secret not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_it_is_told_when_it_no_longer_holds(finance: PageClient, client: PageClient) -> None:
    address = close(finance)
    begin_writing()
    reopen_month(OCTOBER, actor=TREASURER, reason="nota tertinggal")
    commit()
    assert client.get(address).h1 == "Tercatat, bulannya dibuka lagi"
    second = close(finance)
    assert second != address
    page = client.get(address)
    assert page.h1 == "Tercatat, sudah digantikan"
    assert "versi 2" in page.text
    assert client.get(second).h1 == "Tercatat"


def test_every_other_code_is_unknown_and_tells_nothing(finance: PageClient, client: PageClient) -> None:
    address = close(finance)
    own = address.rpartition("/")[2]
    for other in (
        f"2026-10/2/{own}",
        f"2026-09/1/{own}",
        f"2026-10/1/{book_code(OCTOBER, 1, 'x')}",
        "2026-10/1/a",
    ):
        page = client.get(f"/cek/buku/{other}", expect=404)
        assert page.h1 == "Tidak dikenal"
        assert "Rp" not in page.text and "SHA" not in page.text
