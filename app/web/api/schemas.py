"""Request shapes of the JSON API: sales and the search for a buyer. A fault in one item of a batch refuses no other."""

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
_LARGEST_EXACT = 2**53 - 1
"""JavaScript cannot represent every whole number above this one."""


def _digits_as_text(value: Any) -> Any:
    """Turn a number into text, because a till may send digits as a number."""
    return str(value) if type(value) is int and value >= 0 else value


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
"""A buyer has exactly one of these keys; `name` may also accompany a number."""


def _buyer_shape(key: str) -> type[fields.Shape]:
    name: Any = {} if key in ("name", "public") else {"name": (fields.text(200), "")}
    return create_model(f"{key.title()}Buyer", __base__=fields.Shape, **name, **{key: (BUYER_KEYS[key], ...)})


_BUYERS = {key: _buyer_shape(key) for key in BUYER_KEYS}
_BUYER_READERS = {key: fields.reader(shape) for key, shape in _BUYERS.items()}


def _read_buyer(value: Any) -> BuyerRef:
    """Return the buyer with its one key. A number that nobody has is stored as typed."""
    if not isinstance(value, dict) or not value:
        raise fields.fault("buyer_shape")
    keys = [key for key in value if key != "name"] or ["name"]
    key = keys[0]
    if len(keys) > 1 or key not in _BUYERS or (key == "public" and "name" in value):
        raise fields.fault("buyer_shape")
    buyer = _BUYER_READERS[key](value)
    if key == "public":
        return PUBLIC
    number, name = getattr(buyer, key), "" if key == "name" else buyer.name
    # A sender in JavaScript has rounded a longer number already.
    is_damaged = type(value[key]) is int and value[key] > _LARGEST_EXACT
    return BuyerRef(key, str(number), name, is_damaged=is_damaged)


def _refuse_with_product(_value: Any) -> None:
    raise fields.fault("product_or_name")


_NOT_WITH_PRODUCT = SkipJsonSchema[Annotated[None, PlainValidator(_refuse_with_product)]]


class _Line(fields.Shape):
    quantity: fields.integer(1, MAX_QUANTITY)
    unit_price: fields.integer(1, MAX_AMOUNT)


class ProductLine(_Line):
    """A product of the catalogue."""

    product: fields.ID
    maker: _NOT_WITH_PRODUCT = None
    name: _NOT_WITH_PRODUCT = None


class TypedLine(_Line):
    """Maker and product as typed; it can be matched later."""

    product: None = None
    maker: fields.text(200)
    name: fields.text(200)


_read_product_line, _read_typed_line = fields.reader(ProductLine), fields.reader(TypedLine)


def _read_line(value: Any) -> LineDraft:
    if not isinstance(value, dict):
        raise fields.fault("not_object")
    if value.get("product") is None:
        line = _read_typed_line(value)
        return LineDraft(line.quantity, line.unit_price, None, line.maker, line.name)
    line = _read_product_line(value)
    return LineDraft(line.quantity, line.unit_price, line.product)


LINE = fields.read_by(_read_line, ProductLine | TypedLine)


class Sale(fields.Shape):
    """A sale; `id` was made by its till."""

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
    """Return one item; an UnreadableItem, with a code per field, if it has another shape."""
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
    """POST /api/v1/sales. `unsent`: how many more items are in the till's outbox."""

    limit: ClassVar = 1024 * 1024  # bytes; 500 ordinary sales take a quarter of it
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
