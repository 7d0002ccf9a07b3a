"""What the voice webhooks need on top of the worker's board."""

from collections.abc import Mapping
from dataclasses import dataclass

from callbacks.board import Board
from ivr.flow_version import FlowShelf
from ivr.phrases import Phrases
from telephony.signature import SignatureCheck


@dataclass(frozen=True, kw_only=True)
class VoiceBoard(Board):
    account_sid: str
    flows: FlowShelf
    phrases: Phrases
    signatures: SignatureCheck
    flow_of_number: Mapping[str, str]
    """Which flow answers which of our numbers; the first one answers any number that is not listed."""

    def flow_for(self, number: str) -> str:
        return self.flow_of_number.get(number) or next(iter(self.flow_of_number.values()))
