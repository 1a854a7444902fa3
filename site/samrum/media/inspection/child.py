"""What both kinds of processes have in common: limits first, then the work, then one line of JSON."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from .authors import Authors
from .findings import Finding
from .limits import limit


class Report(NamedTuple):
    findings: Finding
    is_changed: bool  # `target` is to be kept in the document's place
    is_polyglot: bool = False  # it is an archive too, beside what it says it is


def main(examine: Callable[[Path, Path, Authors], Report]) -> None:
    limit()
    source, target, word = sys.argv[1:]
    report = examine(Path(source), Path(target), Authors(word))
    json.dump([int(report.findings), report.is_changed, report.is_polyglot], sys.stdout)
