"""Retention of personal data: finds and deletes data past their retention (UU 27/2022, ADR 0010)."""
