"""The ledger: append-only, whole rupiah, reversal instead of change."""
