"""The ledger itself: writing its rows, hashing what they contain, counting what they come to, checking it all."""
