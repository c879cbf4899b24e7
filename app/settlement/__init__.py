"""What makers are owed and paid: statements and payouts."""
