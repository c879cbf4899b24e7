"""Pages about a maker's products, the same for the maker (own products) and for the Dinas (all)."""
