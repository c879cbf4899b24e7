"""Intake: items from a till, a page or a paper sheet become rows of the ledger, each exactly once."""
