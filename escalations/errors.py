"""What an escalation may be refused for. Messages are what people read: they end with what to do."""

from collections.abc import Mapping
from typing import Literal


class EscalationRefused(Exception):
    """Nothing was done. `why` names the reason in one word, for whoever words it."""

    why = "refused"


class NotTalking(EscalationRefused):
    """Nobody talks on this call with an agent of ours: there is nobody to bring a colleague to."""

    why = "not_talking"

    def __init__(self, call: str) -> None:
        super().__init__(f"Nobody talks on {call} just now. Ask again while they are in conversation.")


class AlreadyUnderWay(EscalationRefused):
    """A colleague is being asked into this conversation already."""

    why = "under_way"

    def __init__(self, transfer_id: str) -> None:
        super().__init__(f"Transfer {transfer_id} of this conversation is under way. Take that one back first.")
        self.transfer_id = transfer_id


class NobodyToAsk(EscalationRefused):
    """Nobody is named who could come, neither a colleague nor a telephone number."""

    why = "nobody"

    def __init__(self) -> None:
        super().__init__("Nobody is named who could come. Name a colleague or a telephone number.")


class NotHandedOver(EscalationRefused):
    """There is no open case of theirs to hand over in this conversation."""

    why = "not_handed_over"

    def __init__(self, case_number: str | None) -> None:
        what = f"Case {case_number} is not theirs, or closed" if case_number else "This conversation has no case"
        super().__init__(f"{what}. Ask for a colleague without handing the case over.")
        self.case_number = case_number


class NoSuchLine(EscalationRefused):
    """Nobody is in such a line. `field` is queue or skills."""

    why = "no_such_line"

    def __init__(self, field: str, named: str) -> None:
        super().__init__(f"There is no line for the {field} {named}. Ask for a queue of policy.yaml, or for people.")
        self.field = field


class ExpertNotCalled(EscalationRefused):
    """This number is not called: never, not now, or it rings for us already. `reason` is the word for which."""

    why = "not_called"

    def __init__(self, reason: str) -> None:
        super().__init__(f"This number is not called ({reason}). Name another one.")
        self.reason = reason


class NotRecorded(EscalationRefused):
    """Nothing of this conversation is recorded, or not any more."""

    why = "not_recorded"

    def __init__(self, call: str) -> None:
        super().__init__(f"Nothing is recorded on {call} just now. Ask again once its recording has begun.")


class MayNotPause(EscalationRefused):
    """Only who talks in a conversation pauses its recording, and leads."""

    why = "may_not_pause"

    def __init__(self, agent: str) -> None:
        super().__init__(f"{agent} does not talk here. Name who does, or ask a lead.")


DutyFault = Literal["unknown", "leads_nobody", "before_start", "past", "too_long", "overlaps", "too_many"]


class DutyRefused(Exception):
    """Somebody cannot be put on duty like this: a fault for each field. Change these and ask again."""

    def __init__(self, faults: Mapping[str, DutyFault]) -> None:
        super().__init__("; ".join(f"{field}: {fault}" for field, fault in sorted(faults.items())))
        self.faults = dict(faults)


class MayNotListen(EscalationRefused):
    """Only leads and managers listen to somebody's conversation, and the buddy of who leads it."""

    why = "may_not_listen"

    def __init__(self, listener: str) -> None:
        super().__init__(f"{listener} may not listen here. Name a lead, a manager, or the agent's buddy.")


class ListenerNotFree(EscalationRefused):
    """Who is to listen is not at work, or is held for somebody."""

    why = "not_free"

    def __init__(self, listener: str) -> None:
        super().__init__(f"{listener} is not ready just now. Ask once they are, or name somebody else.")


class ListensAlready(EscalationRefused):
    """They listen to this conversation, or are being rung to."""

    why = "listens_already"

    def __init__(self, listening_id: str) -> None:
        super().__init__(f"They listen to this conversation already, as {listening_id}. Change its mode instead.")
        self.listening_id = listening_id


class HeardIsNotSilent(EscalationRefused):
    """Whoever is heard cannot be there in silence."""

    why = "heard"

    def __init__(self) -> None:
        super().__init__("Only who monitors can be there without the agent's knowing. Take away `silent`.")


class UnknownListening(EscalationRefused):
    """There is no such listening, or it is over."""

    why = "unknown"

    def __init__(self, listening_id: str) -> None:
        super().__init__(f"Nobody listens as {listening_id}. Look at the list of those who do.")


class OutcomeRefused(Exception):
    """What came of an escalation cannot be written down like this: a fault for each field. Change these, ask again."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {fault}" for field, fault in sorted(faults.items())))
        self.faults = dict(faults)


class AlreadyWritten(Exception):
    """What came of it is on record. Ask for another escalation of the case instead."""

    def __init__(self, outcome: str) -> None:
        super().__init__(f"It was decided already: {outcome}. Ask for another escalation of the case instead.")
