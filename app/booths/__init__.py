"""Booths, tills (devices and their tokens) and shifts."""
