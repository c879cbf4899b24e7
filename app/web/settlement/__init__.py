"""Pages of makers' money, the same for finance (all booths) and the manager (own booths)."""
