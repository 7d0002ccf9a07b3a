"""What pages looked like: `var/screenshots/<file>/<test>/<moment>.png`, of each test's last run."""

import os
import re
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page

SCREENSHOTS = Path("var/screenshots").absolute()
LONGEST = 100
"""Of a test's name: file systems take 255 bytes."""


def keep_picture(page: Page, moment: str) -> None:
    """As it stands; nothing of a page that is gone or was never opened."""
    if page.is_closed() or page.url == "about:blank":
        return
    with suppress(Error):
        page.screenshot(path=_folder() / f"{moment}.png", animations="disabled", timeout=5000)


def _folder() -> Path:
    """By the test that runs: "tests/whole/test_floor_page.py::test_a_lead_whispers (call)"."""
    file, _, test = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0].partition("::")
    return SCREENSHOTS / Path(file).stem / re.sub(r"\W+", "_", test)[:LONGEST].strip("_")
