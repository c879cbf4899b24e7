"""Request shapes of the JSON API besides sales: enrolment code, heartbeat, shifts, counts and rejected items."""

import json
from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import (
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from app.sales.intake.rejected import RejectedDraft
from app.tills.drafts import ShiftDraft, UnreadableShift
from app.web.api import fields
from app.web.api.schemas import UNSENT


class Enrolment(fields.Envelope):
    """POST /api/v1/enrol: the manager's code, and a name for the device."""

    codes: ClassVar = {"": "enrol_shape"}
    code: fields.text(40)
    name: fields.optional_text(120) = ""


class Heartbeat(fields.Envelope):
    """POST /api/v1/till/heartbeat: the till's state while it sends no sales; instants are by its own clock."""

    codes: ClassVar = {"": "heartbeat"}
    unsent: UNSENT
    oldest: fields.INSTANT | None = None
    version: fields.optional_text(40) = ""
    sent_at: fields.SENT_AT = None


class Shift(fields.Shape):
    """A shift opened on a till, and its end if it is closed; amounts in whole rupiah."""

    id: fields.UUID
    cashier: fields.text(60)
    opened_at: fields.INSTANT
    float_amount: fields.AMOUNT | None = None
    closed_at: fields.INSTANT | None = None
    first_counted_amount: fields.AMOUNT | None = None
    counted_amount: fields.AMOUNT | None = None
    difference_reason: fields.optional_text(300) = ""

    @field_validator("closed_at")
    @classmethod
    def _is_not_before_its_beginning(cls, value: datetime | None, read: ValidationInfo) -> datetime | None:
        if value is not None and "opened_at" in read.data and value < read.data["opened_at"]:
            raise fields.fault("closed_before_opened")
        return value

    @field_validator("first_counted_amount", "counted_amount", "difference_reason")
    @classmethod
    def _belongs_to_an_end(cls, value: Any, read: ValidationInfo) -> Any:
        if value not in (None, "") and read.data.get("closed_at", value) is None:
            raise fields.fault("reason_without_close")
        return value


_read_well_formed = fields.reader(Shift)


def _read_shift(item: Any) -> ShiftDraft | UnreadableShift:
    """Return one shift; an UnreadableShift, with a code per field, if it has another shape."""
    if not isinstance(item, dict):
        return UnreadableShift("", {"": "not_object"})
    try:
        shift = _read_well_formed(item)
    except ValidationError as error:
        return UnreadableShift(fields.safe_id(item), fields.list_faults(error))
    values = shift.model_dump()
    return ShiftDraft(values.pop("id"), **values)


class Shifts(fields.Envelope):
    """POST /api/v1/shifts."""

    limit: ClassVar = 256 * 1024
    codes: ClassVar = fields.UNKNOWN | {"": "shifts_count"}
    shifts: Annotated[list[fields.read_by(_read_shift, Shift)], Field(min_length=1, max_length=100)]
    sent_at: fields.SENT_AT = None


class Count(fields.Envelope):
    """POST /api/v1/shifts/count: a counted drawer in whole rupiah."""

    codes: ClassVar = fields.UNKNOWN | {"": "count_shape"}
    shift: fields.UUID
    counted_amount: fields.AMOUNT


class RejectedItem(fields.Shape):
    """A rejected item. `item` may contain anything; only the fields around it are checked."""

    id: Annotated[str, StringConstraints(pattern="^[ -~]{1,36}$")]
    item: dict
    errors: Annotated[
        dict, BeforeValidator(lambda given: given or {}, json_schema_input_type=dict | None)
    ] = {}

    def draft(self) -> RejectedDraft:
        """Return the item as the service takes it."""
        return RejectedDraft(self.id, _showable(self.item), _showable(self.errors))


class Rejected(fields.Envelope):
    """POST /api/v1/till/aside."""

    limit: ClassVar = 1024 * 1024
    codes: ClassVar = fields.UNKNOWN | {"": "items_count"}
    items: Annotated[
        list[Annotated[RejectedItem, fields.Code("item_shape")]], Field(min_length=1, max_length=50)
    ]


def _showable(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content with "?" for each lone surrogate, because no page can show one."""
    shown: dict[str, Any] = json.loads(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))
    return shown
