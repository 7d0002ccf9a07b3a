"""What keeps calls from being answered: looked for one by one, each with its cure."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import requests
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from callbacks.centre_files import CentreFiles
from callbacks.dialler.calling_stop import newest_stop
from callbacks.dialler.message_budget import not_sent_lately
from callbacks.membership import lines_on
from cases.civil_day import ZONE, civil_day
from cases.voucher import is_made_with, vouchers_out
from engine.calls_allowed import calls_allowed, doubts_about_calls, in_a_row
from engine.centre import CentreInvalid
from engine.centre_in_force import centre_here_in_force, files_that_differ
from engine.demo_clock import clock_of
from engine.doctor_finding import Finding, found
from engine.errors import EmbeddedValkeyDoesNotStart
from engine.settings import Settings
from engine.settings_shown import unread_names
from engine.stores import database_of, redis_of
from escalations.duty import next_duty
from escalations.rota import RANKS_OF_LEVEL, Rota, asked_in_turn
from ivr.publishing.shelf import FlowShelf
from records.centre_file_version import numbers_in_force
from records.database import reading
from records.errors import RecordsUnavailable
from records.migrations import upgrade
from records.schema import is_at_head
from routing.membership import MOST_LINES
from routing.skills import is_written_down, skill_names, written_down
from staff.agent import agents
from staff.briefing import briefings
from staff.certificate import certificate_names
from telephony.signature import sign

LARGEST_SKEW_SECONDS = 2.0
"""More, and deadlines of two machines disagree by more than a ring."""
PATIENCE_SECONDS = 5.0
SHORTEST_SECRET = 32
"""Characters of SAHIP_SECRET_KEY: fewer can be tried out."""
MOST_VOUCHERS: Final = 1_000
"""The newest that are looked at: enough to know whose key it is."""
LEAD: Final = 2
"""The step of the ladder on which leads are asked, and managers after them."""
SIGNED_PROBE = "/voice/fallback"
"""Answers every signed request, changes nothing."""


def examine(settings: Settings) -> list[Finding]:
    """Every check, in the order in which one depends on another."""
    checks: list[Callable[[Settings], Finding]] = [
        names_are_read,
        secret_is_long,
        database_is_ready,
        files_are_what_is_published,
        secret_is_the_one_vouchers_were_made_with,
        redis_keeps_everything,
        clock_agrees,
        port_is_ours_or_free,
        public_url_leads_here,
        skills_asked_for_are_there,
        somebody_is_on_duty,
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
        return found("settings", "doubtful", "names_unread", names=", ".join(unread))
    return found("settings", "right", "names_read", mode=settings.mode)


def secret_is_long(settings: Settings) -> Finding:
    if settings.mode == "production" and len(settings.secret_key.get_secret_value()) < SHORTEST_SECRET:
        return found("secret_key", "doubtful", "secret_short", shortest=SHORTEST_SECRET)
    return found("secret_key", "right", "secret_set")


def secret_is_the_one_vouchers_were_made_with(settings: Settings) -> Finding:
    """Codes of vouchers, secrets of subscribers and signatures are computed from it: with another key none holds."""
    secret = settings.secret_key.get_secret_value().encode()
    try:
        with reading(database_of(settings)) as session:
            out = vouchers_out(session, clock_of(settings)(), limit=MOST_VOUCHERS)
    except (RecordsUnavailable, SQLAlchemyError):
        return found("secret_key", "not looked at", "not_read")
    if lost := sum(not is_made_with(secret, one) for one in out):
        return found("secret_key", "wrong", "secret_other", lost=lost, out=len(out))
    return found("secret_key", "right", "secret_same", out=len(out))


def database_is_ready(settings: Settings) -> Finding:
    try:
        at_head = is_at_head(database_of(settings))
    except RecordsUnavailable as trouble:
        return found("database", "wrong", "database_unreachable", why=str(trouble).splitlines()[0])
    return found("database", "right", "database_ready") if at_head else found("database", "wrong", "database_old")


def files_are_what_is_published(settings: Settings) -> Finding:
    """A file of the folder that was published and says something else counts no more: whoever edits it should know."""
    try:
        database = database_of(settings)
        centre_here_in_force(settings)
        differing = files_that_differ(CentreFiles(folder=settings.centre), database)
        with reading(database) as session:
            published = numbers_in_force(session)
    except CentreInvalid as invalid:
        return found("rules", "wrong", "rules_unreadable", why=invalid.problems[0])
    except (RecordsUnavailable, SQLAlchemyError):
        return found("rules", "not looked at", "not_read")
    if differing:
        told = ", ".join(f"{one.file}.yaml (v{one.number}, {one.author})" for one in differing)
        return found("rules", "doubtful", "rules_differ", files=told)
    if published:
        told = ", ".join(f"{name}.yaml v{number}" for name, number in sorted(published.items()))
        return found("rules", "right", "rules_published", files=told)
    return found("rules", "right", "rules_lie")


def skills_asked_for_are_there(settings: Settings) -> Finding:
    """A ring that asks for a certificate nobody has is empty, and nobody notices."""
    try:
        policy = centre_here_in_force(settings).policy
        with reading(database_of(settings)) as session:
            there = written_down(certificate_names(session), [each.name for each in briefings(session)])
    except (CentreInvalid, RecordsUnavailable, SQLAlchemyError):
        return found("skills", "not looked at", "not_read")
    asked = {name for queue in policy.queues.values() for ring in queue.rings for name in skill_names(ring.skills)}
    if nobodys := sorted(name for name in asked - there if is_written_down(name)):
        return found("skills", "doubtful", "skills_nobodys", names=", ".join(nobodys))
    return found("skills", "right", "skills_there")


def somebody_is_on_duty(settings: Settings) -> Finding:
    """Whoever asks for a manager while nobody is on duty is put off to a call."""
    try:
        centre, now = centre_here_in_force(settings), clock_of(settings)()
        rota = Rota(rules=centre.escalations.rota, depth=centre.policy.stand_in_depth)
        with reading(database_of(settings)) as session:
            asked = asked_in_turn(session, rota, now, level=LEAD)
            following = next_duty(session, RANKS_OF_LEVEL[LEAD], now)
    except (CentreInvalid, RecordsUnavailable, SQLAlchemyError):
        return found("rota", "not looked at", "not_read")
    if asked:
        key = "rota_by_role" if asked[0].why == "role" else "rota_there"
        return found("rota", "right", key, who=", ".join(one.agent_id for one in asked))
    at = f"{following.astimezone(ZONE):%d.%m. %H:%M}" if following else "–"
    return found("rota", "doubtful", "rota_nobody", queue=centre.escalations.queue, at=at)


def agents_have_few_lines(settings: Settings) -> Finding:
    try:
        centre, database = centre_here_in_force(settings), database_of(settings)
        asked = FlowShelf(centre.flows, database, lambda: datetime.now(UTC)).newest().narrowings
        with reading(database) as session:
            lines = lines_on(session, agents(session), day=civil_day(datetime.now(UTC)), policy=centre.policy,
                             narrowings=asked)  # fmt: skip
    except (CentreInvalid, RecordsUnavailable, SQLAlchemyError):
        return found("lines", "not looked at", "not_read")
    if many := sorted((agent for agent in lines if len(lines[agent]) > MOST_LINES), key=lambda one: -len(lines[one])):
        return found("lines", "doubtful", "lines_many", agents=len(many), most=MOST_LINES, worst=many[0],
                     lines=len(lines[many[0]]))  # fmt: skip
    return found("lines", "right", "lines_few", most=max(map(len, lines.values()), default=0))


def channels_have_senders(settings: Settings) -> Finding:
    """A channel that is in use and has nothing to send with refuses every message on it."""
    try:
        channels = centre_here_in_force(settings).care.follow_ups.channels
    except CentreInvalid:
        return found("messages", "not looked at", "channels_unread")
    if "email" in channels and settings.post_office is None:
        return found("messages", "doubtful", "channels_no_sender")
    return found("messages", "right", "channels_sent", channels=", ".join(channels))


def calls_are_bounded(settings: Settings) -> Finding:
    """Whoever asks for a callback chooses the number we call: what the rules allow is what somebody may make us do."""
    try:
        centre = centre_here_in_force(settings)
        with reading(database_of(settings)) as session:
            stop = newest_stop(session)
    except (CentreInvalid, RecordsUnavailable, SQLAlchemyError):
        return found("calls", "not looked at", "not_read")
    if stop is not None and stop.ended_at is None:
        until = f"{stop.until.astimezone(centre.calendars.zone):%H:%M}"
        return found("calls", "doubtful", "calls_stopped", until=until, calls=stop.calls, answered=stop.answered)
    allowed, doubts = calls_allowed(centre.policy, centre.dialler), doubts_about_calls(centre.policy, centre.dialler)
    if doubted := list(doubts):
        return found("calls", "doubtful", "calls_doubtful", allowed=allowed, doubts=in_a_row(" ", doubted))
    return found("calls", "right", "calls_allowed", allowed=allowed)


def messages_leave(settings: Settings) -> Finding:
    """What was not sent because its number, or the neighbours of it, were written to often enough."""
    try:
        with reading(database_of(settings)) as session:
            over = not_sent_lately(session, clock_of(settings)())
    except (RecordsUnavailable, SQLAlchemyError):
        return found("messages", "not looked at", "messages_unread")
    if over.messages:
        return found("messages", "doubtful", "messages_over", messages=over.messages, numbers=over.numbers)
    return found("messages", "right", "messages_leave")


def redis_keeps_everything(settings: Settings) -> Finding:
    try:
        with redis_of(settings) as address:
            return _durability(Redis.from_url(address, decode_responses=True, socket_timeout=PATIENCE_SECONDS))
    except (RedisError, EmbeddedValkeyDoesNotStart) as trouble:
        return found("redis", "wrong", "redis_unreachable", why=str(trouble))


def _durability(redis: Redis) -> Finding:
    memory, persistence = redis.info("memory"), redis.info("persistence")
    if memory["maxmemory_policy"] != "noeviction":
        return found("redis", "wrong", "redis_evicts", policy=memory["maxmemory_policy"])
    return (
        found("redis", "right", "redis_keeps")
        if int(persistence["aof_enabled"])
        else found("redis", "doubtful", "redis_forgets")
    )


def clock_agrees(settings: Settings) -> Finding:
    """Against the Date of whoever speaks Twilio's REST API to us: certainly another clock in production."""
    try:
        answer = requests.head(settings.api_url, timeout=PATIENCE_SECONDS, allow_redirects=False)
        apart = abs((datetime.now(UTC) - parsedate_to_datetime(answer.headers["Date"])).total_seconds())
    except (requests.RequestException, KeyError, ValueError, TypeError):
        return found("clock", "not looked at", "clock_untold", address=settings.api_url)
    if apart > LARGEST_SKEW_SECONDS + 1:  # Date has whole seconds
        return found("clock", "wrong", "clock_apart", seconds=f"{apart:.0f}")
    return found("clock", "right", "clock_agrees")


def port_is_ours_or_free(settings: Settings) -> Finding:
    with socket.socket() as probe:
        probe.settimeout(PATIENCE_SECONDS)
        taken = probe.connect_ex(("127.0.0.1", settings.port)) == 0
    if not taken:
        return found("port", "right", "port_free", port=settings.port)
    if _is_sahip(f"http://127.0.0.1:{settings.port}"):
        return found("port", "right", "port_ours", port=settings.port)
    return found("port", "wrong", "port_taken", port=settings.port)


def public_url_leads_here(settings: Settings) -> Finding:
    """Twilio's way in, tried with a request signed as Twilio signs."""
    if not _is_sahip(f"http://127.0.0.1:{settings.port}"):
        return found("public_url", "not looked at", "url_no_web")
    address = settings.public_url + SIGNED_PROBE
    form = {"AccountSid": settings.account_sid, "CallSid": "CA" + "0" * 32}
    headers = {"X-Twilio-Signature": sign(address, form, settings.auth_tokens[0])}
    try:
        answer = requests.post(address, data=form, headers=headers, timeout=PATIENCE_SECONDS, allow_redirects=False)
    except requests.RequestException as trouble:
        return found("public_url", "wrong", "url_silent", why=type(trouble).__name__)
    if answer.status_code == requests.codes.ok and "<Response" in answer.text:
        return found("public_url", "right", "url_leads")
    return found("public_url", "wrong", "url_refused", status=answer.status_code)


def _is_sahip(address: str) -> bool:
    try:
        return requests.get(f"{address}/healthz", timeout=PATIENCE_SECONDS).ok
    except requests.RequestException:
        return False
