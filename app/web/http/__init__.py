"""What every request passes: access, headers, errors, transaction, rate limits, language, navigation."""
