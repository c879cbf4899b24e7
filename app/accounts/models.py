"""Tables of logins. A `User` is only a login; the person is an `Employee`."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.rules.identity import Grant, bound_to, names_of
from app.accounts.rules.roles import ROLES
from app.shared.columns import Base, BigId, Instant, Key, table_args


class User(Base):
    """A login. `username` is folded to lower case; `password_hash` is empty until activation.

    `valid_until` is the last day it works (None: no end): after it neither password nor PIN opens anything.
    `form_key`: the hash of the form that created it, so that the same form sent again creates no second account.
    """

    __tablename__ = "user_account"
    __table_args__ = table_args(
        CheckConstraint("username = lower(username)", name="folded"),
        Index("uq_user_form_key", "form_key", unique=True),
    )

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(String(60), unique=True)
    display_name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    password_changed_at: Mapped[datetime | None] = mapped_column(Instant)
    valid_until: Mapped[date | None] = mapped_column(Date)
    form_key: Mapped[str | None] = mapped_column(String(36))
    roles: Mapped[list["UserRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The roles with their unit or booth, as values."""
        return tuple(Grant(role.role, role.unit_id, role.booth_id) for role in self.roles)

    @property
    def role_names(self) -> frozenset[str]:
        """The roles, each once."""
        return names_of(self.grants)

    def scope(self, role: str) -> frozenset[int]:
        """The unit or booth ids a role is bound to."""
        return bound_to(self.grants, role)


class UserRole(Base):
    """One role of one login, and the unit or booth it is bound to (`accounts/rules/roles.py`)."""

    __tablename__ = "user_role"
    __table_args__ = table_args(
        CheckConstraint("role IN ('" + "','".join(ROLES) + "')", name="role"),
        Index("uq_user_role", "user_id", "role", "unit_id", "booth_id", unique=True),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"))


class ActivationCode(Base):
    """A one-time code printed as a letter; only its hash is stored."""

    __tablename__ = "activation_code"
    __table_args__ = table_args()

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    @classmethod
    def works_at(cls, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """The conditions for a code that is valid at this instant."""
        return (cls.used_at.is_(None), cls.revoked_at.is_(None), cls.expires_at > now)


class LoginSession(Base):
    """One login on one browser. The cookie carries a random key, the table only its hash."""

    __tablename__ = "login_session"
    __table_args__ = table_args()

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str | None] = mapped_column(String(45))
    agent: Mapped[str] = mapped_column(String(200), default="")


class LoginFailure(Base):
    """Recent wrong passwords by account or by address (`key`: a hash of either), shared by all workers."""

    __tablename__ = "login_failure"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)
    window_started_at: Mapped[datetime] = mapped_column(Instant)
    blocked_until: Mapped[datetime | None] = mapped_column(Instant)


class AccessCard(Base):
    """A printed card that signs an account in together with a six-digit PIN, where there is no e-mail (makers 3).

    Only a hash of its code is stored. `pin_hash` is empty until the holder sets the PIN; an account has one live card.
    """

    __tablename__ = "access_card"
    __table_args__ = table_args(
        CheckConstraint("(pin_hash = '') = (pin_set_at IS NULL)", name="pin"),
        Index(
            "uq_access_card_live",
            "user_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    pin_hash: Mapped[str] = mapped_column(String(200), default="")
    pin_set_at: Mapped[datetime | None] = mapped_column(Instant)
    issued_by: Mapped[int | None] = mapped_column(BigId)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class CashierPin(Base):
    """A cashier's PIN as PBKDF2-SHA256 (salt and result in hex), with which a till checks the PIN offline."""

    __tablename__ = "cashier_pin"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
    iterations: Mapped[int] = mapped_column(Integer)
    verifier: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(Instant)
