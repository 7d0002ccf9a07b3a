"""Why settings are refused, each in one sentence that says what to change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from callbacks.mail.post_office import sender_of
from console.people.roles_of_groups import ROLES

if TYPE_CHECKING:
    from engine.settings import Settings

ON_THIS_MACHINE = re.compile(r"^http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|$)")
WANTED = {
    "SAHIP_PUBLIC_URL": "a full address such as https://calls.example.com",
    "TWILIO_API_URL": "a full address such as https://api.twilio.com",
    "TWILIO_ACCOUNT_SID": "an account SID, AC and letters and digits after it",
    "SAHIP_CALLER_ID": "a number in international form such as +902121234567",
    "SAHIP_WHATSAPP_SENDER": "a number in international form such as +902121234567",
    "TWILIO_MESSAGING_SERVICE_SID": "a Messaging Service's SID, MG and 32 letters and digits after it",
    "SAHIP_SITE": "up to 32 small letters, digits and hyphens",
    "SAHIP_MODE": "demo, dev or production",
    "PORT": "a port, a whole number from 1 to 65535",
    "SAHIP_LIVE_PORT": "a port, a whole number from 1 to 65535",
    "SAHIP_LIVE_URL": "the address browsers have events from, like https://live.example.com",
    "SAHIP_OIDC_ISSUER": "the provider's full address, as it names itself",
    "SAHIP_SIMULATOR_PORT": "a port, a whole number from 1 to 65535",
    "SAHIP_CALLS_PER_SECOND": "a number above 0",
}


def missing_sentence(names: Sequence[str]) -> str:
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"Set {listed} in the environment or in .env (or try `sahip demo`, which needs none of it)."


def sentence(refused: ValidationError) -> str:
    """The first wrong value, never repeated: it may be a secret pasted under the wrong name."""
    first = refused.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0])
    return f"Mend {name}: it must be {WANTED.get(name, 'set to something else')}."


def contradictions(settings: Settings) -> Iterator[str]:
    """Values that are right one by one and wrong together."""
    if (settings.api_key_sid is None) != (settings.api_key_secret is None):
        yield "Set TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET both, or neither."
    if (settings.smtp_address is None) != (settings.mail_from is None):
        yield "Set SAHIP_SMTP_URL and SAHIP_MAIL_FROM both, or neither."
    yield from _letters(settings)
    if len({each is None for each in (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)}) > 1:
        yield "Set SAHIP_OIDC_ISSUER, SAHIP_OIDC_CLIENT_ID and SAHIP_OIDC_CLIENT_SECRET all three, or none."
    if settings.oidc_groups and not _makes_sense(lambda: settings.oidc_roles):
        yield f"Mend SAHIP_OIDC_ROLES: it must be group=role, group=role, each role one of {', '.join(ROLES)}."
    if settings.oidc_groups and settings.oidc_issuer is None:
        yield "Set SAHIP_OIDC_ISSUER too, or remove SAHIP_OIDC_ROLES: without a provider nobody tells us groups."
    if len({settings.port, settings.live_port, settings.simulator_port}) < 3:
        yield "Give PORT, SAHIP_LIVE_PORT and SAHIP_SIMULATOR_PORT three different numbers."
    if settings.mode == "demo" and not ON_THIS_MACHINE.match(settings.api_url):
        yield "Remove TWILIO_API_URL: the demo talks to the simulator on this machine, never to a real account."
    if not settings.centre.is_dir():
        yield f"Set SAHIP_CENTRE to a folder with flows and policy: there is none at {settings.centre}."
    if not _can_be_written_in(settings.var):
        yield f"Set SAHIP_VAR to a folder that can be written in: {settings.var} cannot."
    if not _is_database(settings.database_url):
        yield "Set DATABASE_URL to sqlite:////FILE or postgresql://USER:PASSWORD@HOST/NAME."
    if settings.redis_url and not settings.redis_url.startswith(("redis://", "rediss://", "unix://")):
        yield "Set REDIS_URL to redis://HOST:PORT/0, rediss://HOST:PORT/0 or unix:///SOCKET, or remove it."


def _can_be_written_in(folder: Path) -> bool:
    """Tried, since permissions do not tell it of /proc or a read-only disk; the folder itself is not made yet."""
    try:
        standing = next(each for each in (folder, *folder.parents) if each.exists())
        with TemporaryDirectory(prefix=".sahip-", dir=standing):
            return True
    except OSError:
        return False


def _is_database(address: str) -> bool:
    try:
        return make_url(address).get_backend_name() in ("sqlite", "postgresql", "postgres")
    except ArgumentError:
        return False


def _letters(settings: Settings) -> Iterator[str]:
    """What is wrong with where letters go. The address may hold a password, so it is not repeated."""
    if settings.mail_from and not _makes_sense(lambda: sender_of(settings.mail_from or "")):
        yield "Mend SAHIP_MAIL_FROM: it must be an address such as Sahip <destek@example.com>."
    elif not _makes_sense(lambda: settings.post_office):
        yield "Mend SAHIP_SMTP_URL: it must be smtp://USER:PASSWORD@HOST:587, smtps://…:465 or file:///FOLDER."


def _makes_sense(read: Callable[[], object]) -> bool:
    try:
        read()
    except ValueError:
        return False
    return True
