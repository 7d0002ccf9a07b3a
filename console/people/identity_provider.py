"""Signing in with the organisation's own accounts: OpenID Connect, the code flow with PKCE.

Everything that must fit together on the way back is computed from one random token that the browser keeps for ten
minutes: nothing is stored, and an answer made for another browser fits nobody.
"""

import hashlib
import hmac
import json
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

import jwt

from callbacks.dips.errors import DipFailed
from callbacks.outside.exchange import Exchange, Request
from console.people.roles_of_groups import RolesOfGroups
from console.role import Role

MOST_SECONDS: Final = 3.0
"""For one question to the provider: a thread that waits answers no telephone meanwhile."""
MOST_WAITING_SECONDS: Final = 1.0
ON_THE_WAY: Final = timedelta(minutes=10)
SIGNED_WITH: Final = ("RS256", "PS256", "ES256")
LEEWAY_SECONDS: Final = 60
"""Clocks of two organisations differ a little."""


class ProviderFailed(Exception):
    """The provider did not answer, or with something that proves nothing. For the log; people are told to try again."""


@dataclass(frozen=True, kw_only=True)
class OnTheWay:
    """What belongs to one way there and back, computed from the browser's token and our secret."""

    token: str
    secret: bytes = field(repr=False)

    @property
    def state(self) -> str:
        return self._part("state")

    @property
    def nonce(self) -> str:
        return self._part("nonce")

    @property
    def verifier(self) -> str:
        return self._part("verifier")

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def _part(self, name: str) -> str:
        return hmac.new(self.secret, f"oidc:{name}:{self.token}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Proven:
    """Who came back: their user name here, and the role their groups there have here. None: groups say nothing."""

    name: str
    role: Role | None


@dataclass(frozen=True, kw_only=True)
class IdentityProvider:
    """`claim` is what names somebody: it is their user name here. Who has no account here is not let in. `groups` say
    what role they have here."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str
    exchange: Exchange
    groups: RolesOfGroups = field(default_factory=RolesOfGroups)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def way_there(self, way: OnTheWay, back: str) -> str:
        """Where the browser is sent. Raises ProviderFailed."""
        told = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": back,
            "scope": "openid profile email", "state": way.state, "nonce": way.nonce,
            "code_challenge": way.challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        with self._asking():
            there = str(self._discovered()["authorization_endpoint"])
        return f"{there}{'&' if '?' in there else '?'}{urlencode(told)}"

    def who_comes_back(self, way: OnTheWay, code: str, back: str, *, now: datetime) -> Proven:
        """What it says of them. Raises ProviderFailed."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": way.verifier}
        with self._asking():
            known = self._discovered()
            answer = self._asked(str(known["token_endpoint"]), form)
            keys = self._asked(str(known["jwks_uri"]))
        told = self._proven(str(answer.get("id_token", "")), keys)
        if not told["iat"] - LEEWAY_SECONDS <= now.timestamp() < told["exp"] + LEEWAY_SECONDS:
            raise ProviderFailed("its word is not of now")
        if not hmac.compare_digest(str(told.get("nonce", "")), way.nonce):
            raise ProviderFailed("the answer is not to our question")
        return Proven(name=self._named(told), role=self.groups.role_of(told))

    def _named(self, told: Mapping[str, Any]) -> str:
        name = told.get(self.claim)
        if not isinstance(name, str) or not name:
            raise ProviderFailed(f"it told no {self.claim}")
        if self.claim == "email" and told.get("email_verified") is not True:
            raise ProviderFailed("the address is not proven to be theirs")
        return name

    def _proven(self, token: str, keys: Mapping[str, Any]) -> Mapping[str, Any]:
        """Signed by the provider, and for us. When it is good is told by our own clock, above."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            every = jwt.PyJWKSet.from_dict(dict(keys)).keys
            key = next(each for each in every if kid is None or each.key_id == kid)
            told: dict[str, Any] = jwt.decode(
                token, key.key, algorithms=list(SIGNED_WITH), audience=self.client_id, issuer=self.issuer,
                options={"require": ["exp", "iat", "sub", "aud", "iss"], "verify_exp": False, "verify_iat": False,
                         "verify_nbf": False},
            )  # fmt: skip
        except (jwt.PyJWTError, StopIteration, ValueError) as wrong:
            raise ProviderFailed(f"its word is not proven: {type(wrong).__name__}") from None
        if not all(isinstance(told[name], (int, float)) for name in ("exp", "iat")):
            raise ProviderFailed("its word has no time")
        if isinstance(told["aud"], list) and told.get("azp", self.client_id) != self.client_id:
            raise ProviderFailed("its word is for somebody else")
        return told

    def _discovered(self) -> Mapping[str, Any]:
        known = self._asked(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if known.get("issuer") != self.issuer:
            raise ProviderFailed(f"it calls itself {known.get('issuer')}")
        if missing := {"authorization_endpoint", "token_endpoint", "jwks_uri"} - known.keys():
            raise ProviderFailed(f"it does not tell its {', '.join(sorted(missing))}")
        return known

    def _asked(self, url: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        try:
            reply = self.exchange.send(self._request(url, form), within_seconds=MOST_SECONDS)
            told = json.loads(reply.body)
        except (DipFailed, ValueError) as trouble:
            raise ProviderFailed(str(trouble)) from None
        if reply.status != 200 or not isinstance(told, dict):
            raise ProviderFailed(f"{url} answered {reply.status}")
        return told

    def _request(self, url: str, form: Mapping[str, str] | None) -> Request:
        headers = {"Accept": "application/json"}
        if form is None:
            return Request(url=url, headers=headers)
        known = f"{quote(self.client_id, safe='')}:{quote(self.client_secret, safe='')}"
        headers |= {"Content-Type": "application/x-www-form-urlencoded",
                    "Authorization": f"Basic {b64encode(known.encode()).decode()}"}  # fmt: skip
        return Request(method="POST", url=url, headers=headers, body=urlencode(form).encode())

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """One at a time, so that threads are left for the telephone; whoever would wait long is told to try again."""
        if not self._one_at_a_time.acquire(timeout=MOST_WAITING_SECONDS):
            raise ProviderFailed("somebody else is being asked about")
        try:
            yield
        finally:
            self._one_at_a_time.release()
