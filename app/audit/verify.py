"""Verifying the chain: every link, every row, nothing missing, nothing added."""

from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit import chain, keyring, state_seal
from app.audit.errors import ChainCut, WrongKey
from app.audit.models import AuditEvent, ChainLink
from app.audit.purging import list_veils
from app.audit.rules import GENESIS, link_hash
from app.audit.sources import Source, row_digests
from app.extensions import db
from app.shared.columns import table
from app.shared.transaction import side_transaction

Sealed = dict[int, str]
"""Row → its digest."""
Heads = dict[int, list[tuple[str, str]]]
"""Number of a link → the hashes it was printed with, each with what it stands on."""
BACKUP = "backups.take"
"""The act of the trail that names the chain's head in a copy that was checked."""
WRONG_KEY = "SECRET_KEY bukan kunci buku ini: pakai kunci yang dipakai sejak awal (docs/kunci.md)"
_LINK, _EVENT = table(ChainLink), table(AuditEvent)
_WINDOW = 5_000
UNREADABLE = "?"
"""The digest of a row whose values no longer are what their columns hold: never a sealed one."""
_MOST_FINDINGS = 200


@dataclass
class ChainReport:
    """What verifying found: sealed and unsealed counts, the head (the outside anchor), and each finding.

    `is_right_key` is False where SECRET_KEY is not this book's; then nothing else was looked at. `mark` is the number
    of the link that the mark outside the database stands at, None where this server has none.
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
    """PostgreSQL seals in batches after commits: seal what is only late, so that it looks like no forgery.

    A named side transaction; to be called before a check, outside any writing transaction.
    """
    if db.engine.dialect.name == "postgresql":
        with suppress(WrongKey, ChainCut), side_transaction() as session:  # verifying will say so
            chain.seal_late(session)


def verify_chain(session: Session, anchor: tuple[int, str] | None = None) -> ChainReport:
    """Recompute everything, and hold it against the heads of closings, copies and the mark outside the database.

    `anchor` (seq, hash) is a head printed earlier. Never raises for what it finds.
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
    state_seal.verify_states(session, lambda finding: _note(report, finding))
    return report


def _verify_mark(report: ChainReport) -> None:
    """Hold the mark against the database as it is now, not as an older snapshot shows it: selling goes on."""
    mark = chain.mark().read()
    if mark is None:
        return
    report.mark = mark.seq
    with db.engine.connect() as connection:
        stored = connection.scalar(select(_LINK.c.hash).where(_LINK.c.seq == mark.seq))
    if mark.seq and stored != mark.head:
        _note(
            report,
            f"rantai pernah sampai mata rantai {mark.seq} di server ini; sekarang terpotong atau ditulis ulang",
        )


def _printed_heads(session: Session, anchor: tuple[int, str] | None) -> Heads:
    """The heads that stand on closings and in the trail of copies, and the one somebody typed."""
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
        right = link_hash(key, previous, link.seq, link.kind, link.row_id, link.row_digest)
        if link.seq != report.links:
            _note(report, f"mata rantai {report.links} hilang")
            report.links = link.seq
        elif link.hash != right or link.key_id != number:
            _note(report, f"mata rantai {link.seq} tidak cocok")
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
            _note(
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
                _note(report, f"{source.kind} {row_id} tidak ada di rantai")
            elif sealed != row_digest:
                _note(report, f"{source.kind} {row_id} isinya berubah")
        after += _WINDOW
    for row_id in expected:
        _note(report, f"{source.kind} {row_id} hilang")


def _digests(session: Session, source: Source, after: int, until: int) -> list[tuple[int, str]]:
    """The digests of these rows. What cannot even be read was tampered with: it is singled out, the rest goes on."""
    try:
        veils = list_veils(session, source, after, until)
        return row_digests(session, source, after, until, veils=veils)
    except (ValueError, TypeError, OverflowError):
        if until - after > 1:
            half = (after + until) // 2
            return _digests(session, source, after, half) + _digests(session, source, half, until)
    return [(until, UNREADABLE)]


def _note(report: ChainReport, finding: str) -> None:
    if len(report.findings) < _MOST_FINDINGS:
        report.findings.append(finding)
