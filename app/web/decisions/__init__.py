"""The page "Perlu diputuskan", one for finance (all booths) and managers (their own)."""
