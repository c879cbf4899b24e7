"""A certificate as submitted, the doubts about it, and the fields it would change. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.certificates.rules.numbers import Doubt, read_number
from app.certificates.rules.rulebook import Kind
from app.certificates.rules.validity import add_months


@dataclass(frozen=True, slots=True)
class CertificateDraft:
    """The submitted fields of a certificate; empty if not given. `checked_by` and `checked_on` only together."""

    maker_id: int
    kind: str
    number: str
    number_key: str
    products: frozenset[int] = frozenset()
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    checked_on: date | None = None
    checked_by: str = ""

    @property
    def key(self) -> tuple[int, str, str]:
        """The key of a certificate: maker, kind and number."""
        return self.maker_id, self.kind, self.number_key


_FIELDS = ("number", "number_key", "issuer", "issued_on", "expires_on")
_CHECK = ("checked_on", "checked_by")


def changed_fields(draft: CertificateDraft, stored: CertificateDraft) -> list[str]:
    """The fields that a draft would change in the stored one.

    Empty fields, an earlier check than the stored one, and another spelling of the number change nothing.
    """
    names = [
        *(_FIELDS if draft.number_key != stored.number_key else _FIELDS[2:]),
        *(_CHECK if _is_later_check(draft, stored) else ()),
    ]
    changed = [name for name in names if (value := getattr(draft, name)) and value != getattr(stored, name)]
    return [*changed, "products"] if draft.products - stored.products else changed


def merge(draft: CertificateDraft, stored: CertificateDraft) -> CertificateDraft:
    """The stored certificate after the changes of a draft."""
    facts = {name: getattr(draft, name) for name in changed_fields(draft, stored) if name != "products"}
    return replace(stored, **facts, products=stored.products | draft.products)


def _is_later_check(draft: CertificateDraft, stored: CertificateDraft) -> bool:
    return draft.checked_on is not None and (
        stored.checked_on is None or draft.checked_on > stored.checked_on
    )


def doubts_of(kind: Kind, number: str, issued_on: date | None, expires_on: date | None) -> tuple[Doubt, ...]:
    """The doubts about a certificate's number and dates; they are only warnings."""
    doubts = list(read_number(kind, number, expires_on).doubts)
    if not number:
        doubts.append(Doubt("no_number", {"example": kind.example}))
    if kind.ends and expires_on is None:
        doubts.append(Doubt("no_end_said"))
    if kind.term_months and issued_on and expires_on:
        latest = add_months(issued_on, kind.term_months) + timedelta(days=1)  # some count the first day twice
        if expires_on > latest:
            doubts.append(Doubt("term", {"months": kind.term_months}))
    return tuple(doubts)
