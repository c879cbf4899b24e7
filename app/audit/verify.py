"""Verifies the chain: every link and every sealed row, and that none is missing or added."""

from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit import chain, keyring, sealing, state_seal
from app.audit.errors import ChainCut, WrongKey
from app.audit.models import AuditEvent, ChainLink
from app.audit.purging import list_redaction_hashes
from app.audit.rules import GENESIS, link_hash
from app.audit.sources import Source, row_digests
from app.extensions import db
from app.shared.columns import table
from app.shared.transaction import side_transaction

Sealed = dict[int, str]
"""Row id → digest."""
Heads = dict[int, list[tuple[str, str]]]
"""Number of a link → (printed hash, where it was printed)."""
BACKUP = "backups.take"
"""The audit action that records the chain's head of a verified backup."""
WRONG_KEY = "SECRET_KEY bukan kunci buku ini: pakai kunci yang dipakai sejak awal (docs/kunci.md)"
_LINK, _EVENT = table(ChainLink), table(AuditEvent)
_WINDOW = 5_000
UNREADABLE = "?"
"""The digest of a row whose values cannot be read; no sealed row has it."""
_MOST_FINDINGS = 200


@dataclass
class ChainReport:
    """The result of verifying: numbers of links and unsealed rows, the head, and the findings in Indonesian.

    `is_right_key` is False if SECRET_KEY is not the key of this chain; then nothing else was checked. `mark`: the link
    number in the mark outside the database, None if this server has none.
    """

    is_right_key: bool = True
    mark: int | None = None
    links: int = 0
    head: str = GENESIS
    unsealed: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        """True when nothing was found."""
        return not self.findings


def catch_up() -> None:
    """PostgreSQL: seal the committed rows that are not sealed yet, so that verifying does not report them.

    A side transaction; call it before verifying, outside any writing transaction.
    """
    if db.engine.dialect.name == "postgresql":
        with suppress(WrongKey, ChainCut), side_transaction() as session:  # `verify_chain` reports both
            sealing.lock_sealing(session)
            sealing.seal_committed(session)


def verify_chain(session: Session, anchor: tuple[int, str] | None = None) -> ChainReport:
    """Recompute the chain and compare it with the heads of closings and backups and the mark outside the database.

    `anchor` (seq, hash) is a head printed earlier. Findings are returned, not raised.
    """
    report = ChainReport()
    try:
        ring = keyring.load(session.connection())
    except WrongKey:
        return ChainReport(is_right_key=False, findings=[WRONG_KEY])
    _verify_mark(report)
    heads = _printed_heads(session, anchor)
    for generation in ring.generations[:-1]:
        heads.setdefault(generation.until or 0, []).append((generation.head, "penggantian kunci"))
    expected = _verify_links(session, report, ring, heads)
    for source in chain.sources():
        _verify_rows(session, source, expected.get(source.kind, {}), report)
    state_seal.verify_states(session, lambda finding: _add_finding(report, finding))
    return report


def _verify_mark(report: ChainReport) -> None:
    """Compare the mark with the database in a new connection: the session's snapshot may be older than the mark."""
    mark = chain.mark().read()
    if mark is None:
        return
    report.mark = mark.seq
    with db.engine.connect() as connection:
        stored = connection.scalar(select(_LINK.c.hash).where(_LINK.c.seq == mark.seq))
    if mark.seq and stored != mark.head:
        _add_finding(
            report,
            f"rantai pernah sampai mata rantai {mark.seq} di server ini; sekarang terpotong atau ditulis ulang",
        )


def _printed_heads(session: Session, anchor: tuple[int, str] | None) -> Heads:
    """The heads printed by closings and recorded by backups, and the `anchor` that the caller typed."""
    found: Heads = {}
    for statement in chain.heads():
        for seq, head, place in session.execute(statement):
            found.setdefault(seq, []).append((head, f"penutupan {place}"))
    copies = select(_EVENT.c.id, _EVENT.c.details).where(_EVENT.c.action == BACKUP)
    for event_id, details in session.execute(copies):
        if isinstance(details, dict) and "head" in details:
            place = f"cadangan di jejak nomor {event_id}"
            found.setdefault(int(details["links"]), []).append((str(details["head"]), place))
    if anchor:
        found.setdefault(anchor[0], []).append((anchor[1], "laporan"))
    return found


def _verify_links(
    session: Session, report: ChainReport, ring: keyring.Keyring, heads: Heads
) -> dict[str, Sealed]:
    expected: dict[str, Sealed] = {}
    previous = GENESIS
    heads.pop(0, None)
    for link in session.execute(select(_LINK).order_by(_LINK.c.seq)).yield_per(_WINDOW):
        report.links += 1
        number = ring.number_at(link.seq)
        key = ring.generations[number].key
        expected_hash = link_hash(key, previous, link.seq, link.kind, link.row_id, link.row_digest)
        if link.seq != report.links:
            _add_finding(report, f"mata rantai {report.links} hilang")
            report.links = link.seq
        elif link.hash != expected_hash or link.key_id != number:
            _add_finding(report, f"mata rantai {link.seq} tidak cocok")
        _compare_heads(report, link.seq, link.hash, heads)
        expected.setdefault(link.kind, {})[link.row_id] = link.row_digest
        previous = link.hash
    for seq in sorted(heads):
        _compare_heads(report, seq, "", heads)
    report.head = previous
    return expected


def _compare_heads(report: ChainReport, seq: int, stored: str, heads: Heads) -> None:
    for head, place in heads.pop(seq, ()):
        if head != stored:
            _add_finding(
                report,
                f"kepala rantai {seq} dari {place} tidak ditemukan: rantai terpotong atau ditulis ulang",
            )


def _verify_rows(session: Session, source: Source, expected: Sealed, report: ChainReport) -> None:
    newest = session.scalar(select(func.max(source.table.c.id))) or 0
    after = 0
    while after < newest:
        for row_id, row_digest in _digests(session, source, after, min(after + _WINDOW, newest)):
            sealed = expected.pop(row_id, None)
            if sealed is None:
                report.unsealed += 1
                _add_finding(report, f"{source.kind} {row_id} tidak ada di rantai")
            elif sealed != row_digest:
                _add_finding(report, f"{source.kind} {row_id} isinya berubah")
        after += _WINDOW
    for row_id in expected:
        _add_finding(report, f"{source.kind} {row_id} hilang")


def _digests(session: Session, source: Source, after: int, until: int) -> list[tuple[int, str]]:
    """The digests of these rows. A row that cannot be read was tampered with: it gets `UNREADABLE`."""
    try:
        hashes = list_redaction_hashes(session, source, after, until)
        return row_digests(session, source, after, until, hashes=hashes)
    except (ValueError, TypeError, OverflowError):
        if until - after > 1:
            half = (after + until) // 2
            return _digests(session, source, after, half) + _digests(session, source, half, until)
    return [(until, UNREADABLE)]


def _add_finding(report: ChainReport, finding: str) -> None:
    if len(report.findings) < _MOST_FINDINGS:
        report.findings.append(finding)
