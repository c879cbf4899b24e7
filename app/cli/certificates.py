"""`flask certificates import | list`: certificates of makers and their goods."""

from collections.abc import Iterator

import click

from app.certificates.certificates_import import CertificatesPlan
from app.certificates.imports import CERTIFICATES
from app.certificates.queries.certificates import CertificateRow, list_certificates
from app.cli.edge import reading_command, say_json
from app.cli.imports import DETAILS, MOST_LINES, Details, ImportGroup
from app.cli.stock import read_day
from app.messages.imports import fault_sentence
from app.shared import clock
from app.shared.transaction import begin_snapshot

certificates = ImportGroup("certificates", help="Surat usaha UMKM: P-IRT, halal, BPOM MD, merek.")
commands = (certificates,)


def _describe(effect: CertificatesPlan) -> Iterator[str]:
    """The warnings about accepted rows."""
    for fault in effect.warnings[:MOST_LINES]:
        yield f"Baris {fault.row}: {fault_sentence(CERTIFICATES, fault)}"


DETAILS[CERTIFICATES.slug] = Details(describe=_describe)


@certificates.command("list", help="Surat usaha, satu baris JSON per surat dan produk.")
@click.option("--on", "day", metavar="TANGGAL", help="Keadaan pada tanggal ini; tanpa ini hari ini.")
@reading_command
def list_all(day: str | None) -> None:
    """One line of JSON per certificate and product it names."""
    on = read_day(day) if day else clock.today()
    begin_snapshot()
    for row in list_certificates(on):
        if not row.ended_as:
            for product in [name for _id, name in row.products] or [None]:
                say_json(_as_json(row, product))


def _as_json(row: CertificateRow, product: str | None) -> dict[str, object]:
    return {
        "maker": row.maker,
        "product": product,
        "kind": row.title,
        "number": row.number,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "validity": row.validity,
        "checked": row.is_checked,
    }
