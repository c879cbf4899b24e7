"""Decrees and tiers: the minimum of each posting in each month."""
