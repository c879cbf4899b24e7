"""Values every room may use. This room knows no subject."""
