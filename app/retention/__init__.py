"""How long personal data are stored, and deleting what is past that (UU 27/2022, ADR 0010)."""
