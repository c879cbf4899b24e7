"""SQL parts of money that several reads and the statements share."""
