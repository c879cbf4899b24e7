"""A person's exemptions, for that person."""

from app.compliance.exemptions import list_exemptions
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section


def _exemptions(person: OwnPerson) -> Section:
    rows = [
        (str(exemption.from_period), str(exemption.until_period or ""), exemption.kind, exemption.letter_number,
         exemption.letter_date, exemption.state, exemption.decision_reason)
        for exemption in list_exemptions(employee_ids=[person.employee_id])
    ]  # fmt: skip
    columns = (
        ("Dari bulan", "month"), ("Sampai bulan", "month"), ("Alasan", "exemption_kind"), ("Surat", "text"),
        ("Tanggal surat", "date"), ("Keadaan", "exemption_state"), ("Keputusan", "text"),
    )  # fmt: skip
    return Section("Pembebasan", columns, rows)


OWN_DATA.register(OwnDataPart("exemptions", 60, _exemptions))
