"""Verifying the chain: every link, every row, nothing missing, nothing added."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit import chain, states
from app.audit.models import ChainLink
from app.audit.purging import list_veils
from app.audit.rules import GENESIS, link_hash
from app.extensions import db
from app.shared.transaction import side_transaction

Sealed = dict[int, tuple[str, int]]
"""Row → its digest and the form of it."""
_WINDOW = 5_000
UNREADABLE = "?"
"""The digest of a row whose values no longer are what their columns hold: never a sealed one."""
_MOST_FINDINGS = 200


@dataclass
class ChainReport:
    """What verifying found: sealed and unsealed counts, the head (the outside anchor), and each finding."""

    links: int = 0
    head: str = GENESIS
    unsealed: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        """True when nothing was found."""
        return not self.findings


def catch_up() -> None:
    """PostgreSQL seals in batches after commits: seal what is only late, so that it looks like no forgery.

    A named side transaction; to be called before a check, outside any writing transaction.
    """
    if db.engine.dialect.name == "postgresql":
        with side_transaction() as session:
            chain.seal_everything(session)


def verify_chain(session: Session, anchor: tuple[int, str] | None = None) -> ChainReport:
    """Recompute everything. `anchor` (seq, hash) is a head printed earlier: it finds a tail that was cut off."""
    report = ChainReport()
    expected = _verify_links(session, report, anchor)
    for source in chain.sources():
        _verify_rows(session, source, expected.get(source.kind, {}), report)
    states.verify_states(session, lambda finding: _note(report, finding))
    return report


def _verify_links(session: Session, report: ChainReport, anchor: tuple[int, str] | None) -> dict[str, Sealed]:
    expected: dict[str, Sealed] = {}
    forms = {source.kind: {chain.KEY_ID, source.form} for source in chain.sources()}
    renewed = {source.resealed: source.kind for source in chain.sources()}
    previous, anchored = GENESIS, anchor is None
    for link in session.execute(select(ChainLink.__table__).order_by(ChainLink.seq)).yield_per(_WINDOW):
        report.links += 1
        right = link_hash(chain.key(), previous, link.seq, link.kind, link.row_id, link.row_digest)
        if link.seq != report.links:
            _note(report, f"mata rantai {report.links} hilang")
            report.links = link.seq
        elif link.hash != right or link.key_id not in forms.get(link.kind, {2}):
            _note(report, f"mata rantai {link.seq} tidak cocok")
        if anchor and (link.seq, link.hash) == anchor:
            anchored = True
        kind = renewed.get(link.kind, link.kind)
        expected.setdefault(kind, {})[link.row_id] = (link.row_digest, link.key_id)
        previous = link.hash
    if not anchored and anchor:
        _note(report, f"kepala rantai {anchor[0]} dari laporan tidak ditemukan: ekor rantai terpotong")
    report.head = previous
    return expected


def _verify_rows(session: Session, source: chain.Source, expected: Sealed, report: ChainReport) -> None:
    forms = {row_id: form for row_id, (_, form) in expected.items() if form != source.form}
    newest = session.scalar(select(func.max(source.table.c.id))) or 0
    # What an upgrade notes of the rows it found is sealed with the next act; until then it proves nothing anyway.
    unsealed = states.list_from_before(session) if source.kind == states.KIND else set()
    after = 0
    while after < newest:
        for row_id, row_digest in _digests(session, source, after, min(after + _WINDOW, newest), forms):
            sealed, _form = expected.pop(row_id, (None, 0))
            if sealed is None and row_id in unsealed:
                continue
            if sealed is None:
                report.unsealed += 1
                _note(report, f"{source.kind} {row_id} tidak ada di rantai")
            elif sealed != row_digest:
                _note(report, f"{source.kind} {row_id} isinya berubah")
        after += _WINDOW
    for row_id in expected:
        _note(report, f"{source.kind} {row_id} hilang")


def _digests(
    session: Session, source: chain.Source, after: int, until: int, forms: dict[int, int]
) -> list[tuple[int, str]]:
    """The digests of these rows. What cannot even be read was tampered with: it is singled out, the rest goes on."""
    try:
        veils = list_veils(session, source, after, until)
        return chain.row_digests(session, source, after, until, forms=forms, veils=veils)
    except (ValueError, TypeError, OverflowError):
        if until - after > 1:
            half = (after + until) // 2
            return _digests(session, source, after, half, forms) + _digests(
                session, source, half, until, forms
            )
    return [(until, UNREADABLE)]


def _note(report: ChainReport, finding: str) -> None:
    if len(report.findings) < _MOST_FINDINGS:
        report.findings.append(finding)
