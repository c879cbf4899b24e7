"""Registries into which each subject puts what it purges and what it hands a person of their own data (ADR 0032)."""
