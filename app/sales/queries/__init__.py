"""Reads of the ledger. `ledger/totals.py` alone defines which rows count."""

from app.sales.ledger.totals import bought_per_employee
from app.sales.queries.buyer_proposals import Proposal, list_resolution_proposals
from app.sales.queries.ledger import (
    PeriodSums,
    SaleRow,
    find_first_sale_period,
    find_sale,
    get_last_sale_id,
    get_sale,
    list_late_sales,
    list_sale_periods,
    list_sales_of,
    list_today,
    list_unresolved,
    sum_period,
)
from app.sales.queries.recent_buyers import find_last_sale_today
from app.sales.queries.report import list_ledger_rows
from app.sales.queries.shifts import list_drawer_rows
from app.sales.queries.supplier_day_statement import list_day_statement_lines, sum_unmatched

__all__ = [
    "PeriodSums",
    "Proposal",
    "SaleRow",
    "bought_per_employee",
    "find_first_sale_period",
    "find_last_sale_today",
    "find_sale",
    "get_last_sale_id",
    "get_sale",
    "list_drawer_rows",
    "list_late_sales",
    "list_ledger_rows",
    "list_resolution_proposals",
    "list_sale_periods",
    "list_sales_of",
    "list_day_statement_lines",
    "list_today",
    "list_unresolved",
    "sum_period",
    "sum_unmatched",
]
