"""What runs around every view: access, headers, errors, transaction, rate limits, language, navigation."""
