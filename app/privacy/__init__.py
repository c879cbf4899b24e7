"""Registries in which each subject lists the data it purges and the data it gives people on request (ADR 0032)."""
