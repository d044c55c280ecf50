"""Copies the front end's files from node_modules into static files: `python -m mostek.panel.vendoring`."""

import errno
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


def copy(modules: Path, target: Path) -> None:
    """Copies what the panel shows itself with. Raises FileNotFoundError when `npm ci` has not run."""
    missing = next((modules / name for name in FILES if not (modules / name).is_file()), None)
    if missing:
        raise FileNotFoundError(errno.ENOENT, "not installed", str(missing))
    shutil.rmtree(target, ignore_errors=True)
    for name in FILES:
        origin = next(folder for folder in FLATTENED if name.startswith(folder))
        place = target / FLATTENED[origin] / name.removeprefix(f"{origin}/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / name, place)


def main() -> int:
    modules = Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules")
    try:
        copy(modules, TARGET)
    except FileNotFoundError as error:
        sys.stderr.write(f"{error.filename} is missing: run `npm ci` first.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
