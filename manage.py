#!/usr/bin/env python3
"""Django's command line for Samrum; on a checkout it works on the site in SAMRUM_DATA_DIR (default var/)."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

if __name__ == "__main__":
    if find_spec("samrum") is None:  # not inside the environment: go on there, if it has been made
        python = Path(__file__).resolve().parent / ".venv/bin/python"
        if not python.exists() or Path(sys.prefix) == python.parents[1]:
            sys.exit("Samrum's environment is missing: run `make run` once, or `make environment`.")
        os.execv(python, [str(python), *sys.argv])  # noqa: S606

    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrum.settings.development")
    execute_from_command_line(sys.argv)
