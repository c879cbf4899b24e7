"""Every request's way in and out: access, headers, errors, transaction, rate limits, language, navigation."""
