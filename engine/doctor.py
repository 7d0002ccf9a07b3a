"""What keeps calls from being answered: looked for one by one, each with its cure."""

import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

import requests
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from callbacks.dialler.calling_stop import newest_stop
from callbacks.dialler.message_budget import not_sent_lately
from callbacks.membership import lines_on
from cases.civil_day import civil_day
from engine.calls_allowed import calls_allowed, doubts_about_calls
from engine.centre import CentreInvalid, read_centre
from engine.errors import EmbeddedValkeyDoesNotStart
from engine.settings import Settings
from engine.settings_shown import unread_names
from engine.stores import database_of, redis_of
from ivr.publishing.shelf import FlowShelf
from records.database import reading
from records.errors import RecordsUnavailable
from records.migrations import is_at_head, upgrade
from routing.membership import MOST_LINES
from routing.skills import is_written_down, skill_names, written_down
from staff.agent import agents
from staff.briefing import briefings
from staff.certificate import certificate_names
from telephony.signature import sign

Verdict = Literal["right", "doubtful", "wrong", "not looked at"]

LARGEST_SKEW_SECONDS = 2.0
"""More, and deadlines of two machines disagree by more than a ring."""
PATIENCE_SECONDS = 5.0
SHORTEST_SECRET = 32
"""Characters of SAHIP_SECRET_KEY: fewer can be tried out."""
SIGNED_PROBE = "/voice/fallback"
"""Answers every signed request, changes nothing."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was looked at, what was seen, and what to do about it."""

    about: str
    verdict: Verdict
    seen: str
    cure: str = ""

    def row(self) -> dict[str, object]:
        return asdict(self)


def examine(settings: Settings) -> list[Finding]:
    """Every check, in the order in which one depends on another."""
    checks: list[Callable[[Settings], Finding]] = [
        names_are_read,
        secret_is_long,
        database_is_ready,
        redis_keeps_everything,
        clock_agrees,
        port_is_ours_or_free,
        public_url_leads_here,
        skills_asked_for_are_there,
        agents_have_few_lines,
        channels_have_senders,
        calls_are_bounded,
        messages_leave,
    ]
    return [check(settings) for check in checks]


def mend(settings: Settings) -> None:
    """What can be mended without asking: folders and schema."""
    database_of(settings)
    upgrade(settings.database_url)


def names_are_read(settings: Settings) -> Finding:
    if unread := unread_names():
        cure = "Correct or remove them; `sahip config` shows every name that is read."
        return Finding(about="settings", verdict="doubtful", seen=f"nothing reads {', '.join(unread)}", cure=cure)
    return Finding(about="settings", verdict="right", seen=f"complete for {settings.mode}")


def secret_is_long(settings: Settings) -> Finding:
    if settings.mode == "production" and len(settings.secret_key.get_secret_value()) < SHORTEST_SECRET:
        cure = 'Set SAHIP_SECRET_KEY to what `python -c "import secrets; print(secrets.token_hex(32))"` prints.'
        return Finding(about="secret key", verdict="doubtful", seen=f"shorter than {SHORTEST_SECRET}", cure=cure)
    return Finding(about="secret key", verdict="right", seen="set")


def database_is_ready(settings: Settings) -> Finding:
    try:
        at_head = is_at_head(database_of(settings))
    except RecordsUnavailable as trouble:
        cure = "Start the database, or correct DATABASE_URL."
        return Finding(about="database", verdict="wrong", seen=str(trouble).splitlines()[0], cure=cure)
    if not at_head:
        return Finding(about="database", verdict="wrong", seen="schema of another version", cure="sahip db upgrade")
    return Finding(about="database", verdict="right", seen="reachable, schema at its newest")


def skills_asked_for_are_there(settings: Settings) -> Finding:
    """A ring that asks for a certificate nobody has is empty, and nobody notices."""
    try:
        policy = read_centre(settings.centre).policy
        with reading(database_of(settings)) as session:
            there = written_down(certificate_names(session), [each.name for each in briefings(session)])
    except (CentreInvalid, RecordsUnavailable, SQLAlchemyError):
        return Finding(about="skills", verdict="not looked at", seen="the centre or the database cannot be read")
    asked = {name for queue in policy.queues.values() for ring in queue.rings for name in skill_names(ring.skills)}
    if nobodys := sorted(name for name in asked - there if is_written_down(name)):
        cure = "Give the certificate, write the briefing, or correct the rings in policy.yaml."
        return Finding(about="skills", verdict="doubtful", seen=f"nobody has {', '.join(nobodys)}", cure=cure)
    return Finding(about="skills", verdict="right", seen="certificates and briefings that rings ask for are there")


def agents_have_few_lines(settings: Settings) -> Finding:
    try:
        centre, database = read_centre(settings.centre), database_of(settings)
        asked = FlowShelf(centre.flows, database, lambda: datetime.now(UTC)).newest().narrowings
        with reading(database) as session:
            lines = lines_on(session, agents(session), day=civil_day(datetime.now(UTC)), policy=centre.policy,
                             narrowings=asked)  # fmt: skip
    except (CentreInvalid, RecordsUnavailable, SQLAlchemyError):
        return Finding(about="lines", verdict="not looked at", seen="the centre or the database cannot be read")
    if many := sorted((agent for agent in lines if len(lines[agent]) > MOST_LINES), key=lambda one: -len(lines[one])):
        seen = f"{len(many)} agents belong to more than {MOST_LINES} lines; {many[0]} to {len(lines[many[0]])}"
        cure = "Fewer queues and rings for each agent: with every line it costs more that somebody becomes free."
        return Finding(about="lines", verdict="doubtful", seen=seen, cure=cure)
    most = max(map(len, lines.values()), default=0)
    return Finding(about="lines", verdict="right", seen=f"nobody belongs to more than {most}")


def channels_have_senders(settings: Settings) -> Finding:
    """A channel that is in use and has nothing to send with refuses every message on it."""
    try:
        channels = read_centre(settings.centre).care.follow_ups.channels
    except CentreInvalid:
        return Finding(about="messages", verdict="not looked at", seen="the centre cannot be read")
    if "email" in channels and settings.post_office is None:
        cure = "Set SAHIP_SMTP_URL and SAHIP_MAIL_FROM, or take email out of follow_ups.channels in care.yaml."
        return Finding(about="messages", verdict="doubtful", seen="letters are in use and cannot be sent", cure=cure)
    return Finding(about="messages", verdict="right", seen=f"sent by {', '.join(channels)}")


def calls_are_bounded(settings: Settings) -> Finding:
    """Whoever asks for a callback chooses the number we call: what the rules allow is what somebody may make us do."""
    try:
        centre = read_centre(settings.centre)
        with reading(database_of(settings)) as session:
            stop = newest_stop(session)
    except (CentreInvalid, RecordsUnavailable, SQLAlchemyError):
        return Finding(about="calls", verdict="not looked at", seen="the centre or the database cannot be read")
    if stop is not None and stop.ended_at is None:
        seen = f"stopped until {stop.until:%H:%M} UTC: of the last {stop.calls} calls {stop.answered} were answered"
        cure = "Look at callbacks of the last hour, and call one of our telephones from the number we show."
        return Finding(about="calls", verdict="doubtful", seen=seen, cure=cure)
    allowed = calls_allowed(centre.policy, centre.dialler)
    if doubts := " ".join(doubts_about_calls(centre.policy, centre.dialler)):
        return Finding(about="calls", verdict="doubtful", seen=allowed, cure=doubts)
    return Finding(about="calls", verdict="right", seen=allowed)


def messages_leave(settings: Settings) -> Finding:
    """What was not sent because its number, or the neighbours of it, were written to often enough."""
    try:
        with reading(database_of(settings)) as session:
            over = not_sent_lately(session, datetime.now(UTC))
    except (RecordsUnavailable, SQLAlchemyError):
        return Finding(about="messages", verdict="not looked at", seen="the database cannot be read")
    if over.messages:
        seen = f"{over.messages} over the limit in the last 24 hours were not sent (numbers: {over.numbers})"
        cure = "See who asks for them; if they are customers, raise the limits of messages in callbacks.yaml (budgets)."
        return Finding(about="messages", verdict="doubtful", seen=seen, cure=cure)
    return Finding(about="messages", verdict="right", seen="none was over the limit in the last 24 hours")


def redis_keeps_everything(settings: Settings) -> Finding:
    try:
        with redis_of(settings) as address:
            return _durability(Redis.from_url(address, decode_responses=True, socket_timeout=PATIENCE_SECONDS))
    except (RedisError, EmbeddedValkeyDoesNotStart) as trouble:
        cure = "Start the server, or correct REDIS_URL."
        return Finding(about="redis", verdict="wrong", seen=str(trouble), cure=cure)


def _durability(redis: Redis) -> Finding:
    memory, persistence = redis.info("memory"), redis.info("persistence")
    if memory["maxmemory_policy"] != "noeviction":
        seen = f"evicts what it holds ({memory['maxmemory_policy']})"
        return Finding(about="redis", verdict="wrong", seen=seen, cure="CONFIG SET maxmemory-policy noeviction")
    if not int(persistence["aof_enabled"]):
        cure = "CONFIG SET appendonly yes: else a restart of the server empties the floor until it is rebuilt."
        return Finding(about="redis", verdict="doubtful", seen="forgets when restarted", cure=cure)
    return Finding(about="redis", verdict="right", seen="reachable, keeps everything, evicts nothing")


def clock_agrees(settings: Settings) -> Finding:
    """Against the Date of whoever speaks Twilio's REST API to us: certainly another clock in production."""
    try:
        answer = requests.head(settings.api_url, timeout=PATIENCE_SECONDS, allow_redirects=False)
        apart = abs((datetime.now(UTC) - parsedate_to_datetime(answer.headers["Date"])).total_seconds())
    except (requests.RequestException, KeyError, ValueError, TypeError):
        return Finding(about="clock", verdict="not looked at", seen=f"{settings.api_url} tells no time")
    if apart > LARGEST_SKEW_SECONDS + 1:  # Date has whole seconds
        seen = f"{apart:.0f} s apart from Twilio's"
        return Finding(about="clock", verdict="wrong", seen=seen, cure="Let chrony or ntpd set the clock.")
    return Finding(about="clock", verdict="right", seen="agrees with Twilio's")


def port_is_ours_or_free(settings: Settings) -> Finding:
    with socket.socket() as probe:
        probe.settimeout(PATIENCE_SECONDS)
        taken = probe.connect_ex(("127.0.0.1", settings.port)) == 0
    if not taken:
        return Finding(about="port", verdict="right", seen=f"{settings.port} is free: `sahip web` does not run")
    if _is_sahip(f"http://127.0.0.1:{settings.port}"):
        return Finding(about="port", verdict="right", seen=f"`sahip web` runs on {settings.port}")
    cure = "Stop that program, or set PORT to another number."
    return Finding(about="port", verdict="wrong", seen=f"another program listens on {settings.port}", cure=cure)


def public_url_leads_here(settings: Settings) -> Finding:
    """Twilio's way in, tried with a request signed as Twilio signs."""
    if not _is_sahip(f"http://127.0.0.1:{settings.port}"):
        return Finding(about="public URL", verdict="not looked at", seen="`sahip web` does not run on this machine")
    address = settings.public_url + SIGNED_PROBE
    form = {"AccountSid": settings.account_sid, "CallSid": "CA" + "0" * 32}
    headers = {"X-Twilio-Signature": sign(address, form, settings.auth_tokens[0])}
    try:
        answer = requests.post(address, data=form, headers=headers, timeout=PATIENCE_SECONDS, allow_redirects=False)
    except requests.RequestException as trouble:
        cure = "Point SAHIP_PUBLIC_URL, its name and the proxy at this machine."
        return Finding(about="public URL", verdict="wrong", seen=f"no answer ({type(trouble).__name__})", cure=cure)
    if answer.status_code == requests.codes.ok and "<Response" in answer.text:
        return Finding(about="public URL", verdict="right", seen="a signed request comes in and is answered")
    cure = "Let the proxy pass path and query unchanged to this machine; the signature covers them."
    return Finding(about="public URL", verdict="wrong", seen=f"answered {answer.status_code}", cure=cure)


def _is_sahip(address: str) -> bool:
    try:
        return requests.get(f"{address}/healthz", timeout=PATIENCE_SECONDS).ok
    except requests.RequestException:
        return False
