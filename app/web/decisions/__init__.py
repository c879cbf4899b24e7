"""The page "Perlu diputuskan": finance decides for all booths, a manager for the own ones."""
