"""Several people in the same instant."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*steps: Callable[[], object]) -> list[Exception | None]:
    """Run the steps in threads of their own, all at the same time; returns what each raised, or None."""
    barrier, raised = threading.Barrier(len(steps)), [None] * len(steps)

    def run(place: int, step: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=30)
            step()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return raised
