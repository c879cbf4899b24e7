"""The certificates of the city's files against what a correct system finds; twice changes nothing.

`truth_makers.json` beside the full city was computed by who made the files. The demo's sheet is the same one, cut to
its makers.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.audit.verify import verify_chain
from app.certificates.imports import CERTIFICATES
from app.certificates.queries.certificates import list_certificates
from app.certificates.queries.public import list_public
from app.extensions import db
from app.imports.services import import_file
from app.makers.imports import PRODUCTS
from app.shared.transaction import begin_writing, commit

ROOT = Path(__file__).resolve().parents[2]
FULL = ROOT.parent / "shared" / "data"
DEMO = ROOT / "app" / "demo" / "data"
TODAY = date(2026, 10, 31)


def load(folder: Path) -> Any:
    begin_writing()
    import_file(PRODUCTS, folder / "produk_umkm.xlsx", actor=SYSTEM)
    done = import_file(CERTIFICATES, folder / "sertifikat.xlsx", actor=SYSTEM)
    commit()
    return done


def found(day: date) -> dict[str, int]:
    """How many certificates are what on a day, and how many were checked."""
    rows = list_certificates(day)
    counts = Counter(row.validity for row in rows)
    return {**counts, "checked": sum(row.is_checked for row in rows)}


@pytest.mark.both_engines
@pytest.mark.parametrize("folder", [DEMO, FULL], ids=["demo", "full"])
def test_the_city_s_certificates_agree_with_the_truth(app: Any, folder: Path) -> None:
    if not folder.exists():
        pytest.skip("the full city is not here")
    done = load(folder)
    assert (done.refused, done.counts()["created"]) == ([], done.counts()["rows"])
    truth = json.loads((FULL / "truth_makers.json").read_text()) if folder == FULL else TRUTH_DEMO
    assert found(TODAY) == truth["certificates"]
    assert verify_chain(db.session()).findings == []


TRUTH_DEMO = {"certificates": {"valid": 5, "expiring": 2, "lapsed": 2, "checked": 7}}


def test_the_same_sheet_again_changes_nothing(app: Any) -> None:
    load(DEMO)
    counts = load(DEMO).counts()
    assert (counts["created"], counts["changed"], counts["unchanged"]) == (0, 0, counts["rows"])


def test_the_public_sees_only_what_was_checked_and_holds(app: Any) -> None:
    load(DEMO)
    rows = [row for row in list_certificates(TODAY) if row.is_checked and row.validity != "lapsed"]
    shown = list_public(TODAY)
    assert sorted(shown) == sorted(product for row in rows for product, _name in row.products)
    assert {one.number for certificates in shown.values() for one in certificates} == {
        row.number for row in rows
    }
