"""`make bench`: runs every bench_*.py of this folder and fails when a figure is missed."""

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    chosen = sys.argv[1:]
    missed = []
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if chosen and path.stem.removeprefix("bench_") not in chosen:
            continue
        module = import_module(f"tests.bench.{path.stem}")
        print(f"== {path.stem.removeprefix('bench_')}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        # main() prints its figures and returns the sentences that say what is missed.
        missed += module.main() or []
    for sentence in missed:
        print("MISSED:", sentence)
    sys.exit(bool(missed))
