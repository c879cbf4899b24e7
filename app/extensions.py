"""Flask extensions, created here and configured in `create_app`."""

from flask import current_app, request, session
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from app.shared.addresses import network_of
from app.shared.columns import Base
from app.shared.session import QuickSession


def rate_limit_key() -> str:
    """Return the key of the rate limit: the account if signed in, else the network (an office shares one)."""
    return str(session.get("_user_id") or network_of(request.remote_addr))


def flood_limit() -> str:
    """Return the limit per key: above any person's pace, below the rate that would slow others down."""
    return str(current_app.config["FLOOD_LIMIT" if "_user_id" in session else "FLOOD_LIMIT_ADDRESS"])


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": QuickSession, "expire_on_commit": False, "autoflush": True},
)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(
    key_func=rate_limit_key, application_limits=[flood_limit], storage_uri="memory://", headers_enabled=False
)
compress = Compress()
