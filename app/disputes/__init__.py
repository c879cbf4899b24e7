"""What employees say of their record, and the office's answers, linked both ways with the ledger."""
