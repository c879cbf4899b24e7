"""The ledger itself: writes its rows, hashes their content, sums and checks them."""
