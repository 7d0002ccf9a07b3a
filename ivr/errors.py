"""What can be wrong with a flow or a webhook. The docstring is the message."""

from collections.abc import Sequence


class FlowInvalid(Exception):
    """The flow file cannot be used: {0}"""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


class FlowUnknown(Exception):
    """No flow of this name and version is known here."""


class OutcomeNotGiven(Exception):
    """The test does not say how `{0}` comes out; it may come out {1}"""

    def __init__(self, node: str, ways: str) -> None:
        super().__init__(node, ways)
        self.node = node
        self.ways = ways


class DrawingUnavailable(Exception):
    """The picture cannot be made: {0}"""


class SoundUnreadable(Exception):
    """The sound file cannot be measured: {0}"""
