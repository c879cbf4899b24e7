"""Money of makers: terms, statements and payouts."""
