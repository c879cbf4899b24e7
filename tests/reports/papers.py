"""Months made of nothing but values, to draw papers of: as many offices and people as a test wants."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.closing.archive import Reopening
from app.closing.readiness import list_labels
from app.closing.rules import ReadinessPoint
from app.closing.trend import Counts
from app.compliance.rules import StandingRow
from app.reports.heading import Heading
from app.reports.month import Compliance
from app.sales.queries.ledger import PeriodSums
from app.shared.period import Period

AT = datetime(2026, 11, 7, 0, 15, tzinfo=UTC)
MINIMUM = 20_000


def make_row(
    number: int, opd: int, *, name: str = "", bought: int = MINIMUM, **changed: object
) -> StandingRow:
    """One person of an office, who owes Rp20.000."""
    row = StandingRow(
        employee_id=number, nip=f"1980010120100{number:05d}", code=None, name=name or f"Pegawai {number}, S.Sos.",
        employment="PNS", position="Analis Kebijakan Ahli Muda", echelon="", grade="III/c", unit_id=opd,
        unit=f"Sekretariat {opd}", opd_id=opd, opd=f"Dinas Nomor {opd}", tier="staf",
        tier_name="Eselon IV dan fungsional", minimum=MINIMUM, bought=bought,
        shortfall=max(0, MINIMUM - bought), status="met" if bought >= MINIMUM else "short", note="",
    )  # fmt: skip
    return row._replace(**changed)  # type: ignore[arg-type]


def make_rows(offices: int, each: int) -> list[StandingRow]:
    """Offices of equal size in which more and more fall short by Rp5.000."""
    return [
        make_row(opd * each + place, opd, bought=MINIMUM - 5_000 if place < opd % (each + 1) else MINIMUM + 7)
        for opd in range(offices)
        for place in range(each)
    ]


def make_month(rows: list[StandingRow], version: int = 2, **heading: object) -> Compliance:
    """October 2026 with these people, closed with every point open and reopened once; version 0: still open."""
    bought = sum(row.bought for row in rows)
    signer = {
        "role": "",
        "position": "Sekretaris Kota",
        "name": "Ani Contoh",
        "rank": "Pembina",
        "nip": "1" * 18,
    }
    values: dict[str, object] = {
        "city": "Kota Ambon",
        "letterhead": ["PEMERINTAH KOTA AMBON", "Jalan Sultan Hairun 1"],
        "signers": {"left": {**signer, "role": "Mengetahui,"}, "right": signer},
        "decree": {
            "number": "Perwali 5/2026",
            "title": "Batas belanja",
            "signed_on": "2026-01-02",
            "mode": "wajib",
        },
        "reference_day": 1,
        "dated": date(2026, 11, 7),
    } | heading
    return Compliance(
        heading=Heading(Period(2026, 10), version, **values),  # type: ignore[arg-type]
        rows=rows,
        sums=PeriodSums(bought + 11_000, bought, 3_000, 8_000, len(rows), 1),
        points=[ReadinessPoint(one.code, 3) for one in list_labels()],
        tills=[],
        ledger_seq=1907,
        chain_head="1987:" + "0f" * 32 if version else "",
        made_by="Ibu Bendahara",
        override="Kasir Pasar rusak; berita acara 12/2026" if version else "",
        reopenings=[Reopening(1, AT, "bendahara", "Nota buku pasar tertinggal")] if version else [],
        previous=Counts(3, 4, 1, 123_456),
    )
