"""Shops of makers elsewhere: addresses that were claimed, looked at by a person, and that age (makers 22)."""
