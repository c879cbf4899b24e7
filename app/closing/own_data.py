"""A person's minimum, purchases and status by month, for that person's own data."""

from app.closing.queries import list_months_of_person
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section


def _months(person: OwnPerson) -> Section:
    months = list_months_of_person(person.employee_id, person.periods)
    rows = [
        (str(period), month.row.unit or "", month.row.tier_name or "", month.row.minimum, month.outcome.bought,
         month.outcome.status or "", month.row.note, month.closing is not None)
        for period, month in months.items()
    ]  # fmt: skip
    columns = (
        ("Bulan", "month"), ("Unit", "text"), ("Jenjang", "text"), ("Batas minimal", "rupiah"), ("Belanja", "rupiah"),
        ("Keadaan", "status"), ("Catatan", "text"), ("Sudah ditutup", "yes_no"),
    )  # fmt: skip
    return Section("Bulan demi bulan", columns, rows)


OWN_DATA.register(OwnDataPart("months", 30, _months))
