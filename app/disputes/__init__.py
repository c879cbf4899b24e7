"""Disputes of employees about their purchases, and the office's answers, linked with the ledger."""
