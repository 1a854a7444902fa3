"""Mail: 1,000 refused, 1,000 unbuildable, 100 put off and 10,000 ordinary letters wait, and the process is killed.

A letter that a member asks for leaves within ten seconds all the same; none is lost.
"""

import os
import subprocess
import sys

SIZES = {
    "SAMRUM_FLOOD": "1000",
    "SAMRUM_FLOOD_ORDINARY": "10000",
    "SAMRUM_FLOOD_KILLS": "4",
    "SAMRUM_FLOOD_LONGEST": "10",
}


def main() -> list[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", "tests/core/test_mail_flood.py"]
    run = subprocess.run(command, env=os.environ | SIZES, check=False)
    return ["A letter was lost, repeated or late: see above."] if run.returncode else []
