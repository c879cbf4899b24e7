"""Rules of certificates: numbers, validity, the rulebook, missing certificates. Pure."""
