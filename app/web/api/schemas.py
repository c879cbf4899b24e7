"""What the JSON API takes of sales and questions. Each item of a batch is read alone: a fault refuses no other item."""

from functools import reduce
from operator import or_
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    create_model,
    field_validator,
)
from pydantic.json_schema import SkipJsonSchema

from app.sales.drafts import PUBLIC, BuyerRef, Item, LineDraft, SaleDraft, UnreadableItem, VoidDraft
from app.sales.rules import MAX_LINES, MAX_QUANTITY, PAYMENTS
from app.shared.money import MAX_AMOUNT
from app.web.api import fields

MAX_ITEMS = 500
UNSENT = fields.integer(0, 1_000_000)
_EXACT = 2**53 - 1  # above it, not every whole number is one of JavaScript's


def _digits_as_text(given: Any) -> Any:
    """A careless till sends a number where a text belongs."""
    return str(given) if type(given) is int and given >= 0 else given


def _read_true(value: Any) -> bool:
    if value is not True:
        raise fields.fault("not_true")
    return value


NUMBER = Annotated[
    fields.text(60),
    BeforeValidator(_digits_as_text),
    WithJsonSchema({"type": ["string", "integer"], "maxLength": 60}),
]


BUYER_KEYS: dict[str, Any] = {
    "nip": NUMBER,
    "code": NUMBER,
    "card": fields.text(60),
    "employee": fields.ID,
    "name": fields.text(200),
    "public": Annotated[bool, PlainValidator(_read_true), WithJsonSchema({"const": True})],
}
"""Exactly one says who; a name may stand beside a number."""


def _buyer_shape(key: str) -> type[fields.Shape]:
    beside: Any = {} if key in ("name", "public") else {"name": (fields.text(200), "")}
    return create_model(
        f"{key.title()}Buyer", __base__=fields.Shape, **beside, **{key: (BUYER_KEYS[key], ...)}
    )


_BUYERS = {key: _buyer_shape(key) for key in BUYER_KEYS}
_BUYER_READERS = {key: fields.reader(shape) for key, shape in _BUYERS.items()}


def _read_buyer(given: Any) -> BuyerRef:
    """A buyer by one key. A number that nobody has is stored as typed."""
    if not isinstance(given, dict) or not given:
        raise fields.fault("buyer_shape")
    keys = [key for key in given if key != "name"] or ["name"]
    key = keys[0]
    if len(keys) > 1 or key not in _BUYERS or (key == "public" and "name" in given):
        raise fields.fault("buyer_shape")
    found = _BUYER_READERS[key](given)
    if key == "public":
        return PUBLIC
    value, beside = getattr(found, key), "" if key == "name" else found.name
    # A sender in JavaScript has rounded a long number already.
    return BuyerRef(key, str(value), beside, is_damaged=type(given[key]) is int and given[key] > _EXACT)


def _refuse_beside_product(_value: Any) -> None:
    raise fields.fault("product_or_name")


_NOT_BESIDE = SkipJsonSchema[Annotated[None, PlainValidator(_refuse_beside_product)]]


class _Line(fields.Shape):
    quantity: fields.integer(1, MAX_QUANTITY)
    unit_price: fields.integer(1, MAX_AMOUNT)


class ProductLine(_Line):
    """A product of the catalogue."""

    product: fields.ID
    maker: _NOT_BESIDE = None
    name: _NOT_BESIDE = None


class TypedLine(_Line):
    """Maker and product as typed; it can be matched later."""

    product: None = None
    maker: fields.text(200)
    name: fields.text(200)


_read_product_line, _read_typed_line = fields.reader(ProductLine), fields.reader(TypedLine)


def _read_line(given: Any) -> LineDraft:
    if not isinstance(given, dict):
        raise fields.fault("not_object")
    if given.get("product") is None:
        line = _read_typed_line(given)
        return LineDraft(line.quantity, line.unit_price, None, line.maker, line.name)
    line = _read_product_line(given)
    return LineDraft(line.quantity, line.unit_price, line.product)


LINE = fields.read_by(_read_line, ProductLine | TypedLine)


class Sale(fields.Shape):
    """A sale, with the id its till gave it."""

    id: fields.UUID
    sold_at: fields.INSTANT
    cashier: fields.text(60)
    shift: fields.UUID | None = None
    buyer: fields.read_by(_read_buyer, reduce(or_, _BUYERS.values()))
    lines: Annotated[list[LINE], Field(min_length=1, max_length=MAX_LINES)]
    payment: Annotated[Literal[PAYMENTS], fields.Code("not_in_list")] = "none"


class Void(fields.Shape):
    """The reversal of a whole sale."""

    id: fields.UUID
    void_of: fields.UUID
    reason: fields.text(300)
    sold_at: fields.INSTANT
    cashier: fields.text(60)

    @field_validator("void_of")
    @classmethod
    def _is_of_another(cls, value: str, read: ValidationInfo) -> str:
        if value == read.data.get("id"):
            raise fields.fault("void_of_itself")
        return value


_read_sale, _read_void = fields.reader(Sale), fields.reader(Void)


def read_item(item: Any) -> Item:
    """One item; UnreadableItem with a code per field where it has not the right shape."""
    if not isinstance(item, dict):
        return UnreadableItem("", {"": "not_object"})
    try:
        if "void_of" in item:
            void = _read_void(item)
            return VoidDraft(void.id, void.void_of, void.reason, void.sold_at, void.cashier)
        sale = _read_sale(item)
    except ValidationError as error:
        faults = fields.list_faults(error)
        if faults.get("buyer") == "missing":
            faults["buyer"] = "buyer_shape"
        return UnreadableItem(fields.safe_id(item), faults)
    lines, shift = tuple(sale.lines), sale.shift or ""
    return SaleDraft(sale.id, sale.sold_at, sale.buyer, lines, sale.payment, sale.cashier, shift)


class Batch(fields.Envelope):
    """POST /api/v1/sales. `unsent`: how many items the till holds besides."""

    limit: ClassVar = 1024 * 1024  # 500 ordinary sales are a quarter of it
    codes: ClassVar = fields.UNKNOWN | {
        "": "sales_count",
        "missing": "sales_missing",
        "list_type": "sales_missing",
    }
    sales: Annotated[list[fields.read_by(read_item, Sale | Void)], Field(min_length=1, max_length=MAX_ITEMS)]
    sent_at: fields.SENT_AT = None
    unsent: Annotated[UNSENT, fields.Code("unsent")] = 0


class Query(fields.Envelope):
    """POST /api/v1/buyers: the text to search for."""

    codes: ClassVar = {"": "query_shape"}
    query: fields.text(100)
