"""Reads of curation: agencies, predefined sentences, offers, verdicts, holds."""
