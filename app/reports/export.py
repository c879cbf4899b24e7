"""Handing a month's workbook out: the signed bytes of a closed month, otherwise made from one snapshot."""

from dataclasses import dataclass
from pathlib import Path

from app.closing import queries as closing
from app.reports.compliance import file_name, write_compliance
from app.reports.supplement import write_supplement
from app.shared.period import Period

KINDS = ("lengkap", "tanpa-nama", "suplemen")


@dataclass(frozen=True, slots=True)
class Export:
    """What was handed out. `version` 0: provisional. `is_stored`: the signed bytes, served as they are."""

    name: str
    version: int
    ledger_seq: int
    is_stored: bool


def export_report(target: Path, period: Period, kind: str, *, made_by: str) -> Export:
    """Write a workbook of one of KINDS to a path.

    `lengkap` of a closed month is the very file that was signed (decisions 16). NotFound for a supplement
    where there is none. Reads in a snapshot of its own: call it outside a writing transaction.
    """
    if kind == "suplemen":
        heading = write_supplement(target, period, made_by=made_by)
        current = closing.find_current_closing(period)
        seq = current.ledger_seq if current else 0
        return Export(
            f"belanja-umkm-{period}-versi-{heading.version}-suplemen.xlsx", heading.version, seq, False
        )
    if kind == "lengkap":
        current = closing.find_current_closing(period)
        if current is not None:
            stored = closing.get_stored_file(period, current.version)
            target.write_bytes(stored.content)
            return Export(stored.name, current.version, current.ledger_seq, True)
    with_names = kind == "lengkap"
    month = write_compliance(target, period, made_by=made_by, with_names=with_names)
    name = file_name(period, month.heading.version, with_names=with_names)
    return Export(name, month.heading.version, month.ledger_seq, False)
