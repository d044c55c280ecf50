"""What every page needs: the company, the person's rights."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    return {"company": membership.company if membership else None, "membership": membership}
