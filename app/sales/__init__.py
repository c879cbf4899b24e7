"""The ledger of sales: append-only, in whole rupiah; a sale is reversed, never changed."""
