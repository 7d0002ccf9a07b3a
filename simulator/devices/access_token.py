"""Access tokens of browser clients: signed JWTs saying who somebody is and what they may do, checked as Twilio does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from simulator.account import Account
from simulator.devices import errors
from simulator.devices.errors import DeviceError

CONTENT_TYPE = "twilio-fpa;v=1"
LONGEST_LIFE = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class AccessToken:
    """What a checked token says. `application` is the TwiML application its holder's calls go to, "" for none."""

    identity: str
    expires_at: datetime
    may_be_called: bool
    application: str
    parameters: tuple[tuple[str, str], ...] = ()


def read_access_token(token: str, account: Account, now: datetime) -> AccessToken:
    """Raises DeviceError with Twilio's code for whatever is wrong with the token."""
    header, claims = _opened(token, account)
    if header.get("cty") != CONTENT_TYPE or header.get("typ") != "JWT" or header.get("alg") != "HS256":
        raise DeviceError(errors.INVALID_HEADER, f"Invalid Access Token header: cty must be {CONTENT_TYPE}")
    if claims.get("sub") != account.sid:
        raise DeviceError(errors.INVALID_ISSUER, "Invalid Access Token issuer/subject: sub is another account")
    expires_at = _lifetime(claims, now)
    grants = claims.get("grants")
    voice = grants.get("voice") if isinstance(grants, Mapping) else None
    if not isinstance(grants, Mapping) or not isinstance(voice, Mapping):
        raise DeviceError(errors.INVALID_GRANTS, "Invalid Access Token grants: there is no voice grant")
    return _granted(grants, voice, expires_at)


def _opened(token: str, account: Account) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Header and claims of a token that one of the account's keys has signed."""
    unchecked = {"verify_signature": False, "verify_exp": False, "verify_nbf": False, "verify_aud": False}
    try:
        header = jwt.get_unverified_header(token)
        issuer = str(jwt.decode(token, options=unchecked).get("iss") or "")  # type: ignore[arg-type]  # plain booleans
    except jwt.PyJWTError as error:
        raise DeviceError(errors.INVALID_TOKEN, f"Invalid Access Token: {error}") from None
    secret = dict(account.api_keys).get(issuer)
    if secret is None:
        raise DeviceError(errors.INVALID_ISSUER, f"Invalid Access Token issuer/subject: no API key {issuer!r} here")
    known = {**unchecked, "verify_signature": True, "verify_iat": False, "verify_sub": False}
    try:
        return header, jwt.decode(token, secret, algorithms=["HS256"], options=known)  # type: ignore[arg-type]
    except jwt.InvalidSignatureError:
        raise DeviceError(errors.INVALID_SIGNATURE, "Invalid Access Token signature") from None
    except jwt.PyJWTError as error:
        raise DeviceError(errors.INVALID_TOKEN, f"Invalid Access Token: {error}") from None


def _lifetime(claims: Mapping[str, Any], now: datetime) -> datetime:
    """When the token ends, counted on the network's clock."""
    try:
        ends = datetime.fromtimestamp(float(claims["exp"]), UTC)
        begins = datetime.fromtimestamp(float(claims.get("nbf") or claims.get("iat") or now.timestamp()), UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise DeviceError(errors.EXPIRED, "Access Token expired or expiration date invalid") from None
    if ends <= now:
        raise DeviceError(errors.EXPIRED, f"Access Token expired at {ends.isoformat()}")
    if begins > now and "nbf" in claims:
        raise DeviceError(errors.NOT_YET_VALID, f"Access Token not valid before {begins.isoformat()}")
    if ends - min(begins, now) > LONGEST_LIFE:
        raise DeviceError(errors.LIVES_TOO_LONG, "Expiration time in the Access Token exceeds 24 hours")
    return ends


def _granted(grants: Mapping[str, Any], voice: Mapping[str, Any], expires_at: datetime) -> AccessToken:
    identity = grants.get("identity")
    if not isinstance(identity, str) or not identity:
        raise DeviceError(errors.INVALID_GRANTS, "Invalid Access Token grants: there is no identity")
    outgoing, incoming = (_part(voice, name) for name in ("outgoing", "incoming"))
    parameters = tuple((str(name), str(value)) for name, value in _part(outgoing, "params").items())
    return AccessToken(
        identity=identity,
        expires_at=expires_at,
        may_be_called=incoming.get("allow") is True,
        application=str(outgoing.get("application_sid") or ""),
        parameters=parameters,
    )


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = whole.get(name) or {}
    if not isinstance(found, Mapping):
        raise DeviceError(errors.INVALID_GRANTS, f"Invalid Access Token grants: {name} is not an object")
    return found
