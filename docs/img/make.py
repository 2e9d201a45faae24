"""Makes the pictures of README and docs/ from a running service: `make pictures`.

Needs a Chromium, and `make up` in the home that LEARNING_SITES_HOME names; for the picture of the read-only
copy also `learning-sites research`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from docs.answer import PINNED  # noqa: E402

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SIZE = ViewportSize(width=1400, height=760)
QUESTION = "/?for=us-county:39163&models=model:co-responder&topics=topic:rural&asOf=2025-12"
"""That of README."""
QUALITY = 88
EXPLORER = {"1280": ViewportSize(width=1280, height=1000), "390": ViewportSize(width=390, height=1000)}


def main() -> None:
    """Writes explorer-*.webp, graphiql.png, browser.png, and browser-copy.png where a copy runs."""
    link, copy = _link("--live"), _link()
    address = f"http://{urlsplit(link).netloc}"
    path = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, size in EXPLORER.items():
            _explorer(chromium, address, name, size, "light")
            _explorer(chromium, address, name, size, "dark")
        _graphiql(chromium.new_page(viewport=SIZE), address)
        _browser(chromium.new_page(viewport=SIZE), link, "browser.png")
        if urlsplit(copy).netloc != urlsplit(link).netloc:
            _browser(chromium.new_page(viewport=SIZE), copy, "browser-copy.png")
        chromium.close()


def _link(*arguments: str) -> str:
    """A sign-in link to Neo4j Browser, to the read-only copy if one runs."""
    command = Path(sys.executable).with_name("learning-sites")
    done = subprocess.run([command, "browser", *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _explorer(
    chromium: Browser, address: str, name: str, size: ViewportSize, theme: Literal["light", "dark"]
) -> None:
    page = chromium.new_page(viewport=size, color_scheme=theme)
    page.goto(f"{address}{QUESTION}")
    page.locator(".county-map .class-5").first.wait_for()
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot()))
    picture.save(HERE / f"explorer-{name}-{theme}.webp", quality=QUALITY, method=6)
    page.close()


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


def _browser(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.locator("pre.runnable .fa-play-circle-o").first.click()
    page.get_by_title("Collapse the node properties display").click()
    page.wait_for_timeout(8000)  # the picture of the graph moves until its forces are even
    page.get_by_label("zoom-to-fit").click()
    page.wait_for_timeout(2000)
    page.screenshot(path=HERE / name)


if __name__ == "__main__":
    main()
