"""People sign in with their organisation's account, at a provider that speaks OpenID Connect."""

import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from flask import Flask, request
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from callbacks.outside.exchange import Exchange
from callbacks.outside.reach import ThisMachineOnly
from console.pages.blueprint import pages
from console.pages.page import Where
from console.people.account import Account
from console.people.identity_provider import IdentityProvider
from console.people.roles_of_groups import RolesOfGroups, roles_of_groups
from ivr.voice_board import VoiceBoard
from records.audit import audit_rows
from records.database import reading
from tests.conftest import SettableClock
from tests.console.conftest import BOARD_AT_HAND, PUBLIC, Centre
from tests.console.pages.conftest import Visitor

GROUPS = "CN=Vardiya,OU=Liderler=lead; callcentre=agent; izleyenler=read_only"


@cache
def a_key(whose: str) -> RSAPrivateKey:
    """Made once for all tests: it takes its time."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """A provider of its own, over HTTP. `lies` is put into what it says of somebody."""

    clock: SettableClock
    key: RSAPrivateKey = field(default_factory=lambda: a_key("its own"))
    signs_with: Any = None
    issuer: str = ""
    lies: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def app(self) -> Flask:
        app = Flask("provider")
        endpoints = {"authorization_endpoint": "/there", "token_endpoint": "/token", "jwks_uri": "/keys"}
        app.add_url_rule("/.well-known/openid-configuration", "known", lambda: {
            "issuer": self.issuer, **{name: self.issuer + path for name, path in endpoints.items()}})  # fmt: skip
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        app.add_url_rule("/keys", "keys", lambda: {"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]})
        app.add_url_rule("/token", "token", self._token, methods=["POST"])
        return app

    def _token(self) -> tuple[dict[str, str], int]:
        known = b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        challenge = urlsafe_b64encode(sha256(request.form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if (known, request.form["code"], challenge) != ("sahip:secret", "the-code", self.asked["code_challenge"]):
            return {"error": "invalid_grant"}, 400
        now = int(self.clock().timestamp())
        told = {"iss": self.issuer, "aud": "sahip", "sub": "1", "iat": now, "exp": now + 300,
                "nonce": self.asked["nonce"], "preferred_username": "AYSE", **self.lies}  # fmt: skip
        return {"id_token": jwt.encode(told, self.signs_with or self.key, "RS256", headers={"kid": "1"})}, 200


@pytest.fixture
def provider(clock: SettableClock) -> Iterator[Provider]:
    one = Provider(clock=clock)
    server = make_server("127.0.0.1", 0, one.app(), threaded=True)
    one.issuer = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield one
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser(provider: Provider, accounts: Centre) -> Callable[[], Visitor]:
    known = IdentityProvider(issuer=provider.issuer, client_id="sahip", client_secret="secret",
                             claim="preferred_username", exchange=Exchange(hosts=ThisMachineOnly()),
                             groups=RolesOfGroups(roles=roles_of_groups(GROUPS)))  # fmt: skip
    app = Flask("sahip", static_folder=None)
    app.register_blueprint(pages(cast(VoiceBoard, BOARD_AT_HAND), Where(provider=known)))
    return lambda: Visitor(client=app.test_client(), secret=accounts.board.secret)


def goes(visitor: Visitor, provider: Provider) -> str:
    """To the provider: the state that was sent along."""
    there = urlsplit(visitor.opens("/login/oidc").headers["Location"])
    provider.asked = dict(parse_qsl(there.query))
    assert provider.asked["redirect_uri"] == f"{PUBLIC}/login/oidc/back"
    return provider.asked["state"]


def comes_back(visitor: Visitor, state: str, code: str = "the-code") -> TestResponse:
    return visitor.opens(f"/login/oidc/back?code={code}&state={state}")


def test_who_has_an_account_here_comes_in_with_the_organisations(
    browser: Callable[[], Visitor], provider: Provider, centre: Centre
) -> None:
    ayse = browser()
    assert "/login/oidc" in ayse.opens("/login").text
    came = comes_back(ayse, goes(ayse, provider))
    assert (came.status_code, came.headers["Location"]) == (303, "/desk")
    assert ayse.opens("/me").status_code == 200
    with reading(centre.board.database) as session:
        [row] = audit_rows(session, {"what": "signed_in"}, limit=2)
        assert (row.who, row.data) == ("user:ayse", {"how": "oidc"})


@pytest.mark.parametrize(
    "lies",
    [{"nonce": "another"}, {"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}, {"iat": 4_000_000_000},
     {"preferred_username": None}, {"aud": ["sahip", "x"], "azp": "x"}],
    ids=lambda lies: next(iter(lies)),
)  # fmt: skip
def test_a_word_that_proves_nothing_opens_nothing(
    browser: Callable[[], Visitor], provider: Provider, lies: dict[str, Any]
) -> None:
    ayse = browser()
    provider.lies = lies
    assert comes_back(ayse, goes(ayse, provider)).status_code == 502
    assert ayse.opens("/me").status_code == 302


def test_a_word_somebody_else_signed_opens_nothing(browser: Callable[[], Visitor], provider: Provider) -> None:
    ayse = browser()
    provider.signs_with = a_key("another's")
    assert comes_back(ayse, goes(ayse, provider)).status_code == 502


def test_nobody_is_led_back_into_another_browser(browser: Callable[[], Visitor], provider: Provider) -> None:
    thief, ayse = browser(), browser()
    state = goes(thief, provider)
    assert comes_back(ayse, state).status_code == 502
    goes(ayse, provider)
    assert comes_back(ayse, state).status_code == 502
    assert comes_back(thief, state, code="another").status_code == 502


def test_who_has_no_account_here_is_told_so(browser: Callable[[], Visitor], provider: Provider) -> None:
    stranger = browser()
    provider.lies = {"preferred_username": "nobody"}
    came = comes_back(stranger, goes(stranger, provider))
    assert (came.status_code, "hesabınız yok" in came.text) == (403, True)


def role(centre: Centre, login: str = "ayse") -> str:
    with reading(centre.board.database) as session:
        return session.get_one(Account, login).role


@pytest.mark.parametrize(
    ("groups", "expected"),
    [(["callcentre", "CN=Vardiya,OU=Liderler"], "lead"), (["izleyenler"], "read_only"), ("izleyenler", "read_only"),
     (["muhasebe"], "agent"), (None, "agent"), ({"izleyenler": 1}, "agent"), ([["izleyenler"], 7], "agent")],
)  # fmt: skip
def test_at_each_sign_in_somebody_has_the_role_of_the_first_group_that_is_listed_else_the_one_they_had(
    browser: Callable[[], Visitor], provider: Provider, centre: Centre, groups: object, expected: str
) -> None:
    ayse, elsewhere = browser(), browser()
    comes_back(elsewhere, goes(elsewhere, provider))
    provider.lies = {"groups": groups}
    came = comes_back(ayse, goes(ayse, provider))
    assert (came.status_code, role(centre)) == (303, expected)
    assert ayse.opens("/me").status_code == 200
    assert elsewhere.opens("/me").status_code == (200 if expected == "agent" else 302), "as somebody else no more"
    with reading(centre.board.database) as session:
        changed = [(row.who, row.data) for row in audit_rows(session, {"what": "account_changed"}, limit=9)]
    assert changed == ([("identity_provider", {"role": expected})] if expected != "agent" else [])
    provider.lies = {"groups": ["callcentre"]}
    comes_back(ayse, goes(ayse, provider))
    assert role(centre) == "agent", "and what is taken away there is taken away here"


def test_the_last_administrator_stays_one_whatever_their_groups_say(
    browser: Callable[[], Visitor], provider: Provider, centre: Centre
) -> None:
    admin = browser()
    provider.lies = {"preferred_username": "admin", "groups": ["callcentre"]}
    came = comes_back(admin, goes(admin, provider))
    assert (came.status_code, came.headers["Location"]) == (303, "/admin")
    assert role(centre, "admin") == "admin"


def test_groups_may_lie_deeper_in_what_the_provider_tells() -> None:
    known = RolesOfGroups(claim="realm_access.roles", roles={"lider": "lead"})
    assert known.role_of({"realm_access": {"roles": ["x", "lider"]}}) == "lead"
    assert known.role_of({"realm_access.roles": ["lider"]}) == "lead", "or under that very name"
    assert [known.role_of(told) for told in ({}, {"realm_access": "lider"}, {"realm_access": {"roles": None}})] == [
        None, None, None]  # fmt: skip


def test_a_map_of_groups_says_what_it_is_or_is_refused() -> None:
    assert roles_of_groups(" a=lead , b=agent,") == {"a": "lead", "b": "agent"}
    assert roles_of_groups("CN=a,OU=b=lead;c=ops") == {"CN=a,OU=b": "lead", "c": "ops"}
    for written in ("lead", "=lead", "a=boss", "a=lead,b", "a="):
        with pytest.raises(ValueError):
            roles_of_groups(written)
