"""How each line of the Procfile starts and ends.

The web server is granian, which speaks WSGI to `engine.wsgi:app`; `gunicorn -k gthread -w 2 --threads 4 wsgi:app`
serves the same (tried by hand; the tests run granian). What granian 2.8 tells an application about a request, found
by asking it:

- There is no RAW_URI or REQUEST_URI. PATH_INFO is the path with percent-escapes already undone, one character for
  each byte (latin-1, as WSGI says); `%2F` and `/` are one, and raw UTF-8 and its escapes are one.
- QUERY_STRING is what was sent, escapes, order, empty fields and invalid escapes included; `?` without anything after
  it is lost, and so is a fragment. Raw bytes that are not UTF-8 are answered 400 before any code of ours.
- So the address Twilio signed is had back as public URL + quote(PATH_INFO) + `?` + QUERY_STRING exactly as long as
  paths we hand out are made of unreserved characters, without a trailing `?`. Anything else belongs into the query.
- The environ starts from the process's environment: credentials stand beside the headers (never print it), and an
  environment variable named HTTP_PROXY looks like a header `Proxy` that somebody sent.
"""

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from engine.embedded_valkey import redis_url_in_use
from engine.orphan import outlive_no_parent
from engine.settings import Settings
from engine.standing import stay
from engine.stop_signal import Alarm, StopSignal
from engine.supervisor import Role, Supervisor, stopped_by_signals

WEB_WORKERS = 2
WEB_THREADS = 4
"""Per worker. Measured: 2.5 to 3 times gunicorn's throughput on two cores."""
LIVE_STREAMS = 256
"""Threads of the live process, one for each open desk or wallboard."""
AFTER_THE_TELEPHONE = 5
"""How much nicer the live process is than those that answer callers: a page may wait, a caller hears silence."""
WORKERS = {"ring": 2, "legs": 1, "rooms": 2, "callbacks": 1, "messages": 1, "dips": 2}
"""RQ queues and how many processes serve each. One queue for each process: with two, RQ loses the job of a dead one."""
STOPS = (signal.SIGTERM, signal.SIGINT)
GRACE_SECONDS = 20
"""A webhook under way is finished first: Twilio waits 15 s for it."""
ORPHAN_SECONDS = 5
"""A worker whose server was killed holds the port that the next server wants; answers take less."""


def see_that_it_can_run(settings: Settings) -> None:
    """What would stop every child alike stops the parent, once, before there is any child.

    Raises CentreInvalid, SettingsRefused, SchemaOutdated.
    """
    from engine.centre import CentreInvalid
    from engine.centre_in_force import centre_here_in_force
    from engine.errors import SettingsRefused
    from engine.policy_file import no_number_is_shown
    from engine.stores import see_to_schema

    centre = centre_here_in_force(settings)
    if not (settings.caller_id or centre.policy.caller_ids):
        raise CentreInvalid([no_number_is_shown(settings.centre / "policy.yaml")])
    if missing := centre.hosts.missing(os.environ):
        name, host = missing[0]
        raise SettingsRefused(f"Set {name}: {settings.centre / 'dips.yaml'} names it for {host}.")
    if names := centre.connections.missing(os.environ):
        raise SettingsRefused(f"Set {names[0]}: {settings.centre / 'connections.yaml'} names it for the CRM.")
    if names := centre.alerts.missing(os.environ):
        raise SettingsRefused(f"Set {names[0]}: {settings.centre / 'alerts.yaml'} names it for alerts.")
    see_to_schema(settings)


def serve_web(settings: Settings) -> None:
    """Webhooks, pages and the API, until SIGTERM."""
    see_that_it_can_run(settings)
    importlib.import_module("engine.web")  # granian forks: what is read here is read once, also for who comes later
    serve("engine.wsgi:app", host=settings.host, port=settings.port, workers=WEB_WORKERS, threads=WEB_THREADS)


def serve_live(settings: Settings) -> None:
    """Server-sent events and the pages that listen to them, apart from `web`, which goes first where time is short."""
    see_that_it_can_run(settings)
    os.nice(AFTER_THE_TELEPHONE)
    serve("engine.wsgi:live", host=settings.host, port=settings.live_port, workers=1, threads=LIVE_STREAMS)


def work(settings: Settings, queue: str) -> None:
    """Carry out the jobs of one queue, until SIGTERM; the job at hand is finished first."""
    see_that_it_can_run(settings)
    carry_out_jobs(settings, queue)


def carry_out_jobs(settings: Settings, queue: str) -> None:
    """The same where somebody has seen that it can run."""
    from callbacks.worker import worker
    from engine.board import board_from, worker_client

    redis_url = redis_url_in_use(settings)
    board = board_from(settings, redis_url)
    waiting = worker(board, queue, worker_client(redis_url))
    stay()
    board.files.keep_looking()
    waiting.work(logging_level="WARNING")


def work_on_all_queues(settings: Settings) -> None:
    """One child for each queue and seat: forks of us, who have read all they need."""
    see_that_it_can_run(settings)
    for everything in ("callbacks.worker", "engine.board"):
        importlib.import_module(everything)
    stay()
    seats = [(queue, seat) for queue, seats in WORKERS.items() for seat in range(1, seats + 1)]
    run_together([
        Role(name=f"{queue} {seat}", act=partial(carry_out_jobs, settings, queue)) for queue, seat in seats
    ])  # fmt: skip


def keep_time(settings: Settings) -> None:
    """Deadlines, the journal's writer and reconciliation, until SIGTERM."""
    from callbacks.clock import keep_time as keep
    from engine.alarming import alarming
    from engine.board import board_from

    see_that_it_can_run(settings)
    stop = StopSignal()
    stop.on_signals()
    board = alarming(settings, board_from(settings, redis_url_in_use(settings)))
    stay()
    board.files.keep_looking()
    keep(board, stop, holder=f"{os.uname().nodename}:{os.getpid()}")


def run_together(roles: Sequence[Role], *, named: bool = False) -> None:
    """Run several processes as one until SIGTERM or Ctrl-C; `named` puts each one's name before its lines."""
    supervisor = Supervisor(roles, output=sys.stdout if named else None)
    with stopped_by_signals(supervisor):
        supervisor.run()


def our_role(name: str, *arguments: str) -> Role:
    """A process of this same installation, whatever is on PATH or in the current folder."""
    return Role(name=name, command=[sys.executable, "-P", "-m", "engine.cli", *arguments])


def serve(target: str, *, host: str, port: int, workers: int, threads: int) -> None:
    """Serve one WSGI application, `module:name`, until SIGTERM; a worker that dies is started again."""
    from granian import Granian
    from granian.constants import Interfaces

    os.register_at_fork(before=_hold_signals, after_in_parent=_let_signals_through, after_in_child=_hear_signals)
    server = Granian(
        target=target,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        log_access=False,
    )
    # Its own is an event: set by a signal's handler, in the thread that waits for it, it may wait for itself.
    server.main_loop_interrupt = Alarm()  # type: ignore[assignment]
    server.serve(target_loader=load_application)


def load_application(target: str) -> Any:
    """In a fresh web worker: the application at `module:name`. The worker ends with the server, however that ends."""
    outlive_no_parent(grace=ORPHAN_SECONDS)
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def _hold_signals() -> None:
    """One that comes while a worker is being made waits until whoever it is for can hear it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


def _let_signals_through() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def _hear_signals() -> None:
    """A forked worker has the server's handlers until granian sets its own: meanwhile it would not hear a signal."""
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    _let_signals_through()
