"""Reads of goods, one file per page or user."""
