"""People are let in by invitation: a signed link that works once and not for ever."""

from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from mostek.companies.audit import record
from mostek.companies.models import Company, Invitation, Membership, User
from mostek.companies.scope import CompanyQuerySet

VALID = timedelta(days=7)
SALT = "mostek.invitation"


class Closed(Exception):
    """The link was used, withdrawn, replaced or has expired; or it was never one of ours."""


def pending(company: Company) -> CompanyQuerySet[Invitation]:
    """Those that still let somebody in, newest first."""
    return _open().of(company).order_by("-id")


def _open() -> CompanyQuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


@transaction.atomic
def invite(company: Company, email: str, role: str, actor: str) -> Invitation:
    """A fresh invitation; one that the same person had before stops working."""
    pending(company).filter(email__iexact=email).update(withdrawn_at=timezone.now())
    made = Invitation.objects.create(
        company=company, email=email, role=role, invited_by=actor[:200], expires_at=timezone.now() + VALID
    )
    record(company, actor, "invite", made, {"role": (None, role)})
    return made


@transaction.atomic
def withdraw(invitation: Invitation, actor: str) -> None:
    if pending(invitation.company).filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        record(invitation.company, actor, "withdraw", invitation)


def token_of(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, invitation.nonce], salt=SALT)


def opened(token: str) -> Invitation:
    """The invitation that this link opens. Raises Closed."""
    try:
        pk, nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Closed from None
    found = _open().select_related("company").filter(pk=pk, nonce=nonce).first()
    if found is None:
        raise Closed
    return found


def account_of(invitation: Invitation) -> User | None:
    """Who has this address already: they log in with their own password."""
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def join(invitation: Invitation, user: User) -> Membership:
    """Makes the person a member and uses the invitation up. Raises Closed when another was faster."""
    if not _open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
        raise Closed
    member, _made = Membership.objects.get_or_create(
        company=invitation.company, user=user, defaults={"role": invitation.role}
    )
    record(
        invitation.company,
        str(user),
        "join",
        member,
        {"user": (None, user.email), "role": (None, member.role)},
    )
    return member


def join_as_new(invitation: Invitation, name: str, password: str) -> User:
    """The invited person's account, and their place in the company. Raises Closed."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=name)
            join(invitation, user)
            return user
    except IntegrityError:
        raise Closed from None
