"""Taking sales in: what a till, a page or a sheet sends becomes rows of the ledger, each exactly once."""
