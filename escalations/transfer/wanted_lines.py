"""A line of the centre is asked for a colleague instead of people by their names: whoever of it is free."""

from escalations.board import EscalationBoard
from escalations.errors import NoSuchLine
from routing.lines import ring_line
from routing.narrowing import Narrowing


def lines_wanted(board: EscalationBoard, queue: str, skills: str = "") -> tuple[str, ...]:
    """The rings of this queue in their order; with `skills` only those of them who have these too.

    Skills can be asked for where a flow narrows the queue to them: who has them is worked out for these alone.
    Raises NoSuchLine.
    """
    known = board.policy.queues.get(queue)
    if known is None:
        raise NoSuchLine("queue", queue)
    asked = Narrowing(queue=queue, skills=skills).tidy
    if asked and asked not in {one.tidy for one in board.narrowings() if one.queue == queue}:
        raise NoSuchLine("skills", skills)
    return tuple(ring_line(queue, number, asked) for number, _ in enumerate(known.rings, start=1))
