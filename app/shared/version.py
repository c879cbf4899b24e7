"""The version of this code; CHANGELOG.md says what each brought and what an upgrade asks for."""

VERSION = "1.1.0"
