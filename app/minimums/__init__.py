"""Decrees and tiers: which minimum held for which posting in which month."""
