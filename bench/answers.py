"""What an answer of a caller costs: interpreted, rendered as TwiML and read back, on top of Flask and the stores.

    python -m bench.answers [--quick]

The answers are those of the tests of the flows that ship, at the nodes where they are given; the world answers as it
did there. An answer is all that Python does between the request and the stores: the conversation read from its URL, the
node asked, the next ones entered, the verbs rendered and the document read back. What is spoken was never heard before:
every sentence goes on in its own way, with a number of its own. Medians of many, on one core, beside the goal.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice, product
from pathlib import Path

from engine.centre import read_centre
from engine.flow_tests import premises_of
from ivr.language.move import Heard, Outcome, Reach
from ivr.reaching import HOLDING_QUEUE
from ivr.talking.conversation import Conversation
from ivr.talking.interpreter import hear
from ivr.talking.turn import Scene, Turn
from ivr.trying.premises import Premises
from ivr.trying.scenario_file import Written, read_scenarios
from ivr.trying.trial import not_given
from ivr.trying.tried_call import TriedCall, heard_in
from ivr.trying.tried_world import TriedWorld
from ivr.verbs import verbs_of
from telephony.treatment import Document, Enqueue
from telephony.twiml import check, render
from telephony.urls import Urls

GOAL_US = 150.0
CENTRE = Path(__file__).parents[1] / "centre"
URLS = Urls(public="https://calls.example.com")
AFTERWARDS = list(
    product(
        ["hakkında", "için", "konusunda", "hakkında bir", "ile"],
        ["şey", "soru", "bilgi", "itiraz", "sorun"],
        ["var", "soracağım", "alabilir miyim", "olacak"],
    )
)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A caller answers. `asked` is where they stand, as it travels in the URL; `outcomes` what the world then says."""

    scene: Scene
    asked: Mapping[str, str]
    heard: Heard
    outcomes: Sequence[Outcome]


def main() -> None:
    rounds = 2_000 if "--quick" in sys.argv else 20_000
    moments = moments_of(CENTRE)
    kinds = {
        "keys": [one for one in moments if one.heard.digits],
        "silence, and recorded words": [one for one in moments if not one.heard.digits and not one.heard.speech],
        "words never heard before": list(unheard([one for one in moments if one.heard.speech], rounds)),
    }
    print(f"{f'one of {len(moments)} answers at the shipped centre':<48}{'µs':>10}{'of goal':>10}")
    for name, chosen in {"all as they come": moments, **kinds}.items():
        show(name, median_us(rounds, [partial(answer, one) for one in chosen]))
    print()
    show("of all: interpreting", median_us(rounds, [partial(interpret, one) for one in moments]))
    documents = [document(interpret(one)) for one in moments]
    show("of all: rendering and reading back", median_us(rounds, [partial(render, one) for one in documents]))
    show("of that: reading back", median_us(rounds, [partial(check, render(one)) for one in documents]))


def show(name: str, spent: float) -> None:
    print(f"{name:<48}{spent:>10.1f}{spent / GOAL_US:>10.2f}")


def moments_of(folder: Path) -> list[Moment]:
    """Every answer given in the tests of this centre's flows."""
    centre = read_centre(folder)
    files = sorted((folder / "flows" / "tests").glob("*.yaml"))
    written = [one for file in files for one in read_scenarios(file, centre.flows)]
    return [moment for one in written for moment in played(premises_of(centre), one)]


def played(premises: Premises, written: Written) -> Iterator[Moment]:
    given = written.scenario.given
    world = TriedWorld(premises, given, not_given)
    call = TriedCall(premises, written.flow, given, world=world, passed=[])
    for deed in written.scenario.steps:
        if deed.waits is not None:
            call.waits(deed.waits)
        elif deed.presses or deed.says or deed.silence:
            asked, before = call.turn.conversation.query(), len(world.asked)
            scene = Scene(release=premises.release, caller=call.caller, now=call.now, perform=world.perform)
            heard = heard_in(call, keys=deed.presses or "", words=deed.says or "")
            call.answers(heard)
            outcomes = [one.outcome for one in world.asked[before:]]
            yield Moment(scene=scene, asked=asked, heard=heard, outcomes=outcomes)


def unheard(moments: Sequence[Moment], number: int) -> Iterator[Moment]:
    """As many sentences, no two of them the same."""
    for one, ending, order in zip(cycle(moments), cycle(AFTERWARDS), range(number)):
        speech = f"{one.heard.speech} {' '.join(ending)} {order:06d}"
        yield replace(one, heard=replace(one.heard, speech=speech))


def answer(moment: Moment) -> str:
    return render(document(interpret(moment)))


def interpret(moment: Moment) -> Turn:
    was, outcomes = moment.scene, iter(moment.outcomes)
    scene = Scene(release=was.release, caller=was.caller, now=was.now, perform=lambda talk, effect: next(outcomes))
    return hear(scene, Conversation.carried("CA1", moment.asked), moment.heard)


def document(turn: Turn) -> Document:
    """Whoever is led to a person goes into the network's queue; who that will be is the floor's to say."""
    verbs = verbs_of(URLS, turn)
    if not isinstance(turn.then, Reach):
        return verbs
    wait, left = URLS.wait("CA1", queue=turn.then.queue), URLS.queue_exit("CA1", queue=turn.then.queue)
    return (*verbs, Enqueue(queue=HOLDING_QUEUE, wait_url=wait, action=left))


def median_us(rounds: int, acts: Sequence[Callable[[], object]]) -> float:
    """Microseconds of processor time of one act, each in its turn."""
    spent = []
    for act in islice(cycle(acts), rounds):
        before = time.process_time_ns()
        act()
        spent.append((time.process_time_ns() - before) / 1000)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
