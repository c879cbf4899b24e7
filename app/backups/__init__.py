"""Copies of the whole database, taken while tills sell, and believed only after they were checked."""
