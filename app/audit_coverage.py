"""What the audit chain covers: rows that are never edited, sealed as they are, and rows that acts change.

Each subject's tables are named here once; `app/audit` knows none of them.
"""

from sqlalchemy import select

from app.audit.sources import Source
from app.audit.state_seal import TrackedTable
from app.booths.models import FormerMode
from app.certificates.models import Certificate
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.compliance.models import Exemption, MinimumReduction
from app.curation.models import ProductHold, Submission, Verdict
from app.minimums.models import Decree, DecreeWithdrawal, MinimumTier
from app.months.models import LateItem, Month, Supplement
from app.sales.models import LineMatch, Sale, SaleLine, SaleResolution
from app.settlement.models import (
    BoothMoney,
    ConsignmentTerms,
    Payout,
    PayoutAnswer,
    PayoutRequest,
    Remittance,
    Statement,
    StatementFile,
    StatementLine,
    StatementLoss,
)
from app.shared.columns import table
from app.stock.models import CountLine, CountRelease, StockCount, StockMove, SupplyLine, SupplyNote

SOURCES = (
    Source(
        "sale", table(Sale), table(SaleLine), "sale_id",
        personal=("buyer_number", "buyer_name", "reason", "cashier_name"), purged=("sale", "sale_words"),
    ),
    Source("resolution", table(SaleResolution), personal=("reason",), purged=("resolution",)),
    Source(
        "closing", table(Closing), table(SnapshotRow), "closing_id",
        child_personal=("nip", "code", "name", "note"), child_purged="snapshot",
    ),
    Source("stock_move", table(StockMove)),
    Source("statement", table(Statement), table(StatementLine), "statement_id"),
)  # fmt: skip
_CLOSING = table(Closing)
HEADS = (select(_CLOSING.c.chain_seq, _CLOSING.c.chain_head, _CLOSING.c.period),)
"""Where a head of the chain is printed: `audit verify` looks for each."""
TRACKED = (
    TrackedTable("month", table(Month), default=(("state", "open"), ("version", 0))),
    TrackedTable("late_item", table(LateItem), personal=("decision_reason",), purged="late"),
    TrackedTable("supplement", table(Supplement)),
    # the hash of the bytes is covered and compared with them
    TrackedTable("closing_file", table(ClosingFile), skipped=("content",)),
    TrackedTable("exemption", table(Exemption)),
    TrackedTable("lowered_month", table(MinimumReduction)),
    TrackedTable("decree", table(Decree)),
    TrackedTable("decree_withdrawal", table(DecreeWithdrawal)),
    TrackedTable("minimum_tier", table(MinimumTier)),
    TrackedTable("line_match", table(LineMatch)),
    TrackedTable("certificate", table(Certificate)),
    TrackedTable("consignment_terms", table(ConsignmentTerms)),
    TrackedTable("supply_note", table(SupplyNote)),
    TrackedTable("supply_line", table(SupplyLine), grouped_by="note_id"),
    TrackedTable("stock_count", table(StockCount)),
    TrackedTable("count_line", table(CountLine), grouped_by="count_id"),
    TrackedTable("count_release", table(CountRelease)),
    TrackedTable("statement_loss", table(StatementLoss)),
    TrackedTable("statement_file", table(StatementFile), skipped=("content",)),
    TrackedTable("submission", table(Submission)),
    TrackedTable("verdict", table(Verdict)),
    TrackedTable("product_hold", table(ProductHold)),
    TrackedTable("payout", table(Payout)),
    TrackedTable("payout_request", table(PayoutRequest)),
    TrackedTable("payout_answer", table(PayoutAnswer)),
    TrackedTable("remittance", table(Remittance)),
    TrackedTable("booth_money", table(BoothMoney)),
    TrackedTable("booth_former_mode", table(FormerMode)),
)
