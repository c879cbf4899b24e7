"""Imports certificates from a sheet: one per row, for a single product if the row names one.

Importing a sheet again changes nothing. The key is maker, kind and number, without blanks, dots and prefixes of the
number (makers 17).
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.audit.rules import Actor
from app.certificates.lookups import find_drafts, get_rulebook
from app.certificates.rules.drafts import CertificateDraft, changed_fields, doubts_of, merge
from app.certificates.rules.numbers import MAX_NUMBER, read_number
from app.certificates.rules.rulebook import Kind
from app.certificates.services import record_certificate
from app.imports.cells import read_day, read_needed, read_text
from app.imports.effect import ImportEffect
from app.imports.faults import RowFault, RowRefused
from app.imports.sheet import Columns, SheetFile, SheetRow
from app.makers.queries import list_maker_ids, list_product_ids
from app.makers.rules import fold_name
from app.shared import clock

COLUMNS = Columns(
    {
        "maker": ["UMKM", "NAMA UMKM", "NAMA USAHA"],
        "product": ["PRODUK", "NAMA PRODUK"],
        "kind": ["JENIS", "JENIS SURAT"],
        "number": ["NOMOR", "NO"],
        "issued": ["TERBIT", "TANGGAL TERBIT"],
        "expires": ["BERAKHIR", "BERLAKU SAMPAI", "TANGGAL BERAKHIR"],
        "issuer": ["PENERBIT"],
        "checked_by": ["DIPERIKSA OLEH"],
        "checked_on": ["TANGGAL DIPERIKSA"],
    },
    required=[{"maker", "kind", "number"}],
    label="maker",
)
_LAST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One row: names as written; `product` is "" if the row names none."""

    number: int
    maker: str
    product: str
    kind: Kind
    text: str
    issuer: str
    issued_on: date | None
    expires_on: date | None
    checked_on: date | None
    checked_by: str


@dataclass
class CertificatesPlan(ImportEffect):
    """The changes a sheet would make: the drafts to record, earliest expiry first, and warnings about rows."""

    drafts: list[CertificateDraft] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)


def read_certificates(path: Path, name: str | None = None) -> SheetFile[CertificateRow]:
    """The rows of the sheet, checked against the rules in force. UnusableFile."""
    rulebook, today = get_rulebook(), clock.today()

    def read(row: SheetRow) -> CertificateRow:
        shown = read_needed(row.get("kind"), "kind", 60)
        kind = rulebook.find_kind(shown)
        if kind is None:
            raise RowRefused(
                "kind", "kind", shown, kinds=", ".join(one.title for one in rulebook.kinds.values())
            )
        return _read(row, kind, today)

    return SheetFile[CertificateRow](COLUMNS).read(path, read, name)


def _read(row: SheetRow, kind: Kind, today: date) -> CertificateRow:
    maker, text = (
        read_needed(row.get("maker"), "maker", 200),
        read_needed(row.get("number"), "number", MAX_NUMBER),
    )
    issued_on, expires_on = _read_day(row, "issued"), _read_day(row, "expires")
    if issued_on and expires_on and expires_on < issued_on:
        raise RowRefused("order", "expires", row.get("expires") or "")
    if not read_number(kind, text).key:
        raise RowRefused("no_digits", "number", text)
    checked_on, checked_by = _read_check(row, today)
    for doubt in doubts_of(kind, text, issued_on, expires_on):
        row.warn(doubt.reason, "number", shown=text, kind=kind.title, **doubt.facts)
    product = read_text(row.get("product"), "product", 200)
    issuer = read_text(row.get("issuer"), "issuer", 100) or kind.issuer
    return CertificateRow(
        row.number, maker, product, kind, text, issuer, issued_on, expires_on, checked_on, checked_by
    )


def _read_day(row: SheetRow, column: str) -> date | None:
    cell = row.get(column)
    return (
        None
        if cell is None or (isinstance(cell, str) and cell.strip() in ("", "-"))
        else read_day(cell, column)
    )


def _read_check(row: SheetRow, today: date) -> tuple[date | None, str]:
    """(day, officer) of the check; if one of both is missing there is no check, and the row counts as a claim."""
    on, by = _read_day(row, "checked_on"), read_text(row.get("checked_by"), "checked_by", 100)
    if on is not None and on > today:
        raise RowRefused("checked_ahead", "checked_on", on.isoformat())
    if (on is None) != (not by):
        row.warn("half_checked", "checked_on" if by else "checked_by")
        return None, ""
    return on, by


def plan_certificates(file: SheetFile[CertificateRow]) -> CertificatesPlan:
    """Compare the rows with makers, products and stored certificates; writes nothing."""
    plan = CertificatesPlan.of(file, warnings=file.warnings)
    makers, products = list_maker_ids(), list_product_ids()
    drafts: list[tuple[CertificateRow, CertificateDraft]] = []
    for one in file.rows:
        try:
            drafts.append((one, _draft(one, makers, products)))
        except RowRefused as refused:
            plan.refused.append(refused.at(one.number, one.maker))
    drafts_before = {
        key: draft for key, (_id, draft) in find_drafts(draft.key for _one, draft in drafts).items()
    }
    seen: dict[tuple[int, str, str], CertificateDraft] = {}
    for one, draft in drafts:
        try:
            _judge(plan, draft, drafts_before, seen)
        except RowRefused as refused:
            plan.refused.append(refused.at(one.number, one.maker))
    plan.refused.sort(key=lambda fault: fault.row)
    plan.drafts.sort(key=lambda draft: draft.expires_on or _LAST)
    return plan


def _draft(
    row: CertificateRow, makers: dict[str, int], products: dict[tuple[str, str], int]
) -> CertificateDraft:
    maker_id = makers.get(fold_name(row.maker))
    if maker_id is None:
        raise RowRefused("maker_unknown", "maker", row.maker)
    product_id = products.get((fold_name(row.maker), fold_name(row.product))) if row.product else None
    if row.product and product_id is None:
        raise RowRefused("product_unknown", "product", row.product)
    number = read_number(row.kind, row.text)
    return CertificateDraft(
        maker_id=maker_id,
        kind=row.kind.code,
        number=number.text,
        number_key=number.key,
        products=frozenset() if product_id is None else frozenset({product_id}),
        issuer=row.issuer,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        checked_on=row.checked_on,
        checked_by=row.checked_by,
    )


def _judge(
    plan: CertificatesPlan,
    draft: CertificateDraft,
    drafts_before: dict[tuple[int, str, str], CertificateDraft],
    seen: dict[tuple[int, str, str], CertificateDraft],
) -> None:
    earlier = seen.setdefault(draft.key, draft)
    if _differ(earlier, draft):
        raise RowRefused("twice", "number", draft.number)
    stored = drafts_before.get(draft.key)
    if stored is not None and not changed_fields(draft, stored):
        plan.unchanged += 1
        return
    plan.drafts.append(draft)
    drafts_before[draft.key] = draft if stored is None else merge(draft, stored)
    if stored is None:
        plan.created += 1
    else:
        plan.changed += 1


def _differ(one: CertificateDraft, other: CertificateDraft) -> bool:
    """Whether two rows of the same certificate have different dates."""
    return any(
        (first := getattr(one, name)) and (second := getattr(other, name)) and first != second
        for name in ("issued_on", "expires_on")
    )


def apply_certificates(plan: CertificatesPlan, *, actor: Actor) -> CertificatesPlan:
    """Write a plan made in the same transaction."""
    for draft in plan.drafts:
        record_certificate(draft, source="import", actor=actor)
    return plan
