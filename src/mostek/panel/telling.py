"""Says to a person what came of what they did."""

from django.contrib import messages
from django.http import HttpRequest

from mostek.delivery.words import card
from mostek.kernel.problems import ProblemError


def tell(request: HttpRequest, error: ProblemError) -> None:
    """What happened and what to do, once for each different problem."""
    sentences = {f"{told.what} {told.todo}": None for told in map(card, error.problems)}
    for sentence in sentences:
        messages.error(request, sentence)
