"""Verbs of money, one file per thing."""
