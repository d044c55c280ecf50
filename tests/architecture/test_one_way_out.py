"""Who may talk HTTP, and who may write to an accounting program (design, rule 5)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import PACKAGE, shown, text_files

CLIENT_LIBRARIES = {"httpx", "requests", "urllib3", "niquests", "http.client", "urllib.request"}
MAY_USE_A_CLIENT = {
    # Talks to the sandbox, from the command line, with the standard library only.
    "src/mostek/sandbox/control.py",
}
WRITES = {"create_buyer", "create_entry", "mark_paid"}


def _sources() -> Iterator[tuple[Path, ast.AST]]:
    for path in text_files():
        if path.suffix == ".py" and path.is_relative_to(PACKAGE) and "tests" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _calls(tree: ast.AST) -> set[str]:
    return {
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def test_no_other_http_library_is_used() -> None:
    users = {shown(path) for path, tree in _sources() if _imports(tree) & CLIENT_LIBRARIES}
    assert users <= MAY_USE_A_CLIENT


def test_calls_to_programs_leave_through_one_module() -> None:
    makers = {shown(path) for path, tree in _sources() if "aiohttp.ClientSession" in _calls(tree)}
    stand_ins = {name for name in makers if "/simulator/" in name or "/sandbox/" in name}
    suite = {name for name in makers if "/contract_suite/" in name}
    assert makers - stand_ins - suite == {"src/mostek/connectors/base/http.py"}


def test_only_delivery_writes_to_a_program() -> None:
    """`create` is too common a word to search for by itself: what it is called on tells."""
    writers = set()
    for path, tree in _sources():
        inside = path.relative_to(PACKAGE).parts[0]
        called = _calls(tree)
        writes = {name for name in called if name.rpartition(".")[2] in WRITES}
        writes |= {name for name in called if name.endswith(("session.create", "open().create"))}
        if writes and inside != "connectors":
            writers.add(inside)
    assert writers == {"delivery"}
