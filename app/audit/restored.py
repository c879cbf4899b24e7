"""Accepts an older copy of the database after a person confirms it, and records that in the trail (ADR 0014)."""

from app.audit import chain
from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.verify import ChainReport, verify_chain
from app.extensions import db
from app.shared.transaction import side_transaction


def accept_restored(*, actor: Actor) -> ChainReport:
    """Accept a restored backup: set the mark to the chain's present head. Returns the report of verifying without mark.

    Only an intact chain is accepted. A side transaction; call it outside any writing transaction.
    """
    before = chain.mark().read()
    with chain.without_mark():
        report = verify_chain(db.session())
        db.session.rollback()
        if not report.is_intact:
            return report
        details = {"links": report.links, "head": report.head}
        if before is not None:
            details |= {"marked": before.seq, "marked_head": before.head}
        with side_transaction() as session:
            record_event("audit.restored", actor=actor, subject="chain", details=details, session=session)
    return report
