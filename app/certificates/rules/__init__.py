"""Numbers, validity, the rulebook and who lacks what, as values. Pure."""
