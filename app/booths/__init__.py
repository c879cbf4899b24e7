"""Booths: corner shops, where they stand, when they are open, and whether they count money."""
