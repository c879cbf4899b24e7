"""Backups of the whole database, taken while tills sell, and accepted only after a check."""
