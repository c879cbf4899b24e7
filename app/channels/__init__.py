"""Shops of makers elsewhere: claimed addresses that an officer checks from time to time (makers 22)."""
