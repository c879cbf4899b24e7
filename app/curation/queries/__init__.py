"""Reads of curation: agencies and their sentences, offers, verdicts, holds."""
