"""What the JSON API answers, declared once: the views build these, `openapi.py` describes them, the tests check them.

Plain dictionaries while the server runs, so that an answer costs nothing more.
"""

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
    error: str
    code: NotRequired[str]
    action: NotRequired[str]
    id: NotRequired[Annotated[str, Field(description="Nomor kesalahan di catatan server")]]


class SaleResult(TypedDict, closed=True):
    id: str
    result: Literal["recorded", "replayed", "parked", "conflict", "refused"]
    receipt: str
    month: MONTH | None
    flags: list[str]
    errors: dict[str, str]
    ack: ACK
    first_result: NotRequired[Literal["recorded", "parked"]]


class Results(TypedDict, Generic[One], closed=True):
    results: list[One]


class ShiftResult(TypedDict, closed=True):
    id: str
    result: Literal["recorded", "replayed", "conflict", "refused"]
    errors: dict[str, str]
    ack: ACK


class RejectedResult(TypedDict, closed=True):
    id: str
    result: Literal["recorded", "replayed"]
    ack: ACK


class Product(TypedDict, closed=True):
    id: int
    maker: str
    name: str
    category: str
    barcode: str | None
    unit_price: RUPIAH
    favourite: bool


class Products(TypedDict, closed=True):
    products: list[Product]
    day: date


class FoundBuyer(TypedDict, closed=True):
    id: int
    name: str
    unit: str
    position: str
    last4: str
    remaining: RUPIAH


class FoundBuyers(TypedDict, closed=True):
    buyers: list[FoundBuyer]


class Standing(TypedDict, closed=True):
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


class Booth(TypedDict, closed=True):
    id: int
    name: str
    mode: Literal["cash", "record"]


class TillFacts(TypedDict, closed=True):
    id: int
    name: str
    kind: Literal["enrolled", "login"]
    booth: Booth
    enrolled_at: AwareDatetime
    receipt_key: Annotated[str, Field(description="Kunci tanda tangan nota")]


class Enrolled(TypedDict, closed=True):
    token: str
    till: TillFacts


class Pin(TypedDict, closed=True):
    salt: str
    iterations: int
    verifier: str


class Cashier(TypedDict, closed=True):
    username: str
    name: str
    until: date | None
    pin: Pin | None


class RunningMonth(TypedDict, closed=True):
    period: MONTH
    until: date


class TillState(TypedDict, closed=True):
    till: TillFacts
    server_time: AwareDatetime
    version: str
    city: str
    demo: bool
    month: RunningMonth
    cashiers: list[Cashier]


class Heard(TypedDict, closed=True):
    server_time: AwareDatetime
    version: str


class Matches(TypedDict, closed=True):
    matches: bool


class TillBuyers(TypedDict, closed=True):
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


class Alive(TypedDict, closed=True):
    status: Literal["ok"]


class Ready(TypedDict, closed=True):
    status: Literal["ok", "unavailable"]
    checks: dict[str, bool]
