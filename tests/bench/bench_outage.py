"""Contact form: 200 messages while SMTP refuses and hangs and processes are killed; none may be lost."""

import os
import subprocess
import sys


def main() -> list[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-s", "tests/network/contact/test_outage.py"]
    run = subprocess.run(
        command, env=os.environ | {"SAMRUM_OUTAGE_MESSAGES": "200", "SAMRUM_OUTAGE_SLOWEST": "1"}, check=False
    )
    return ["A message or a letter was lost, doubled or slow: see above."] if run.returncode else []
