"""A person's disputes and their answers, for that person's own data."""

from app.disputes.queries import list_disputes_of
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section


def _disputes(person: OwnPerson) -> Section:
    kinds = {"not_mine": "bukan saya", "missing": "belum tercatat"}
    rows = [
        (dispute.created_at, kinds[dispute.kind], dispute.receipt, dispute.booth or "", dispute.amount,
         dispute.reason, dispute.state, dispute.answer, dispute.answered_by or "")
        for dispute in list_disputes_of(person.employee_id)
    ]  # fmt: skip
    columns = (
        ("Waktu", "datetime"), ("Hal", "text"), ("Nota", "text"), ("Pojok", "text"), ("Jumlah", "rupiah"),
        ("Yang saya tulis", "text"), ("Keadaan", "dispute_state"), ("Jawaban", "text"), ("Dijawab oleh", "text"),
    )  # fmt: skip
    return Section("Pertanyaan saya", columns, rows)


OWN_DATA.register(OwnDataPart("disputes", 80, _disputes))
