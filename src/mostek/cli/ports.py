"""Whether a port can be had."""

import errno
import socket

from mostek.cli.failures import Stop


def require_free(host: str, port: int, option: str) -> None:
    """Raises Stop with a sentence when nobody can listen there."""
    if not 0 < port < 65536:
        raise Stop(f"There is no port {port}; choose one between 1 and 65535 with {option}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(_reason(error, host, port, option)) from error


def _reason(error: OSError, host: str, port: int, option: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another with {option}."
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for the system. Choose one above 1024 with {option}."
    return f"Nobody can listen on {host}: {error.strerror}. Choose another address with --host."
