"""Months: open or closed, their versions, and late items."""
