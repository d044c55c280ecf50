"""The panel on gunicorn."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication


class Panel(BaseApplication):  # type: ignore[misc]
    """Django's application with gunicorn's settings given here instead of by a file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        from mostek.config.wsgi import application

        return application


def serve(host: str, port: int, processes: int, threads: int) -> None:
    """Answers until SIGTERM or SIGINT; requests that are being answered are finished."""
    Panel(
        {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": processes,
            "worker_class": "gthread",
            "threads": threads,
            "timeout": 120,
            "graceful_timeout": 25,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
    ).run()
