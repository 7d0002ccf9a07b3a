"""What the voice webhooks need on top of the worker's board."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from escalations.board import EscalationBoard
from ivr.checking.surroundings import Surroundings
from ivr.language.part import Language
from ivr.language.release import Release
from ivr.phrases import Phrases
from ivr.publishing.shelf import FlowShelf
from telephony.signature import SignatureCheck


@dataclass(frozen=True, kw_only=True)
class VoiceBoard(EscalationBoard):
    account_sid: str
    flows: FlowShelf
    phrases: Phrases
    signatures: SignatureCheck
    flow_of_number: Mapping[str, str]
    """Which flow answers which of our numbers; the first one answers any number that is not listed."""
    draft_numbers: frozenset[str] = frozenset()
    """The numbers on which drafts are tried."""
    language_of_number: Mapping[str, Language] = field(default_factory=dict)
    """What is spoken on a number whoever calls it; on the others, the customer's language or the flow's."""
    surroundings: Surroundings
    """What flows may call by name; what is published is checked against it."""

    def release_for(self, number: str) -> Release:
        """What a call to this number starts on."""
        return self.flows.draft() if number in self.draft_numbers else self.flows.newest()

    def flow_for(self, number: str, release: Release) -> str:
        """The flow that answers this number; while that one is not published, the main one does."""
        main = next(iter(self.flow_of_number.values()))
        wanted = (self.flow_of_number.get(number, main), main, *release.flows)
        return next(name for name in wanted if name in release.flows)
