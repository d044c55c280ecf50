"""API credentials: an ID and a secret, the secret shown once."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from mostek.companies.models import ApiCredential, Company, User

SCOPES = (
    "orders:read",
    "orders:write",
    "documents:read",
    "documents:issue",
    "rules:read",
    "rules:write",
    "messages:send",
    "webhooks:write",
    "payroll:read",
    "payroll:write",
)


def _hash(secret: str) -> str:
    # The secret carries 256 bits of randomness: a plain hash cannot be searched, and a slow one
    # would be paid on every call.
    return hashlib.sha256(secret.encode()).hexdigest()


def create_credential(
    company: Company,
    purpose: str,
    scopes: Sequence[str],
    created_by: User | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiCredential, str]:
    """The row and its secret, which is known only now. Raises ValueError on an unknown scope."""
    unknown = set(scopes) - set(SCOPES)
    if unknown:
        raise ValueError(f"unknown scopes: {', '.join(sorted(unknown))}")
    secret = secrets.token_urlsafe(32)
    credential = ApiCredential.objects.create(
        company=company,
        key_id=f"mk_{secrets.token_hex(8)}",
        secret_hash=_hash(secret),
        purpose=purpose,
        scopes=list(scopes),
        created_by=created_by,
        expires_at=expires_at,
    )
    return credential, secret


def authenticate(key_id: str, secret: str) -> ApiCredential | None:
    """The valid credential that this ID and secret open, noting its use at most once a minute."""
    credential = ApiCredential.objects.select_related("company").filter(key_id=key_id).first()
    known = credential.secret_hash if credential else _hash("")
    if not hmac.compare_digest(known, _hash(secret)) or credential is None or not credential.is_valid:
        return None
    now = timezone.now()
    if credential.last_used_at is None or (now - credential.last_used_at).total_seconds() > 60:
        ApiCredential.objects.filter(pk=credential.pk).update(last_used_at=now)
    return credential
