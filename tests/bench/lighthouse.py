"""`make lighthouse`: Lighthouse (npm, mobile) on one page of every public type; each category must reach 100.

Needs Node and fetches Lighthouse with npx, hence not part of the suite nor of `make bench`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import browser
from tests.demo_site import ROOT, running

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# The first published page of every type, in both languages; then the views that are no pages.
ADDRESSES = """
from django.apps import apps
from samrum.core.models import BasePage
for model in apps.get_models():
    if issubclass(model, BasePage):
        for code in ("sv", "en"):
            page = model.objects.live().filter(locale__language_code=code, depth__gt=1).order_by("path").first()
            if page:
                print("ADDRESS", page.url)
"""
VIEWS = ["/sok/?q=hot"]


def addresses(data_dir: Path) -> list[str]:
    told = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", ADDRESSES],
        cwd=ROOT,
        env=os.environ
        | {"SAMRUM_DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "samrum.settings.development"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [line.split()[1] for line in told.splitlines() if line.startswith("ADDRESS")] + VIEWS


def report(address: str) -> dict:
    command = ["npx", "--yes", "lighthouse", address, "--output=json", "--quiet", "--output-path=stdout"]
    flags = " ".join([*browser.ARGUMENTS, "--headless=new"])
    outcome = subprocess.run(
        [*command, f"--chrome-flags={flags}"],
        env=os.environ | {"CHROME_PATH": browser.find() or ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        sys.exit(outcome.stderr[-2000:])
    return json.loads(outcome.stdout)


def missed_audits(found: dict) -> list[str]:
    """The audits that cost points, with their titles."""
    weighed = {
        audit["id"]
        for category in found["categories"].values()
        for audit in category["auditRefs"]
        if audit["weight"]
    }
    audits = found["audits"]
    return [
        f"{name}: {audits[name]['title']} ({audits[name].get('displayValue', '')})"
        for name in sorted(weighed)
        if audits[name]["score"] is not None and audits[name]["score"] < 0.9
    ]


def main() -> int:
    if not shutil.which("npx"):
        print("Lighthouse needs Node (Debian: apt-get install npm).")
        return 1
    below = 0
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as url:
        for path in sys.argv[1:] or addresses(Path(folder)):
            found = report(url + path)
            scores = [round((found["categories"][name]["score"] or 0) * 100) for name in CATEGORIES]
            print(f"  {path:<60}{' '.join(f'{score:>4}' for score in scores)}", flush=True)
            if min(scores) < 100:
                below += 1
                print(*(f"      {line}" for line in missed_audits(found)), sep="\n", flush=True)
    return int(below > 0)


if __name__ == "__main__":
    sys.exit(main())
