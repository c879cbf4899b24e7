"""Sales on paper: numbered sheets, hand-kept books, the code on a printed receipt, the supplier's daily statement."""
