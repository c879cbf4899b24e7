"""How long people's data are kept, and taking out what is past that (UU 27/2022, ADR 0010)."""
