"""Visits to makers: frozen checklists, findings that live on, capacity, what is missing for shops and export."""
