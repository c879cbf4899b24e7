"""Visits to makers: versioned checklists, findings, capacity, and what is missing for shops and export."""
