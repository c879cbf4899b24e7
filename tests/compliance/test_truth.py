"""The demo city and, where its files lie beside the project, the full city: standings agree to the rupiah.

`truth_demo.json` (and `truth.json` of the full city) was computed by who made the files, not by this code.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.compliance.queries import list_standings, recap_by_opd, recap_by_tier, recap_total
from app.compliance.rules import STATUSES
from app.compliance.status_counts import count_statuses
from app.directory.imports import UNITS
from app.directory.services import apply_roster
from app.imports.services import import_file
from app.minimums.queries import list_decrees
from app.minimums.services import load_decree
from app.sales.paper.sales_import import apply_book, read_book
from app.sales.queries import sum_period
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit

ROOT = Path(__file__).resolve().parents[2]
FULL = ROOT.parent / "shared" / "data"
MONTHS = ("2026-08", "2026-09", "2026-10")
AS_OF = date(2026, 1, 1)


def load_city(folder: Path) -> None:
    """Take in all files of a city through the same services as the commands use."""
    begin_writing()
    import_file(UNITS, folder / "siasn_unor.xlsx", actor=SYSTEM)
    for name in ("siasn_pns.xlsx", "siasn_pppk.xlsx", "tanpa_nip.csv"):
        apply_roster(folder / name, actor=SYSTEM, as_of=AS_OF)
    for name in ("tarif_contoh_1.toml", "tarif_contoh_7.toml"):
        load_decree((folder / name).read_text(encoding="utf-8"), actor=SYSTEM)
    for month in MONTHS:
        apply_book(read_book(folder / f"buku_penjualan_{month}.xlsx", date(2026, 11, 7)), actor=SYSTEM)
    commit()


def agrees(truth: dict[str, Any]) -> None:
    """Compare everything truth.json says."""
    for decree, expected in zip(list_decrees(), truth["decrees"], strict=True):
        assert (decree.number, str(decree.effective_from)) == (expected["number"], expected["effective_from"])
        assert [[tier.code, tier.name, tier.minimum] for tier in decree.tiers] == expected["tiers"]
    for month, expected in truth["months"].items():
        period = Period.parse(month)
        rows = list_standings(period)
        sums = sum_period(period)
        assert (sums.turnover, sums.public) == (expected["turnover"], expected["public"])
        total = recap_total(rows, "kota")
        counted = {status: total.count(status) for status in STATUSES if total.count(status)}
        assert counted == expected["status"]
        assert total.bought == sums.bought
        in_groups = count_statuses([period])[period]
        people: Counter[str | None] = Counter()
        for (_unit, status), group in in_groups.items():
            people[status] += group.people
        assert (people, sum(one.bought for one in in_groups.values())) == (expected["status"], sums.bought)
        found = {
            next(row.opd for row in rows if row.opd_id == one.key) if one.is_head else one.name: {
                "people": one.in_service,
                "obliged": one.obliged,
                "met": one.met,
                "short": one.short,
                "minimum": one.minimum,
                "spent": one.bought,
            }
            for one in recap_by_opd(rows)
        }
        assert found == expected["per_opd"]
        assert sum(one.people for one in recap_by_tier(rows)) == len(rows)


@pytest.mark.both_engines
def test_the_demo_city_agrees_with_the_truth(app):
    load_city(ROOT / "app" / "demo" / "data")
    agrees(json.loads((Path(__file__).parent / "truth_demo.json").read_text(encoding="utf-8")))


@pytest.mark.skipif(not FULL.is_dir(), reason="the full city's files are not beside the project")
def test_the_full_city_agrees_with_the_truth(app):
    load_city(FULL)
    agrees(json.loads((FULL / "truth.json").read_text(encoding="utf-8")))
