"""Rules of logins: passwords, lockout, how long a login session lives, activation codes, who somebody is."""
