"""Where a connection's program answers, and whether that place may be private."""

from django.conf import settings

from mostek.connectors.base.manifest import Manifest

STAND_IN = "stand_in"
CUSTOM = "custom"


def base_url(manifest: Manifest, environment: str, custom_url: str = "") -> str:
    """The API's base address, without a closing slash. Raises LookupError for an unknown environment."""
    if environment == STAND_IN:
        return f"{settings.SANDBOX_URL}/{manifest.key}{manifest.stand_in_path}"
    if environment == CUSTOM:
        return custom_url.rstrip("/")
    for known in manifest.environments:
        if known.key == environment:
            return known.base_url
    raise LookupError(f"{manifest.key} has no environment {environment}")


def may_be_private(environment: str) -> bool:
    """Only the stand-in, which the operator runs, and custom addresses by the operator's leave."""
    return environment == STAND_IN or (environment == CUSTOM and settings.ALLOW_PRIVATE_ADDRESSES)
