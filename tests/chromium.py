"""A real browser for each file of tests that wants one, and a page in it for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from tests.screenshots import keep_picture

OF_DEBIAN = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
"""The first draws pages in two thirds of the time of the second."""
CHROMIUM = next((one for one in OF_DEBIAN if one.exists()), OF_DEBIAN[0])
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""One that beeps every second, and that every page may use."""
SLOWEST_MS = 15_000
"""How long a page on a busy machine may take to show something."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Gone with its file: as long as it is there, no other test can have an event loop of its own."""
    if not CHROMIUM.exists():
        why = f"there is no {CHROMIUM}: `make chromium` as root, or apt-get install {CHROMIUM.name}"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    expect.set_options(timeout=SLOWEST_MS)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio", *MICROPHONE]
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh visitor, that must not have stumbled over anything by the end."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="tr-TR", reduced_motion="reduce")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda told: errors.append(told.text) if _is_ours(told) else None)
    yield opened
    for index, each in enumerate(context.pages):
        keep_picture(each, f"end-{index + 1}" if index else "end")
    try:
        context.close()
    except Error:
        errors.append("the browser was gone")
    assert errors == [], errors


OF_THE_NETWORK = ("Failed to load resource", "htmx:sendError", "htmx:afterRequest")
"""What browser and htmx tell of a request that was refused, or could not be sent at all."""


def _is_ours(told: ConsoleMessage) -> bool:
    """An error of the page."""
    return told.type == "error" and not any(each in told.text for each in OF_THE_NETWORK)
