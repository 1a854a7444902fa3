"""`python -m tests.cost NAME COMMAND ...`: run a part of the suite and hold what it costs against the repository's figure.

What is compared is CPU time, of the command and all processes that it waited for, as a multiple of a small fixed piece of
work that is timed beside it every few seconds: so a slow or a busy machine makes no difference. The figures stand in
tests/cost.json; who makes the suite dearer by more than a tenth changes them in the same commit. SAMRUM_COST=note writes
the new figure there instead of comparing.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.template import Context, Engine

FIGURES = Path(__file__).with_suffix(".json")
ALLOWED = 1.1  # of the figure
PAUSE = 4  # seconds between two samples
TEMPLATE = Engine().from_string(
    "{% for row in rows %}{% if row.even %}<li class='{{ row.name|lower }}'>{{ row.text|title }}</li>{% endif %}{% endfor %}"
)
ROWS = [{"name": f"Rad {n}", "text": "hot, hat och våld " * 3, "even": not n % 2} for n in range(400)]


def reference() -> float:
    """Do the fixed piece of work; return its CPU seconds in this thread."""
    begun = time.thread_time()
    TEMPLATE.render(Context({"rows": ROWS}))
    json.loads(json.dumps(ROWS))
    return time.thread_time() - begun


class Sampler(threading.Thread):
    """Times the reference beside the command, from its beginning to its end."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.samples: list[float] = []
        self.done = threading.Event()

    def run(self) -> None:
        for _ in range(20):  # Python specialises what it runs often
            reference()
        while not self.done.wait(PAUSE):
            self.samples.append(min(reference() for _ in range(3)))


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(name: str, *command: str) -> int:
    sampler, begun = Sampler(), time.monotonic()
    sampler.start()
    code = subprocess.run(command, check=False).returncode
    sampler.done.set()
    sampler.join()
    seconds, wall = cpu_of_children(), time.monotonic() - begun
    if code or not sampler.samples:
        return code
    cost = round(seconds / statistics.mean(sampler.samples))
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    known = figures.get(name)
    print(
        f"Cost of {name}: {seconds:.0f} CPU seconds in {wall:.0f} s, {cost:,} times the reference; known: {known or 'none'}."
    )
    if os.environ.get("SAMRUM_COST") == "note":
        FIGURES.write_text(json.dumps(figures | {name: cost}, indent=2, sort_keys=True) + "\n")
    elif known is None or cost > known * ALLOWED:
        print(
            f"The suite has become dearer by more than a tenth. Make it cheaper, or put {cost} for {name!r} into "
            "tests/cost.json in this commit and say in its message what is worth that."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
