"""A customer of Twilio: a web server, its REST client and a simulated network, in one process, in virtual time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from flask import Flask, Response, request
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from simulator import Account, Fault, Simulator, Switches, VirtualClock, rest_app, transcript
from simulator.telling.trace import Entry
from simulator.wire.in_process import WsgiAdapter, wsgi_transport
from tests.contract.passing import CheckedAdapter

HOST = "http://customer.test:8080"
CENTRE = "+908502550000"
MEHMET = "+905551112233"
AYSE = "+905321110001"
ALI = "+905321110002"
EVENTS = ["initiated", "ringing", "answered", "completed"]

Reply = str | Callable[[dict[str, str]], str | Response]


@dataclass(frozen=True, kw_only=True)
class Request:
    """A webhook as the customer's server got it, and whether its signature was right."""

    path: str
    form: dict[str, str]
    headers: dict[str, str]
    genuine: bool


class InProcessHttp(TwilioHttpClient):  # type: ignore[misc]  # the library is untyped
    def __init__(self, session: requests.Session) -> None:
        super().__init__()
        self.session = session


class Customer:
    """`says(path, verbs)` decides what a path answers; everything else answers an empty document."""

    def __init__(self, switches: Switches | None = None, account: Account | None = None, *, seed: int = 7) -> None:
        self.replies: dict[str, Reply] = {}
        self.requests: list[Request] = []
        self.clock = VirtualClock()
        self.sim = Simulator(
            self.clock,
            wsgi_transport(self._app()),
            switches=switches or Switches(),
            seed=seed,
            account=account or Account(),
        )
        session = requests.Session()
        session.mount("https://api.twilio.com", CheckedAdapter(WsgiAdapter(rest_app(self.sim)), strict=False))
        self.rest = Client(self.sim.account.sid, self.sim.account.auth_token, http_client=InProcessHttp(session))
        self.sim.own_number(CENTRE, f"{HOST}/voice", status_callback=f"{HOST}/over", fallback_url=f"{HOST}/fallback")

    def says(self, path: str, reply: Reply) -> None:
        self.replies[path] = reply

    def call(self, *steps: Any, **more: Any) -> Any:
        return self.sim.place_call(MEHMET, CENTRE, steps, name="Mehmet", **more)

    def rings(self, to: str = AYSE, url: str = "/agent", **more: Any) -> Any:
        """The customer places a call, told about everything on `/progress`."""
        told: dict[str, Any] = {"status_callback": f"{HOST}/progress", "status_callback_event": EVENTS, **more}
        return self.rest.calls.create(to=to, from_=CENTRE, url=HOST + url, **told)

    def got(self, path: str) -> list[dict[str, str]]:
        return [each.form for each in self.requests if each.path == path]

    def told(self, name: str, path: str = "/progress") -> list[str]:
        return [form.get(name, "") for form in self.got(path)]

    def errors(self) -> list[int]:
        return [entry.data["code"] for entry in self.sim.trace.of("error")]

    def heard(self, name: str) -> list[str]:
        return [entry.text for entry in self.of("say") if entry.name == name]

    def of(self, *kinds: Any) -> list[Entry]:
        return self.sim.trace.of(*kinds)

    def fault(self, kind: str, **details: Any) -> Fault:
        return self.sim.fault(kind, **details)

    def page(self) -> str:
        return transcript(self.sim.trace)

    def _app(self) -> Flask:
        app = Flask("customer")
        app.add_url_rule("/", "any", self._answer, methods=["GET", "POST"], defaults={"path": ""})
        app.add_url_rule("/<path:path>", "any", self._answer, methods=["GET", "POST"])
        return app

    def _answer(self, path: str) -> Response:
        form = {**request.args.to_dict(), **request.form.to_dict()}
        genuine = RequestValidator(self.sim.account.auth_token).validate(
            HOST + request.environ["RAW_URI"], request.form, request.headers.get("X-Twilio-Signature", "")
        )
        self.requests.append(Request(path=f"/{path}", form=form, headers=dict(request.headers), genuine=genuine))
        reply = self.replies.get(f"/{path}", "")
        answer = reply if isinstance(reply, str) else reply(form)
        return answer if isinstance(answer, Response) else twiml(answer)


def twiml(verbs: str) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>', content_type="text/xml")


def room(label: str, name: str = "room", **attributes: str) -> str:
    """A Dial into a conference that tells `/room` everything."""
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    events = "start end join leave mute hold modify"
    return (
        f'<Dial action="/after"><Conference participantLabel="{label}" beep="false" statusCallback="/room" '
        f'statusCallbackEvent="{events}"{more}>{name}</Conference></Dial>'
    )
