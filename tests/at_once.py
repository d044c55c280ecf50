"""Doings that meet: each in a thread of its own, let go at the same moment."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections


def at_once(functions: Sequence[Callable[[], Any]]) -> list[BaseException]:
    """Runs them all in threads that start together; what they raised."""
    errors: list[BaseException] = []
    gate = threading.Barrier(len(functions))

    def run(function: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            function()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return errors
