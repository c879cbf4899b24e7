"""Commands: one file per topic, each command one call to a service."""

import importlib
import pkgutil

import click
from flask import Flask


def register_commands(app: Flask) -> None:
    """Add all commands (or groups) that a module of this package lists in `commands`."""
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        for command in getattr(module, "commands", ()):
            if not isinstance(command, click.Command):
                raise TypeError(f"{found.name}.commands holds no command: {command!r}")
            app.cli.add_command(command)
