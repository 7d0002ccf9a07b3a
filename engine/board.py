"""The assembly: the only file that names concrete classes. Everything below is handed its collaborators."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from secrets import token_hex
from typing import Any

import requests
from redis import Redis
from sqlalchemy import Engine

import engine.tables  # noqa: F401  who forgets people must know every table
from callbacks.centre_files import CentreFiles
from callbacks.clock import believe_in_the_present
from callbacks.crm.line import CrmLine
from callbacks.crm.shelf import CrmShelf
from callbacks.dips.dips import Dips
from callbacks.dips.fetching import Fetching
from callbacks.dips.shelf import DipShelf
from callbacks.jobs import rq_jobs
from callbacks.outside.exchange import Exchange
from callbacks.outside.outside import Outside, in_real_time
from callbacks.outside.reach import AnyPublicHost, ThisMachineOnly
from callbacks.traces import Traces
from console.live.changed_rows import tell_of_changes
from engine.centre import Centre
from engine.centre_files import centre_files
from engine.centre_in_force import centre_here_in_force
from engine.demo_clock import clock_of
from engine.rules_in_force import RulesInForce
from engine.settings import Settings
from engine.stores import see_to_schema
from escalations.beyond import ESCALATIONS
from hours.opening_hours import OpeningHours
from ivr.publishing.shelf import FlowShelf
from ivr.voice_board import VoiceBoard
from records.database import BUSY_MS, open_database
from routing.floor import Floor
from routing.floor_client import floor_client
from routing.own_connection import OwnConnections
from telephony.device_token import DeviceTokens
from telephony.pace import Pace
from telephony.signature import SignatureCheck
from telephony.twilio_api import TwilioApi
from telephony.urls import Urls

JOB_CONNECTION_SECONDS = 0.25  # handing a job over must never hold a webhook


def board_from(settings: Settings, redis_url: str, centre: Centre | None = None) -> VoiceBoard:
    """One process's board on the Redis at `redis_url`, given or embedded. Raises SchemaOutdated, CentreInvalid."""
    see_to_schema(settings)
    centre = centre or centre_here_in_force(settings)
    voice = assemble(
        settings,
        centre,
        redis_url=redis_url,
        clock=clock_of(settings),
        new_id=lambda: token_hex(16),
        session=requests.Session(),
    )
    tell_of_changes(voice.database, voice.floor)
    return following(settings, centre, replace(voice, outside=in_real_time(voice.outside)))


def following(settings: Settings, centre: Centre, voice: VoiceBoard) -> VoiceBoard:
    """The same board, which at present has what was published since this centre was read."""

    def parts_of(present: Centre) -> dict[str, Any]:
        voice.floor.keep_times(present.policy.timing)
        voice.twilio.caller_id = _shown_number(settings, present)
        return _of_the_centre(present, voice.database, voice.clock)

    rules = RulesInForce(centre, voice.database, parts_of)
    return replace(voice, files=_files(settings, voice.database, rules))


def assemble(
    settings: Settings,
    centre: Centre,
    *,
    redis_url: str,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    session: requests.Session,
    busy_ms: int = BUSY_MS,
) -> VoiceBoard:
    database = open_database(settings.database_url, busy_ms=busy_ms)
    voice = VoiceBoard(
        site=settings.site,
        clock=clock,
        new_id=new_id,
        database=database,
        twilio=twilio_api(settings, centre, session),
        **_of_the_centre(centre, database, clock),
        **_live_state(settings, centre, redis_url, clock, new_id),
        **_flows_of(centre, database, clock),
        **_voice_of(settings, centre),
        files=_files(settings, database),
    )
    believe_in_the_present(voice)
    return voice


def _of_the_centre(centre: Centre, database: Engine, clock: Callable[[], datetime]) -> dict[str, Any]:
    """What its files say, and what was ordered beside them."""
    return {
        "policy": centre.policy,
        "care": centre.care,
        "dialler": centre.dialler,
        "escalations": centre.escalations,
        "offer_times": centre.escalations.offer_times,
        "hours": OpeningHours(centre.calendars, database, clock),
        "our_numbers": frozenset(centre.flow_of_number),
        "flow_of_number": centre.flow_of_number,
        "draft_numbers": centre.draft_numbers,
        "language_of_number": centre.language_of_number,
        "surroundings": centre.surroundings,
    }


def _files(settings: Settings, database: Engine, rules: RulesInForce | None = None) -> CentreFiles:
    return centre_files(settings.centre, database, rules, number_is_set=settings.caller_id is not None)


def _live_state(
    settings: Settings, centre: Centre, redis_url: str, clock: Callable[[], datetime], new_id: Callable[[], str]
) -> dict[str, Any]:
    """What lives in Redis, and how other systems are spoken with."""
    redis = floor_client(redis_url)
    return {
        "floor": Floor(redis, site=settings.site, new_id=new_id, timing=centre.policy.timing),
        "jobs": rq_jobs(job_client(redis_url), settings.site, clock=clock, new_id=new_id),
        "pace": Pace(redis, settings.site, settings.calls_per_second),
        "dips": _dips(settings, centre, redis),
        "traces": Traces(job_client(redis_url), settings.site),
        "outside": _outside(settings, centre, redis),
    }


def _dips(settings: Settings, centre: Centre, redis: Redis) -> Dips:
    """Questions to other systems, whose credentials stand in the environment under the names the centre gives."""
    fetching = Fetching(hosts=centre.hosts.with_secrets(os.environ))
    return Dips(shelf=DipShelf(redis, settings.site), fetching=fetching)


def _outside(settings: Settings, centre: Centre, redis: Redis) -> Outside:
    """Who hears of events, and the CRM. A demo tells nobody but what runs on the same machine."""
    hosts = ThisMachineOnly() if settings.mode == "demo" else AnyPublicHost(centre.connections.subscribers)
    crm = centre.connections.crm_with_secrets(os.environ)
    shelf = CrmShelf(redis, settings.site, settings.secret_key.get_secret_value().encode())
    return Outside(subscribers=Exchange(hosts=hosts), crm=CrmLine(crm=crm, shelf=shelf) if crm else None)


def _flows_of(centre: Centre, database: Engine, clock: Callable[[], datetime]) -> dict[str, Any]:
    """The flows, and what they ask of agents in the releases that calls may start on."""
    flows = FlowShelf(centre.flows, database, clock)
    return {"flows": flows, "narrowings": lambda: flows.newest().narrowings | flows.draft().narrowings}


def _voice_of(settings: Settings, centre: Centre) -> dict[str, Any]:
    """What the webhooks need above all."""
    return {
        "post_office": settings.post_office,
        "account_sid": settings.account_sid,
        "urls": Urls(public=settings.public_url),
        "devices": device_tokens(settings),
        "secret": settings.secret_key.get_secret_value().encode(),
        "exports": settings.var / "exports",
        "key_safe": settings.key_safe,
        "beyond": ESCALATIONS,
        "phrases": centre.phrases,
        "signatures": SignatureCheck(settings.public_url, settings.auth_tokens),
    }


def twilio_api(settings: Settings, centre: Centre, session: requests.Session) -> TwilioApi:
    username, password = settings.rest_login
    return TwilioApi(
        account_sid=settings.account_sid,
        username=username,
        password=password,
        session=session,
        caller_id=_shown_number(settings, centre),
        base_url=settings.api_url,
        messaging_service=settings.messaging_service,
        whatsapp_sender=settings.whatsapp_sender,
        loopback_only=settings.mode == "demo",
    )


def _shown_number(settings: Settings, centre: Centre) -> str:
    """What people see when we call them."""
    return settings.caller_id or centre.policy.caller_ids[0]


def device_tokens(settings: Settings) -> DeviceTokens | None:
    """Browsers need a key to sign with and an application to call; without them agents are rung by telephone."""
    if not settings.api_keys or settings.twiml_app_sid is None:
        return None
    [(key_sid, secret)] = settings.api_keys
    application = settings.twiml_app_sid
    return DeviceTokens(account_sid=settings.account_sid, key_sid=key_sid, key_secret=secret, application=application)


def job_client(redis_url: str) -> Redis:
    """RQ reads bytes, so it has a connection of its own; as impatient as the floor's."""
    return OwnConnections.from_url(
        redis_url, socket_timeout=JOB_CONNECTION_SECONDS, socket_connect_timeout=JOB_CONNECTION_SECONDS, retry=None
    )


def worker_client(redis_url: str) -> Redis:
    """A worker waits for jobs on a blocking read, so its connection may be silent for long."""
    return Redis.from_url(redis_url, socket_connect_timeout=5, health_check_interval=30)
