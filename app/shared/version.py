"""The version of this code. CHANGELOG.md lists the changes of each version and the steps of an upgrade."""

VERSION = "1.1.0"
