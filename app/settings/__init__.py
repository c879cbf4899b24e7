"""What a city may set: name, letterhead, signers, reference day, texts."""
