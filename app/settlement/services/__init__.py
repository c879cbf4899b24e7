"""Services for makers' money, one file per kind of record."""
