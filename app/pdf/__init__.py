"""Papers as PDF: the only room that imports reportlab. It knows pages, not months or money (ADR 0022)."""
