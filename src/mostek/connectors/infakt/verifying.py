"""Tries an API key with reads only, and says what of the account will make trouble later."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mostek.connectors.base.contract import AccountReached, Refused
from mostek.connectors.infakt.client import Client
from mostek.connectors.infakt.errors import judge, parsed, readable
from mostek.kernel.problems import Problem

DAYS_OF_WARNING = 14


async def verify(client: Client) -> AccountReached:
    """Whose account the key opens. Raises Refused with a sentence of its own for a wrong key, a missing
    scope, a plan that excludes the API or has ended, a blocked address, and a wrong address."""
    details = await _details(client)
    subscription = _part(details, "current_subscription")
    ending = _ending(subscription)
    documents = await client.probe()
    if documents.status == 401:
        key = "infakt.scope_read_missing" if details else "infakt.key_refused"
        raise Refused(Problem(key, field="api_key"))
    if not isinstance(_rows(readable(documents)), list):
        raise Refused(Problem("infakt.wrong_address"))
    warnings = (*ending, *await _bank_warnings(client))
    if not details:
        return AccountReached("inFakt", warnings=(Problem("infakt.identity_unreadable"), *warnings))
    company = _part(details, "company_data")
    user = _part(details, "account_data")
    person = f"{company.get('first_name') or ''} {company.get('last_name') or ''}".strip()
    return AccountReached(
        name=str(company.get("company_name") or person or user.get("email") or "inFakt"),
        tax_id=str(company.get("tax_id") or ""),
        detail=", ".join(str(part) for part in (user.get("email"), subscription.get("name")) if part),
        warnings=warnings,
    )


async def _details(client: Client) -> Mapping[str, Any]:
    """The account's details, or nothing where the key may not read them."""
    answer = await client.account_details()
    if answer.status in (401, 404):
        return {}
    judge(answer)
    details = parsed(answer)
    if answer.status != 200 or not details:
        raise Refused(Problem("infakt.wrong_address", raw=answer.text[:300]))
    return details


def _part(details: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = details.get(name)
    return part if isinstance(part, Mapping) else {}


def _rows(body: Mapping[str, Any]) -> object:
    return body.get("entities")


def _ending(subscription: Mapping[str, Any]) -> tuple[Problem, ...]:
    """A warning when the subscription ends soon. Raises Refused when it has ended."""
    last_day = str(subscription.get("expired_on") or "")[:10]
    try:
        days = (date.fromisoformat(last_day) - date.today()).days  # noqa: DTZ011 the server's zone is the company's
    except ValueError:
        return ()
    if days < 0:
        raise Refused(Problem("infakt.plan_lapsed", {"day": last_day}))
    if days <= DAYS_OF_WARNING:
        return (Problem("infakt.plan_ends_soon", {"days": str(days)}),)
    return ()


async def _bank_warnings(client: Client) -> tuple[Problem, ...]:
    answer = await client.bank_accounts()
    if answer.status in (401, 403):
        return (Problem("infakt.bank_accounts_unreadable"),)
    return () if _rows(readable(answer)) else (Problem("infakt.no_bank_account"),)
