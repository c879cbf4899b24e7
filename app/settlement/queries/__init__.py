"""Reads of debts and payments."""
