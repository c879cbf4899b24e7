"""The pages "Perlu diputuskan": finance decides about items of all booths, a manager about those of the own booths."""
