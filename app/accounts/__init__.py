"""Logins: users, roles, activation, lockout, login sessions."""
