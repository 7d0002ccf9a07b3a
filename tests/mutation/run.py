"""The mutants shared among processes, each with a store of its own."""

import argparse
import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Queue
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.scripts import lua_files
from tests.mutation.trial import Trial, Verdict

ROOT = Path(__file__).parents[2]
TESTS: Final = "tests/routing"
VERDICT: Final = "verdict "
"""Begins a line in which a share tells of one mutant."""


def run_in_parallel(wanted: argparse.Namespace) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.mutation", "--seed", str(wanted.seed), "--sample", str(wanted.sample)]
    shares = [
        subprocess.Popen(
            [*command, f"--only={wanted.only}", f"--share={number}/{wanted.processes}", *["--long"][: wanted.long]],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for number in range(wanted.processes)
    ]  # fmt: skip
    lines: Queue[str | None] = Queue()
    for process in shares:
        threading.Thread(target=_listen, args=(process, lines), daemon=True).start()
    rest, listening = [], len(shares)
    while listening:
        line = lines.get()
        if line is None:
            listening -= 1
        elif line.startswith(VERDICT):
            yield json.loads(line.removeprefix(VERDICT))
        else:
            rest.append(line)
    ends = [process.wait() for process in shares]
    if any(ends):
        raise SystemExit(f"processes ended with {ends}, so that not every mutant was tried:\n{''.join(rest)}")


def _listen(process: "subprocess.Popen[str]", lines: "Queue[str | None]") -> None:
    for line in process.stdout or ():
        lines.put(line)
    lines.put(None)


def share(wanted: argparse.Namespace) -> int:
    """What one process does; it tells its verdicts line by line."""
    settings.register_profile("mutants", phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    settings.load_profile("mutants")
    number, of = map(int, wanted.share.split("/"))
    trial = Trial(wanted=chosen(wanted)[number::of], tell=_tell, long=wanted.long)
    arguments = [TESTS, "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist", "--timeout=60"]
    return int(pytest.main(arguments, plugins=[trial]) not in (0, 5))


def chosen(wanted: argparse.Namespace) -> Sequence[Mutant]:
    """In the order of the files: neighbours have the same killers. The same seed draws the same sample."""
    mutants = [mutant for file, text in sorted(lua_files().items()) for mutant in mutants_of(file, text)]
    mutants = [mutant for mutant in mutants if any(text in mutant.name for text in wanted.only.split(","))]
    if not wanted.sample or wanted.sample >= len(mutants):
        return mutants
    drawn = random.Random(wanted.seed).sample(range(len(mutants)), wanted.sample)
    return [mutants[index] for index in sorted(drawn)]


def _tell(verdict: Verdict) -> None:
    mutant = verdict.mutant
    facts = {
        "name": mutant.name, "file": mutant.file, "line": mutant.line, "before": mutant.before, "after": mutant.after,
        "killer": verdict.killer, "tried": verdict.tried,
    }  # fmt: skip
    print(VERDICT + json.dumps(facts, ensure_ascii=False), flush=True)
