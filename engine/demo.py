"""The demo: everything on this machine, a centre with people in it, and a first call to listen to."""

import os
import secrets
import shutil
import socket
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import requests
from sqlalchemy import Engine

from cases.follow_up_rules import FollowUps, approved_text
from console.api_key import make_key
from engine.centre_in_force import centre_here_in_force
from engine.demo_accounts import everybody_may_sign_in
from engine.demo_cases import work_on_the_demos_cases
from engine.demo_clock import clock_of, leaps_file
from engine.demo_correspondence import open_correspondence
from engine.demo_escalations import went_further_up_before
from engine.demo_goodwill import give_in_the_demo
from engine.demo_life.regulars import regulars_have_cases
from engine.demo_people import people_are_looked_after
from engine.demo_promises import promise_in_the_demo
from engine.demo_register import open_register
from engine.demo_settings import demo_as_environment, demo_file, remember_demo
from engine.demo_telephone import telephones_rang_before
from engine.demo_weeks import open_the_demos_cases
from engine.errors import DemoDoesNotStart
from engine.first_release import see_to_first_release
from engine.http_stage import HttpStage
from engine.importing import bring_in
from engine.settings import Settings
from engine.shipped import shipped
from engine.stores import database_of, redis_of
from engine.supervisor import Role, Supervisor
from records.database import writing
from records.migrations import upgrade

START_SECONDS = 120
LISTS = ("agents", "customers")
OURS = ("web", "live", "worker", "clock")


@contextmanager
def demo_running(settings: Settings, *, quiet: bool) -> Iterator[HttpStage]:
    """The whole house running, for as long as the block lasts. Raises DemoDoesNotStart with what stands in the way."""
    _folder_is_the_demos(settings)
    for port in (settings.port, settings.live_port, settings.simulator_port):
        _port_is_free(port)
    key = prepare(settings)
    with redis_of(settings), _processes(settings, quiet=quiet):
        _wait_until_ready(settings)
        _connect_numbers(settings)
        yield stage_of(settings, key)


def prepare(settings: Settings) -> str:
    """Schema, demo centre and a key for the demo's own use; done again it changes nothing. Returns the key."""
    database = database_of(settings)
    remember_demo(settings)
    upgrade(settings.database_url)
    for what in LISTS:
        bring_in(settings, what, settings.centre / "demo" / f"{what}.csv", dry_run=False)
    centre = centre_here_in_force(settings)
    with writing(database) as session:
        secret, now = settings.secret_key.get_secret_value().encode(), clock_of(settings)()
        open_the_demos_cases(session, settings.centre / "demo" / "cases.csv", now=now)
        open_register(session, settings.centre / "demo", secret=secret, now=now)
        give_in_the_demo(session, centre.care.goodwill, now)
        people_are_looked_after(session, now)
        open_correspondence(session, centre.care, now=now)
        work_on_the_demos_cases(session, now)
        promise_in_the_demo(session, centre.care.visits, now)
        telephones_rang_before(session, now)
        went_further_up_before(session, now)
        regulars_have_cases(session, now, lambda: uuid.uuid4().hex)
        everybody_may_sign_in(session, now)
    see_to_first_release(database, centre, clock_of(settings)())
    return _demo_key(settings, database)


def stage_of(settings: Settings, key: str) -> HttpStage:
    return HttpStage(settings.public_url, key, simulator_url(settings), now=clock_of(settings))


def simulator_url(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.simulator_port}"


def key_of_running_demo(settings: Settings) -> str:
    """The key the running demo keeps in its folder. Raises DemoDoesNotStart when there is none."""
    try:
        return _key_file(settings).read_text().strip()
    except OSError:
        raise DemoDoesNotStart(f"No demo has been started in {settings.var}: run `sahip demo` first.") from None


def forget_everything(settings: Settings) -> None:
    """Begin anew. Raises DemoDoesNotStart for a folder in which no demo has been: its data may be somebody's."""
    if not settings.var.exists():
        return
    if not _was_a_demo(settings):
        raise DemoDoesNotStart(f"{settings.var} was not made by a demo and is left alone: empty it yourself.")
    shutil.rmtree(settings.var)


def _folder_is_the_demos(settings: Settings) -> None:
    """A folder with the data of a real centre is not for the demo's people."""
    taken = [name for name in ("sahip.sqlite", "valkey") if (settings.var / name).exists()]
    if taken and not _was_a_demo(settings):
        raise DemoDoesNotStart(
            f"{settings.var} holds data that no demo made ({', '.join(taken)}): set SAHIP_VAR to another folder."
        )


def _was_a_demo(settings: Settings) -> bool:
    return _key_file(settings).exists() or demo_file(settings.var).exists()


def _demo_key(settings: Settings, database: Engine) -> str:
    file = _key_file(settings)
    if file.exists():
        return file.read_text().strip()
    with writing(database) as session:
        key = make_key(
            session,
            id=uuid.uuid4().hex,
            secret=secrets.token_urlsafe(24),
            name="demo",
            role="admin",
            now=datetime.now(UTC),
        )
    file.touch(mode=0o600)
    file.write_text(key)
    return key


def _key_file(settings: Settings) -> Path:
    return settings.var / "demo.key"


@contextmanager
def _processes(settings: Settings, *, quiet: bool) -> Iterator[None]:
    log = (settings.var / "demo.log").open("w", encoding="utf-8") if quiet else None
    supervisor = Supervisor(_roles(settings), output=log or sys.stdout)
    thread = Thread(target=supervisor.run, name="supervisor")
    thread.start()
    try:
        yield
    finally:
        supervisor.stop()
        thread.join()
        if log:
            log.close()


def _roles(settings: Settings) -> list[Role]:
    python, sources = [sys.executable, "-P", "-m"], {"PYTHONPATH": _sources()}
    simulator = [*python, "simulator", "--port", str(settings.simulator_port), "--account-sid", settings.account_sid]
    simulator += ["--leaps", str(leaps_file(settings))]
    simulator += [part for page in _pages(settings) for part in ("--guest", page)]
    token = {"SIMULATOR_AUTH_TOKEN": settings.auth_tokens[0]}
    for sid, secret in settings.api_keys:
        simulator += ["--api-key-sid", sid]
        token["SIMULATOR_API_KEY_SECRET"] = secret
    ours = sources | demo_as_environment(settings)
    return [
        Role(name="simulator", command=simulator, environment=sources | token),
        *(Role(name=name, command=[*python, "engine.demo_role", name], environment=ours) for name in OURS),
    ]


def _pages(settings: Settings) -> tuple[str, ...]:
    """The origins of our own pages, whose browser phones the simulator connects: people type localhost too."""
    public = urlsplit(settings.public_url)
    return (f"{public.scheme}://{public.netloc}", f"http://localhost:{settings.port}")


def _sources() -> str:
    """Where our packages are, so that children find them from whatever folder we were started in."""
    return os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DemoDoesNotStart(
                f"Port {port} is in use: stop what uses it, or set another PORT (PORT+1 and PORT+10 are taken too)."
            ) from None


def _wait_until_ready(settings: Settings) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    waiting = {f"{settings.public_url}/readyz", f"{simulator_url(settings)}/_sim/state"}
    while waiting:
        waiting = {address for address in waiting if not _answers(address)}
        if waiting and time.monotonic() > give_up_at:
            raise DemoDoesNotStart(f"No answer from {', '.join(sorted(waiting))}; see {settings.var / 'demo.log'}.")
        time.sleep(0.1 if waiting else 0)


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=2).status_code == 200
    except requests.RequestException:
        return False


def _connect_numbers(settings: Settings) -> None:
    """The demo's numbers lead to our webhooks, as `sahip twilio connect` does it for a real one."""
    centre = centre_here_in_force(settings)
    first = settings.caller_id or centre.policy.centre_number
    voice = f"{settings.public_url}/voice"
    for number in dict.fromkeys((first, *centre.flow_of_number)):
        told = {"number": number, "voice_url": f"{voice}/inbound", "status_callback": f"{voice}/status",
                "fallback_url": f"{voice}/fallback", "sms_url": f"{settings.public_url}/messages/inbound"}  # fmt: skip
        requests.post(f"{simulator_url(settings)}/_sim/numbers", json=told, timeout=5).raise_for_status()
    desk = {"friendly_name": "desk", "sid": settings.twiml_app_sid or "", "voice_url": f"{voice}/desk",
            "status_callback": f"{voice}/status"}  # fmt: skip
    requests.post(f"{simulator_url(settings)}/_sim/applications", json=desk, timeout=5).raise_for_status()
    for template in whatsapp_templates(centre.care.follow_ups):
        requests.post(f"{simulator_url(settings)}/_sim/templates", json=template, timeout=5).raise_for_status()


def whatsapp_templates(rules: FollowUps) -> list[dict[str, str]]:
    """The templates the centre's file names, as WhatsApp would have approved them: with numbers for our arguments."""
    return [
        {"sid": sid, "text": approved_text(template, language)}
        for template in rules.templates.values()
        for language, sid in template.contents.items()
    ]


def first_call() -> Path:
    return shipped("examples") / "01-returning-caller.yaml"
