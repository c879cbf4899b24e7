"""Pictures that people send: made anew by us, stored by content beside the database, and shown with products."""
