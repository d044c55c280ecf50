"""The second step of the log-in: a code of an authenticator app, or a recovery code."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from mostek.companies.models import User
from mostek.connections import vault


class SealedAuthenticators(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets behind the codes encrypted, with the keys that keep credentials."""

    def encrypt(self, text: str) -> str:
        return vault.seal({"text": text})

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal(encrypted_text)["text"]


@transaction.atomic
def forget_second_step(user: User) -> bool:
    """For somebody who lost the phone and the recovery codes; whether there was anything to forget."""
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)


def reseal_authenticators() -> int:
    """The secrets of all authenticators under the newest key; how many. Raises vault.Unreadable."""
    count = 0
    for row in Authenticator.objects.select_for_update():
        sealed = {name: vault.reseal(row.data[name]) for name in ("secret", "seed") if name in row.data}
        if sealed:
            Authenticator.objects.filter(pk=row.pk).update(data=row.data | sealed)
            count += 1
    return count
