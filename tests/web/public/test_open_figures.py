"""`/data`: what anybody reads, as a page, as JSON and as CSV; no name, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.figures.datasets import DATASETS
from app.figures.services import publish_closed_months
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.figures.test_publishing import maker, sell_of
from tests.offers import SAMBAL, make_panel
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
    assert "kurang dari 5 pelaku" in page.text and "atau melindungi kelurahan" in page.text
    assert "Rp5.000.000" not in page.text and "Rp4.000" not in page.text
    assert "Rahasia" not in page.text and "Sembunyi" not in page.text


def test_an_empty_city_says_when_figures_come(app: Any, session: Any) -> None:
    assert "Belum ada angka" in PageClient(app).get("/data").text


def test_json_and_csv_hold_the_same_rows(stranger: PageClient) -> None:
    data = stranger.browser.get("/data/kelurahan.json").get_json()
    assert data["dataset"] == "kelurahan" and data["months"][0]["month"] == "2026-10"
    assert {one["name"] for one in data["columns"]} == set(data["rows"][0])
    assert {row["village"]: (row["makers"], row["sales"], row["reason"]) for row in data["rows"]} == {
        "=1+1": (None, None, "protects_under_5"), "Waai": (None, None, "protects_under_5"),
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(stranger.browser.get("/data/kelurahan.csv").text)))
    assert [(row["village"], row["sales"], row["reason"]) for row in rows] == [
        ("'=1+1", "", "protects_under_5"), ("Waai", "", "protects_under_5"),
    ]  # fmt: skip
    assert stranger.browser.get("/data/lain.json").status_code == 404


def test_a_file_that_did_not_change_is_not_sent_again(stranger: PageClient) -> None:
    first = stranger.browser.get("/data/bulan.csv")
    again = stranger.browser.get("/data/bulan.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def read_all(stranger: PageClient) -> dict[str, list[dict[str, Any]]]:
    """Every dataset as JSON; the CSV must say the same, cell by cell."""
    found: dict[str, list[dict[str, Any]]] = {}
    for slug in DATASETS:
        found[slug] = stranger.browser.get(f"/data/{slug}.json").get_json()["rows"]
        lines = list(csv.DictReader(io.StringIO(stranger.browser.get(f"/data/{slug}.csv").text)))
        assert len(lines) == len(found[slug])
        for line, row in zip(lines, found[slug], strict=True):
            for name, value in row.items():
                assert line[name].removeprefix("'") == ("" if value is None else str(value)), (slug, name)
    return found


def test_subtracting_over_months_villages_and_files_gives_nobody_away(session: Any, app: Any) -> None:
    """Two months: in the first five makers of Poka and four of Waai, in the second one of each village sells more."""
    poka = [maker(f"Poka {number}", "Poka") for number in range(6)]
    waai = [maker(f"Waai {number}", "Waai") for number in range(4)]
    hila = [maker(f"Hila {number}", "Hila") for number in range(9)]
    for number, one in enumerate([*poka[:5], *waai, *hila], 1):
        sell_of(one, number * 1_000, "2026-09-05")
    for number, one in enumerate([*poka, *waai[:3], *hila], 1):
        sell_of(one, number * 1_700, "2026-10-05")
    for period in (OCTOBER.previous(), OCTOBER):
        close(period)
        publish_closed_months(actor=SYSTEM)
    sell_of(waai[0], 77_000, "2026-10-06")  # comes late: it must not show as a difference of two downloads
    commit()
    before = read_all(PageClient(app))
    begin_writing()
    publish_closed_months(actor=SYSTEM)
    commit()
    stranger = PageClient(app)
    figures = read_all(stranger)
    assert figures == before
    for city in figures["bulan"]:
        rows = [row for row in figures["kelurahan"] if row["month"] == city["month"]]
        blank = {row["village"] for row in rows if row["makers"] is None}
        left = city["makers"] - sum(row["makers"] or 0 for row in rows)
        assert blank == {"Poka", "Waai"} and left >= 9, "Waai is of few, Poka protects it in both months"
        assert {row["reason"] for row in rows} == {"", "protects_under_5"}
        assert all(row["sales"] is None for row in rows if row["makers"] is None)
    body = stranger.get("/data").body
    hidden = [sum(range(6, 10)) * 1_000, sum(range(1, 6)) * 1_000]
    assert not [one for one in hidden if f"{one:,}".replace(",", ".") in body]


@pytest.mark.clock("2026-10-12 09:00")
def test_an_agency_is_told_by_its_days_once_it_answered_five_times(
    app: Any, session: Any, clock: Any
) -> None:
    panel = make_panel("BPOM", "Dekranasda")
    offers = [panel.offer(replace(SAMBAL, name=f"Sambal {number}")) for number in range(5)]
    sell_of(maker("Dapur Oma"), 10_000)
    clock.move_to("2026-10-15 10:00")  # three working days later
    for number, offer in enumerate(offers):
        panel.answer(offer, "BPOM", "good")
        if number:
            panel.answer(offer, "Dekranasda", "good")
    clock.move_to("2026-11-07 10:00")
    close(OCTOBER)
    publish_closed_months(actor=SYSTEM)
    commit()
    stranger = PageClient(app)
    assert read_all(stranger)["kurasi"] == [
        {"month": "2026-10", "agency": "BPOM", "answers": 5, "median_days": 3.0, "reason": ""},
        {"month": "2026-10", "agency": "Dekranasda", "answers": None, "median_days": None,
         "reason": "under_5_answers"},
    ]  # fmt: skip
    assert "kurang dari 5 jawaban" in stranger.get("/data").text
