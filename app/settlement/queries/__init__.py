"""Reads of what is owed and paid."""
