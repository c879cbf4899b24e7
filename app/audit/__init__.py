"""Append-only trail of who did what, and the hash chain over trail and ledger."""
