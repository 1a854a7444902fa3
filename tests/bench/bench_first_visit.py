"""What a first visit fetches, measured in Chromium: bytes over the wire and requests."""

import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests import browser
from tests.demo_site import running

MOST_BYTES = 45 * 1024
MOST_REQUESTS = 5


def public_pages(url: str, page) -> list[str]:
    """The paths that the front page leads to, and its own: every kind of public page is among them."""
    page.goto(url + "/")
    links = page.eval_on_selector_all("a[href]", "nodes => nodes.map(node => node.href)")
    paths = {urlsplit(link).path for link in links if link.startswith(url)}
    return sorted(path for path in paths | {"/"} if path.endswith("/"))


def visit(chromium, address: str) -> tuple[float, int]:
    """Load a page with an empty cache; return bytes and requests, editors' pictures left out."""
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def received(event: dict) -> None:
        urls[event["requestId"]] = event["response"]["url"]

    def finished(event: dict) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    with chromium.new_context() as context:
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.on("Network.responseReceived", received)
        network.on("Network.loadingFinished", finished)
        network.send("Network.enable")
        page.goto(address, wait_until="networkidle")
    own = [size for key, size in sizes.items() if "/media/" not in urls.get(key, "")]
    return sum(own), len(own)


def main() -> list[str]:
    missed = []
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as url,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS) as chromium,
    ):
        with chromium.new_context() as context:
            pages = public_pages(url, context.new_page())
        for path in pages:
            size, requests = visit(chromium, url + path)
            print(f"  {path:<60}{size / 1024:6.1f} KB  {requests} requests", flush=True)
            if size > MOST_BYTES or requests > MOST_REQUESTS:
                missed.append(f"{path}: {size / 1024:.1f} KB in {requests} requests")
    return missed


if __name__ == "__main__":
    sys.exit("\n".join(main()))
