"""`python -m benchmarks.inside NAME ARGUMENTS` prints, as JSON, what the module's `main` returns."""

import importlib
import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    name, *arguments = sys.argv[1:]
    json.dump(importlib.import_module(f"benchmarks.inside.{name}").main(*arguments), sys.stdout)
