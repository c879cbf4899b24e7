"""Writes papers as PDF; the only package that imports reportlab. It has no knowledge of months or money (ADR 0022)."""
