"""The settings of a city: name, letterhead, signers, reference day, texts."""
