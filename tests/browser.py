"""Which Chromium the browser tests drive; `python -m tests.browser` sees to it that there is one."""

import os
import shutil
import subprocess
import sys
from functools import cache

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but our own site is to be heard from it, and no sandbox inside containers.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def works(path: str | None) -> bool:
    """A browser that lacks a system library is there but does not start."""
    if not path or not os.access(path, os.X_OK):
        return False
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


def playwrights_own() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


@cache
def find() -> str | None:
    """Return the path of a Chromium that starts: SAMRUM_CHROMIUM, the system's own, Playwright's own."""
    for path in (os.environ.get("SAMRUM_CHROMIUM"), *map(shutil.which, NAMES)):
        if works(path):
            return path
    path = playwrights_own()
    return path if works(path) else None


def install() -> None:
    """Try what this machine allows; whether it helped is seen by looking again."""
    if os.getuid() == 0 and shutil.which("apt-get"):
        print("Chromium for the browser tests: from the system's packages ...", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        if any(works(shutil.which(name)) for name in NAMES):
            return
    print("Chromium for the browser tests: Playwright's own ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None:
        find.cache_clear()
        install()
        if find() is None:
            sys.exit(
                "The suite needs Chromium and could not install it: apt-get install chromium (Debian)"
                " or name one in SAMRUM_CHROMIUM."
            )
