"""Several people in the same instant."""

import os
import pickle
import threading
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection, connections


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


def in_processes(*steps: Callable[[], Any]) -> list[Any]:
    """Run the steps in processes of their own, all at the same time; returns what each returned.

    They are forks, so each has a memory (and a local-memory cache) of its own and shares the database alone. Raises
    AssertionError with the traceback of a step that raised.
    """
    connections.close_all()
    gate, opened = os.pipe()
    pipes = []
    for step in steps:
        result, answer = os.pipe()
        if (child := os.fork()) == 0:
            _child(step, gate, opened, answer)
        os.close(answer)
        pipes.append((child, result))
    os.close(gate)
    os.close(opened)  # now all of them go
    returned = []
    for child, result in pipes:
        with os.fdopen(result, "rb") as stream:
            worked, value = pickle.load(stream)
        os.waitpid(child, 0)
        assert worked, value
        returned.append(value)
    return returned


def _child(step: Callable[[], Any], gate: int, opened: int, answer: int) -> None:
    try:
        os.close(opened)
        os.read(gate, 1)
        result = (True, step())
        connections.close_all()
    except BaseException:
        result = (False, traceback.format_exc())
    with os.fdopen(answer, "wb") as stream:
        pickle.dump(result, stream)
    os._exit(0)  # nothing of the test run is done twice
