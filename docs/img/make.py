"""Makes the pictures of README and docs/ from a running service: `python docs/img/make.py`.

Needs a Chromium, and `make up` in the home that LEARNING_SITES_HOME names.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, ViewportSize, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from docs.answer import PINNED  # noqa: E402

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SIZE = ViewportSize(width=1400, height=760)


def main() -> None:
    """Writes graphiql.png and browser.png."""
    command = Path(sys.executable).with_name("learning-sites")
    link = subprocess.run([command, "browser"], check=True, capture_output=True, text=True).stdout.strip()
    address = f"http://{urlsplit(link).netloc}"
    path = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        _graphiql(chromium.new_page(viewport=SIZE), address)
        _browser(chromium.new_page(viewport=SIZE), link)
        chromium.close()


def _graphiql(page: Page, address: str) -> None:
    page.goto(f"{address}/graphql")
    page.get_by_text('"topic:rural"').click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(PINNED)
    page.get_by_role("button", name="Execute query").click()
    page.get_by_text('"recommendSites"').hover()
    for _ in range(11):  # the editor takes one step for a turn of the wheel, however far
        page.mouse.wheel(0, 120)
    page.wait_for_timeout(1500)
    page.screenshot(path=HERE / "graphiql.png")


def _browser(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("pre.runnable .fa-play-circle-o").first.click()
    page.get_by_title("Collapse the node properties display").click()
    page.wait_for_timeout(8000)  # the picture of the graph moves until its forces are even
    page.get_by_label("zoom-to-fit").click()
    page.wait_for_timeout(2000)
    page.screenshot(path=HERE / "browser.png")


if __name__ == "__main__":
    main()
