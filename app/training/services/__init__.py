"""Services of training, one file per kind of record. Each takes its actor and records one audit event."""
