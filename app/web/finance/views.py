"""Pages of this audience."""
