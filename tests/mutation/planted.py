"""Bugs planted by hand, each of which the floor's state machine, its interleavings or a storm must find.

    python -m tests.mutation.planted [--only TEXT]

A mutant that a plain test kills shows that somebody thought of the case. These show that the tests which think of no
case in particular find what nobody thought of: plain tests are not asked.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.mutation.run import ROOT

FINDERS: Final = {
    "machine": ("tests/routing/test_floor_machine.py",),
    "interleavings": ("tests/routing/test_interleavings.py", "tests/routing/test_flow_interleavings.py"),
    "storm": ("tests/storm/test_storm.py",),
}
"""In the order they are asked: the quickest first."""


@dataclass(frozen=True, kw_only=True)
class Bug:
    what: str
    file: str
    before: str
    after: str

    def text(self, root: Path) -> str:
        """The file with the bug in it."""
        whole = (root / self.file).read_text(encoding="utf-8")
        if whole.count(self.before) != 1:
            raise ValueError(f"{self.what}: {self.file} has this {whole.count(self.before)} times: {self.before}")
        return whole.replace(self.before, self.after)


BUGS: Final = (
    Bug(
        what="an agent's leg whose request was answered with 500 is asked for again",
        file="callbacks/placing.py",
        before="    except TryLater as later:\n",
        after="    except (TryLater, OutcomeUnknown) as later:\n        later = TryLater(retry_after=1)\n",
    ),
    Bug(
        what="the next offer is not rung",
        file="routing/moving.py",
        before="    board.jobs.ring(moves.offers)\n",
        after="",
    ),
    Bug(
        what="a phone that rings in vain is not told to stop",
        file="routing/moving.py",
        before="    board.jobs.cancel(moves.cancels)\n",
        after="",
    ),
    Bug(
        what="callers are served in the order they came, not in that of their places",
        file="routing/lua/words/calls.lua",
        before="local score, first = facts.place - facts.boost, ARGV[2]",
        after="local score, first = now, ARGV[2]",
    ),
    Bug(
        what="a refusal is forgotten",
        file="routing/lua/words/calls.lua",
        before='  put(call, "refusals", "1")\n',
        after="",
    ),
    Bug(
        what="a pause never ends",
        file="routing/lua/words/agents.lua",
        before='  set_deadline("pause", agent.id, now + ms)\n',
        after="",
    ),
    Bug(
        what="a wrap-up never ends",
        file="routing/lua/words/endings.lua",
        before='    set_deadline("wrap", agent.id, now + ms)\n',
        after="",
    ),
    Bug(
        what="who paused is hoped for",
        file="routing/lua/words/agents.lua",
        before='local present = agent.presence == "ready" and agent.pause_until == "0"\n',
        after='local present = agent.presence == "ready"\n',
    ),
    Bug(
        what="the caller whose agent did not answer is put nowhere",
        file="routing/lua/offer_fails.lua",
        before="back_to_waiting(call)\n",
        after="",
    ),
    Bug(
        what="the caller whose agent went away is put nowhere",
        file="routing/lua/words/endings.lua",
        before="  back_to_waiting(load_call(reservation.call))\n",
        after="",
    ),
    Bug(
        what="a free agent takes nobody",
        file="routing/lua/words/endings.lua",
        before="  if agent then settle(agent) end\n",
        after="  if agent then announce(agent) end\n",
    ),
    Bug(
        what="a caller who is offered still stands in line",
        file="routing/lua/words/matching.lua",
        before="  if call.in_lines then leave_lines(call) end\n",
        after="",
    ),
    Bug(
        what="of an agent's lines only the first is looked at",
        file="routing/lua/words/matching.lua",
        before="      if not best or head.score < best.score then best = head end\n",
        after="      if not best then best = head end\n",
    ),
    Bug(
        what="a step opens before its time",
        file="routing/lua/words/calls.lua",
        before="      if somebody_may_come(call) then break end\n",
        after="      if call.opened > 0 and somebody_may_come(call) and call.opened > 1 then break end\n",
    ),
    Bug(
        what="nobody looks whether the caller came into the room",
        file="routing/lua/words/endings.lua",
        before='  set_deadline("bring", reservation.call, now + bring_ms)\n',
        after="",
    ),
    Bug(
        what="a caller who comes back from a menu stands at the end",
        file="routing/lua/caller_returns.lua",
        before="replan(call)\n",
        after='replan(call)\nput(call, "score", ARGV[2])\n',
    ),
    Bug(
        what="who rings in before we called stands at the end",
        file="routing/lua/caller_rings_in.lua",
        before="facts.place = callback.place\n",
        after="facts.place = now\n",
    ),
    Bug(
        what="the agent of a callback whose customer rang in has the callback still",
        file="routing/lua/caller_rings_in.lua",
        before='  bind(agent, call.id, reservation.id, "0", call.name)\n',
        after="",
    ),
    Bug(
        what="nobody looks whether who rang in comes into the room of the agent who was to call them",
        file="routing/lua/caller_rings_in.lua",
        before='    set_deadline("bring", call.id, now + bring_ms)\n',
        after="",
    ),
    Bug(
        what="a callback whose customer rang in still stands in line",
        file="routing/lua/caller_rings_in.lua",
        before="if callback.in_lines then leave_lines(callback) end\n",
        after="",
    ),
    Bug(
        what="a stored answer is not looked at",
        file="routing/lua/words/door.lua",
        before='  return op ~= "" and redis.call("GET", root .. ":op:" .. op) or nil\n',
        after="  return nil\n",
    ),
    Bug(
        what="a lease that ran out changes nothing",
        file="routing/lua/presence_expires.lua",
        before='  change_presence(agent, "not_ready", "lost_contact")\n',
        after="",
    ),
    Bug(
        what="the agent's leg that ended before a key leaves the offer open",
        file="routing/leaving.py",
        before="    if reservation.state in OPEN:\n",
        after="    if reservation.state in ():\n",
    ),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.planted")
    parser.add_argument("--only", default="", help="bugs whose description contains this")
    wanted = parser.parse_args()
    not_found = 0
    for bug in BUGS:
        if wanted.only in bug.what:
            finder = found_by(bug)
            not_found += finder is None
            print(f"{finder or 'NOT FOUND':>14}  {bug.what}", flush=True)
    return int(bool(not_found))


def found_by(bug: Bug) -> str | None:
    """The first of the finders that fails in a copy of the house with the bug in it."""
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        house = Path(folder) / "house"
        shutil.copytree(ROOT, house, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache"))
        (house / bug.file).write_text(bug.text(ROOT), encoding="utf-8")
        return next((finder for finder, tests in FINDERS.items() if fails(house, tests)), None)


def fails(house: Path, tests: tuple[str, ...]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False, env=environment(house))
    if done.returncode not in (0, 1):
        raise RuntimeError(f"pytest ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.returncode == 1


def environment(house: Path) -> dict[str, str]:
    """Our packages come from the copy, whatever is installed; and a day that fails is not made shorter first."""
    storms = os.environ.get("STORM_SEEDS", "4")
    return {**os.environ, "PYTHONPATH": str(house), "STORM_SEEDS": storms, "FLOOR_DAYS_AS_THEY_ARE": "1"}


if __name__ == "__main__":
    sys.exit(main())
