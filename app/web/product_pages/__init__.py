"""What a maker shows of its products: the same pages for the maker (own products) and for the Dinas (all)."""
