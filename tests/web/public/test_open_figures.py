"""`/data`: what anybody reads, as a page, as JSON and as CSV; no name, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.figures.services import publish_closed_months
from app.shared.period import Period
from app.shared.transaction import commit
from tests.figures.test_publishing import maker, sell_of
from tests.pages import PageClient
from tests.people import close

OCTOBER = Period(2026, 10)


@pytest.fixture
def stranger(session: Any, app: Any) -> PageClient:
    """Five makers of a village whose name is a formula, four of another; October is out."""
    for number in range(5):
        sell_of(maker(f"Rahasia {number}", "=1+1"), 1_000_000)
    for number in range(4):
        sell_of(maker(f"Sembunyi {number}", "Waai"), 1_000)
    close(OCTOBER)
    publish_closed_months(actor=SYSTEM)
    commit()
    return PageClient(app)


def test_the_page_explains_each_figure_and_hides_what_is_of_few(stranger: PageClient) -> None:
    page = stranger.get("/data")
    assert "Rp5.004.000" in page.text and "Oktober 2026" in page.text
    assert "kurang dari 5 pelaku" in page.text and "agar kelurahan lain tidak dapat dihitung" in page.text
    assert "Rp5.000.000" not in page.text and "Rp4.000" not in page.text
    assert "Rahasia" not in page.text and "Sembunyi" not in page.text


def test_an_empty_city_says_when_figures_come(app: Any, session: Any) -> None:
    assert "Belum ada angka" in PageClient(app).get("/data").text


def test_json_and_csv_hold_the_same_rows(stranger: PageClient) -> None:
    data = stranger.browser.get("/data/kelurahan.json").get_json()
    assert data["dataset"] == "kelurahan" and data["months"][0]["month"] == "2026-10"
    assert {one["name"] for one in data["columns"]} == set(data["rows"][0])
    assert {row["village"]: (row["makers"], row["sales"], row["reason"]) for row in data["rows"]} == {
        "=1+1": (None, None, "protects_under_5"), "Waai": (None, None, "under_5"),
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(stranger.browser.get("/data/kelurahan.csv").text)))
    assert [(row["village"], row["sales"], row["reason"]) for row in rows] == [
        ("'=1+1", "", "protects_under_5"), ("Waai", "", "under_5"),
    ]  # fmt: skip
    assert stranger.browser.get("/data/lain.json").status_code == 404


def test_a_file_that_did_not_change_is_not_sent_again(stranger: PageClient) -> None:
    first = stranger.browser.get("/data/bulan.csv")
    again = stranger.browser.get("/data/bulan.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
