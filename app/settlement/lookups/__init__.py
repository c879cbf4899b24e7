"""SQL parts about money that several reads and the statements share."""
