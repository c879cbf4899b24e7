"""The heading and signatures of every workbook: letterhead, title lines, signers, and the facts of its making."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.closing import queries as closing
from app.closing.snapshot import MonthSnapshot, frozen_header
from app.excel.column_widths import Signature
from app.months import queries as months
from app.settings import queries as settings
from app.shared import clock
from app.shared.period import Period

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


DEMO_LINE = "KOTA CONTOH (DEMO): SEMUA ORANG DAN ANGKA DI SINI KARANGAN"


@dataclass(frozen=True, slots=True)
class Heading:
    """All printed parts of a book besides its rows and the logo.

    `version` 0: the month is open and the figures are provisional.
    """

    period: Period
    version: int
    city: str
    letterhead: list[str]
    signers: dict[str, dict[str, str]]
    decree: dict[str, Any] | None
    reference_day: int
    dated: date
    is_demo: bool = False

    @property
    def is_provisional(self) -> bool:
        """Whether the month is still open (decisions 19: the report says SEMENTARA)."""
        return self.version == 0

    @property
    def titles(self) -> list[str]:
        """Three centred lines: report, city, month."""
        state = "SEMENTARA" if self.is_provisional else f"VERSI {self.version}"
        return [
            "REKAPITULASI BELANJA PRODUK UMKM",
            f"PEGAWAI PEMERINTAH {self.city.upper()}",
            f"BULAN {month_name(self.period).upper()} ({state})",
            *([DEMO_LINE] if self.is_demo else []),
        ]

    @property
    def decree_line(self) -> str:
        """The decree in one line, or a line saying that there is none."""
        if self.decree is None:
            return "Dasar: belum ada aturan yang berlaku pada bulan ini."
        signed = date.fromisoformat(self.decree["signed_on"])
        kind = "wajib" if self.decree["mode"] == "wajib" else "imbauan"
        return f"Dasar: {self.decree['number']} tanggal {long_date(signed)}, {self.decree['title']} ({kind})."

    def without_numbers(self) -> "Heading":
        """The same heading without the signers' NIP, for copies without personal numbers."""
        signers = {side: {**signer, "nip": ""} for side, signer in self.signers.items()}
        return replace(self, signers=signers)

    def signatures(self) -> tuple[Signature, Signature]:
        """The left and right block; the right one has place and date."""
        return signature_pair(self.signers, self.city, self.dated)


def signature_pair(signers: dict[str, dict[str, str]], city: str, dated: date) -> tuple[Signature, Signature]:
    """Both signers' blocks, place and date on the right; dots for a missing signer."""
    dated_line = f"{place_of(city)}, {long_date(dated)}"
    return _signature(signers.get("left", {}), ""), _signature(signers.get("right", {}), dated_line)


def _signature(signer: dict[str, str], place_date: str) -> Signature:
    roles = [line for line in (signer.get("role", ""), signer.get("position", "")) if line]
    return Signature(
        place_date, roles or ["…………………………"], signer.get("name") or "(…………………………)",
        signer.get("rank", ""), signer.get("nip", ""),
    )  # fmt: skip


def month_name(period: Period) -> str:
    """`November 2026`; reports are always Indonesian."""
    return f"{MONTHS[period.month - 1]} {period.year}"


def long_date(day: date) -> str:
    """`7 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def place_of(city: str) -> str:
    """The place in letters: `Kota Ambon` → `Ambon`."""
    first, _, rest = city.partition(" ")
    return rest if first in ("Kota", "Kabupaten") and rest else city


def heading_of(period: Period, now: datetime) -> Heading:
    """A month's heading: the frozen one of a closed month, else by the present settings. `now` in the city's zone."""
    current = closing.find_current_closing(period)
    if current is None:
        return _heading(period, 0, frozen_header(period), now.date())
    return _heading(period, months.get_month(period).version, current.header, now.date())


def heading_of_frozen(frozen: MonthSnapshot) -> Heading:
    """The heading of a month that is being closed."""
    day = clock.local_date(frozen.closed_at)
    return _heading(frozen.period, frozen.version, frozen.header, day)


def _heading(period: Period, version: int, header: dict[str, Any], dated: date) -> Heading:
    frozen = {name: header[name] for name in ("city", "letterhead", "signers", "decree", "reference_day")}
    return Heading(period=period, version=version, dated=dated, is_demo=settings.is_demo(), **frozen)
