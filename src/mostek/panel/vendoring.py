"""Copies the front end's files from node_modules into static files: `python -m mostek.panel.vendoring`."""

import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).parent / "static" / "vendor"
FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js",
    "@tabler/icons-webfont/dist/tabler-icons.min.css",
    "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2",
)
FLATTENED = {"@tabler/core/dist": "tabler", "@tabler/icons-webfont/dist": "icons"}


def copy(modules: Path, target: Path = TARGET) -> list[Path]:
    """Copies what the panel shows itself with. Raises FileNotFoundError when `npm ci` has not run."""
    shutil.rmtree(target, ignore_errors=True)
    copied = []
    for name in FILES:
        origin = next(folder for folder in FLATTENED if name.startswith(folder))
        place = target / FLATTENED[origin] / name.removeprefix(f"{origin}/")
        place.parent.mkdir(parents=True, exist_ok=True)
        copied.append(Path(shutil.copyfile(modules / name, place)))
    return copied


def main() -> int:
    modules = Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules")
    try:
        copy(modules)
    except FileNotFoundError as error:
        sys.stderr.write(f"{error.filename} is missing: run `npm ci` first.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
