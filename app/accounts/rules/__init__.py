"""Rules of logins: passwords, lockout, duration of sessions, activation codes, identities. Pure."""
