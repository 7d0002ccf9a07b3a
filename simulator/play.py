"""`python -m simulator play FILE`: a scripted call against an application that runs on this machine.

Exit status: 0 everything came as the script says, 1 something did not, 2 called wrongly, 3 the file has a mistake.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from simulator.account import Account
from simulator.people.caller import Caller
from simulator.script import Script, ScriptError, load_script, play_script
from simulator.sentences.passing_time import GLANCE_SECONDS
from simulator.server import Server, start_server
from simulator.telling.transcript import transcript
from simulator.telling.transcript_page import transcript_page
from simulator.wire.http_transport import is_loopback

FAILED, REFUSED, UNREADABLE = 1, 2, 3
USUAL_NUMBER = "+15005550006"
LONGEST_SECONDS = 300.0
SETTLES_SECONDS = 1.0


def play_file(arguments: Sequence[str]) -> int:
    wanted = _arguments(arguments)
    try:
        script = load_script(wanted.file)
        if not script.numbers and not wanted.voice_url:
            print("Nobody answers yet: give --voice-url, or `numbers:` in the file.", file=sys.stderr)
            return REFUSED
        return _play(wanted, script)
    except ScriptError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    except OSError as error:
        print(f"{error.filename or wanted.file}: {error.strerror}", file=sys.stderr)
        return REFUSED


def _play(wanted: argparse.Namespace, script: Script) -> int:
    token = os.environ.get("SIMULATOR_AUTH_TOKEN") or Account().auth_token
    account = replace(Account(), sid=wanted.account_sid, auth_token=token)
    server = start_server(wanted.port, account, speed=wanted.speed, seed=script.seed)
    print(f"REST API on {server.url} for account {account.sid}\n", flush=True)
    try:
        callers = _begin(server, script, wanted)
        failures = _watch(server, callers, float(script.more.get("lasts") or LONGEST_SECONDS))
        if wanted.html:
            title = script.more.get("title") or wanted.file.stem
            wanted.html.write_text(transcript_page(server.simulator.trace, str(title)), encoding="utf-8")
    finally:
        server.stop()
    for failure in failures:
        print(f"✗ {failure}", file=sys.stderr)
    return FAILED if failures else 0


def _begin(server: Server, script: Script, wanted: argparse.Namespace) -> list[Caller]:
    if not script.numbers and wanted.voice_url:
        more = {"status_callback": wanted.status_callback} if wanted.status_callback else {}
        server.simulator.own_number(_called(script), wanted.voice_url, **more)
    return play_script(server.simulator, script)


def _called(script: Script) -> str:
    """The number the script's callers dial, if they name one."""
    return next((caller.to for caller in script.callers if caller.to), USUAL_NUMBER)


def _watch(server: Server, callers: list[Caller], longest: float) -> list[str]:
    """Print the transcript as it grows, until everybody is done and what follows has come in. Returns what failed."""
    sim, shown = server.simulator, 0
    end = sim.clock().timestamp() + longest
    settled_at = float("inf")
    while (now := sim.clock().timestamp()) < min(end, settled_at):
        rows = transcript(sim.trace, colour=sys.stdout.isatty()).splitlines()
        print("\n".join(rows[shown:]), end="\n" if rows[shown:] else "", flush=True)
        shown = len(rows)
        if settled_at == float("inf") and all(caller.is_over for caller in callers) and not sim.live_legs():
            settled_at = now + SETTLES_SECONDS
        server.stopped.wait(GLANCE_SECONDS)
    failures = [failure for caller in callers for failure in caller.failures]
    return failures + [f"{one.name} is still on the line after {longest:g} s" for one in callers if not one.is_over]


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator play", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--voice-url", type=_ours, help="asked when the number is called")
    parser.add_argument("--status-callback", type=_ours, help="told about the end of each call")
    parser.add_argument("--port", type=int, default=0, help="of the REST API, for your application's client")
    parser.add_argument("--account-sid", default=Account().sid)
    parser.add_argument("--speed", type=float, default=1.0, help="how many times faster than the wall clock")
    parser.add_argument("--html", type=Path, help="save the transcript as a page, numbers masked")
    return parser.parse_args(arguments)


def _ours(url: str) -> str:
    """A URL on this machine: the simulator reaches no other."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not is_loopback(parts.hostname or ""):
        raise argparse.ArgumentTypeError(f"{url} is not a URL on this machine, such as http://127.0.0.1:5000/voice")
    return url
