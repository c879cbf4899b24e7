"""The shapes of the JSON API's answers: the views build them, `openapi.py` describes them, the tests check them.

Plain dictionaries while the server runs, so that an answer costs nothing more.
"""

# ruff: noqa: UP013 (small shapes fit one line)
from datetime import date
from typing import Annotated, Generic, Literal, NotRequired, TypeVar

from pydantic import AwareDatetime, Field
from typing_extensions import TypedDict

from app.compliance.rules import STATUSES

MONTH = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}$")]
RUPIAH = Annotated[int | None, Field(description="Rupiah bulat")]
CLOCK = Annotated[str | None, Field(description="JJ:MM waktu kota", pattern="^[0-9]{2}:[0-9]{2}$")]
One = TypeVar("One")
ACK = Annotated[str, Field(description="Tanda terima: HMAC atas id dan result")]


class Error(TypedDict, closed=True):
    """A refusal of the whole request; `code` names it for programs."""

    error: str
    code: NotRequired[str]
    action: NotRequired[str]
    id: NotRequired[Annotated[str, Field(description="Nomor kesalahan di catatan server")]]


class SaleResult(TypedDict, closed=True):
    """The result of one sale or void."""

    id: str
    result: Literal["recorded", "replayed", "parked", "conflict", "refused"]
    receipt: str
    month: MONTH | None
    flags: list[str]
    errors: dict[str, str]
    ack: ACK
    first_result: NotRequired[Literal["recorded", "parked"]]


class Results(TypedDict, Generic[One], closed=True):
    """One result per item, in the order sent."""

    results: list[One]


class ShiftResult(TypedDict, closed=True):
    """The result of one shift."""

    id: str
    result: Literal["recorded", "replayed", "conflict", "refused"]
    errors: dict[str, str]
    ack: ACK


class RejectedResult(TypedDict, closed=True):
    """The result of one rejected item."""

    id: str
    result: Literal["recorded", "replayed"]
    ack: ACK


class Product(TypedDict, closed=True):
    """A product on sale."""

    id: int
    maker: str
    name: str
    category: str
    barcode: str | None
    unit_price: RUPIAH
    favourite: bool
    warnings: Annotated[list[str], Field(description="Peringatan; yang tidak dikenal diabaikan")]


Products = TypedDict("Products", {"products": list[Product], "day": date}, closed=True)


class FoundBuyer(TypedDict, closed=True):
    """A person as a cashier may see them (decisions 21)."""

    id: int
    name: str
    unit: str
    position: str
    last4: str
    remaining: RUPIAH


FoundBuyers = TypedDict("FoundBuyers", {"buyers": list[FoundBuyer]}, closed=True)


class Standing(TypedDict, closed=True):
    """The standing of one person: what remains to buy."""

    employee: int
    month: MONTH
    status: Annotated[
        Literal[STATUSES] | None, Field(description="null untuk bulan lain daripada yang berjalan")
    ]
    minimum: None
    bought: None
    remaining: RUPIAH
    last_sale_today: CLOCK
    until: date


Booth = TypedDict("Booth", {"id": int, "name": str, "mode": Literal["cash", "record"]}, closed=True)


class TillFacts(TypedDict, closed=True):
    """A till."""

    id: int
    name: str
    kind: Literal["enrolled", "login"]
    booth: Booth
    enrolled_at: AwareDatetime
    receipt_key: Annotated[str, Field(description="Kunci tanda tangan nota")]


Enrolled = TypedDict("Enrolled", {"token": str, "till": TillFacts}, closed=True)


Pin = TypedDict("Pin", {"salt": str, "iterations": int, "verifier": str}, closed=True)


class Cashier(TypedDict, closed=True):
    """A person who may work at the till's booth today."""

    username: str
    name: str
    until: date | None
    pin: Pin | None


RunningMonth = TypedDict("RunningMonth", {"period": MONTH, "until": date}, closed=True)


class TillState(TypedDict, closed=True):
    """The till itself, the time and the running month."""

    till: TillFacts
    server_time: AwareDatetime
    version: str
    city: str
    demo: bool
    month: RunningMonth
    cashiers: list[Cashier]


Heard = TypedDict("Heard", {"server_time": AwareDatetime, "version": str}, closed=True)


Matches = TypedDict("Matches", {"matches": bool}, closed=True)


class TillBuyers(TypedDict, closed=True):
    """Every person whom a till may serve."""

    key: str
    units: list[str]
    positions: list[str]
    people: list[
        Annotated[
            tuple[int, str, int, int, str, Literal[""], str, str],
            Field(description="id, nama, unit#, jabatan#, 4 angka, (kosong), kunci KODE, kunci kartu"),
        ]
    ]


class TillStandings(TypedDict, closed=True):
    """The standings of everybody this month."""

    as_of: AwareDatetime
    period: MONTH
    until: date
    statuses: list[str]
    rows: list[
        Annotated[
            tuple[int, int | None, int | None, str | None],
            Field(description="id pegawai, status#, sisa rupiah, terakhir dilayani hari ini JJ:MM"),
        ]
    ]


Alive = TypedDict("Alive", {"status": Literal["ok"]}, closed=True)


Ready = TypedDict("Ready", {"status": Literal["ok", "unavailable"], "checks": dict[str, bool]}, closed=True)
