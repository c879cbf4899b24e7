"""The application for servers."""

from app import create_app

app = create_app()
