"""Twilio's own Voice SDK, as an installation with a real account hands it to its agents' browsers."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask, Response
from playwright.sync_api import Page
from werkzeug.serving import make_server

from console.pages.headers import guard
from console.pages.page import Where
from console.pages.static_files import static_files, static_url
from tests.browser.test_sound import token

MAKE = """async ([ours, token]) => {
  window.broken = [];
  document.addEventListener("securitypolicyviolation", (event) => broken.push(event.violatedDirective));
  const { makeDevice } = await import(ours);
  const device = await makeDevice(token);
  const can = ["register", "connect", "updateToken", "destroy"].filter((name) => typeof device[name] === "function");
  const sounds = ["speakerDevices", "ringtoneDevices"].filter((name) => typeof device.audio[name].set === "function");
  return [device.state, can.length, sounds.length, typeof device.audio.unsetInputDevice];
}"""


@pytest.fixture
def console() -> Iterator[str]:
    """A page of ours under the policy of production, and our files."""
    app = Flask("console", static_folder=None)
    app.register_blueprint(static_files())

    @app.get("/")
    def page() -> Response:
        response = Response("<!doctype html><title>desk</title>", content_type="text/html")
        guard(response, Where())
        return response

    http = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.port}"
    http.shutdown()
    http.server_close()


def test_our_policy_lets_twilios_phone_work_and_call_home(console: str, page: Page) -> None:
    """To call with it takes a real account; here nobody at Twilio is asked anything."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(re.compile("^https://"), lambda route: route.abort())
    page.goto(console)
    assert page.evaluate(MAKE, [static_url("phone/twilio.js"), token(datetime.now(UTC))]) == [
        "unregistered",
        4,
        2,
        "function",
    ]
    page.evaluate("fetch('https://eventgw.twilio.com/v4/EndpointEvents').catch(() => {})")
    assert page.evaluate("broken") == []
    assert any("twilio.com" in url for url in asked)
