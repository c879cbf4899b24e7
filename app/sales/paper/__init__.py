"""Sales on paper: numbered sheets, books written by hand, the code on a printed receipt, the supplier's daily
statement."""
