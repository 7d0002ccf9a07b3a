"""The interpreter of flows. It decides nothing itself: nodes say their move, and it is made."""

from datetime import UTC, datetime, timedelta
from typing import Final

from ivr.language.flow import Flow
from ivr.language.move import (
    Back,
    Do,
    Effect,
    Enter,
    Go,
    HangUp,
    Heard,
    Move,
    Outcome,
    Question,
    Reach,
    Record,
    Sound,
    Wait,
)
from ivr.language.node import Node
from ivr.speech.hearing import Intent
from ivr.speech.understanding import asks_for, intent_of
from ivr.talking.conversation import MOST_INSIDE, Conversation
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene, Step, Turn

MOST_NODES: Final = 200
"""How many nodes one turn may pass before a person takes over: a flow that loops must not hold a caller."""
MOST_STEPS: Final = 400
"""How many nodes one call may pass in all, for the same reason."""
STEPS_TO_A_PERSON: Final = 2 * MOST_STEPS
"""Where the steps of a call are counted on from that passed too many: what leads to a person is granted as many."""
ANY_LINE: Final = ""
"""No queue of the policy's has this name: whoever waits in it waits where the policy puts those."""
PATIENCE: Final = timedelta(minutes=2)
"""How long a caller may be in flows without getting anywhere before a person takes over (EPDK, 6507-6: 2 minutes)."""
PERSON_KEY: Final = "0"
REPEAT_KEY: Final = "*"


def begin(scene: Scene, conversation: Conversation) -> Turn:
    """From where the caller stands, on until we must hear them, hand them over or let them go."""
    return _Walk(scene, conversation).play(Go(to=conversation.node, conversation=conversation))


def hear(scene: Scene, conversation: Conversation, heard: Heard) -> Turn:
    """The caller answered the question of their node, or kept silent."""
    walk = _Walk(scene, conversation)
    if _out_of_patience(scene.now, conversation):
        return walk.play(walk.patience_ends())
    if walk.node is None or heard.digits == PERSON_KEY:
        return walk.play(Go(to=walk.flow.person, conversation=conversation.changed(case_by="caller")))
    if heard.digits == REPEAT_KEY:
        return walk.play(walk.once_more())
    wish = intent_of(heard.speech, conversation.language) if heard.speech else None
    if wish and not walk.offers(wish) and (move := walk.wished(wish)):
        return walk.play(move)
    answered = walk.node.hear(walk.talk, heard)
    return walk.play(answered or (wish and walk.wished(wish)) or walk.not_answered(heard))


def _out_of_patience(now: datetime, conversation: Conversation) -> bool:
    return now - datetime.fromtimestamp(conversation.since / 1000, UTC) > PATIENCE


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


class _Walk:
    """One turn under way: where the caller is, what they hear, which nodes they pass."""

    def __init__(self, scene: Scene, conversation: Conversation) -> None:
        self.scene = scene
        self.conversation = conversation
        self.sounds: tuple[Sound, ...] = ()
        self.visited: list[Step] = []
        self.outcomes: list[tuple[str, Conversation, Outcome]] = []
        self.given_up = conversation.step >= STEPS_TO_A_PERSON

    @property
    def flow(self) -> Flow:
        flows = self.scene.release.flows
        return flows.get(self.conversation.flow) or next(iter(flows.values()))

    @property
    def node(self) -> Node | None:
        return self.flow.nodes.get(self.conversation.node)

    @property
    def talk(self) -> Talk:
        scene = self.scene
        return Talk(
            flow=self.flow, conversation=self.conversation, caller=scene.caller, now=scene.now, number=scene.number
        )

    def play(self, move: Move) -> Turn:
        """Make one move after the other until one needs the caller."""
        while True:
            match move:
                case Go():
                    move = self._go(move)
                case Do(effect):
                    move = self._do(effect)
                case Enter(flow=flow, back=back):
                    move = self._enter(flow, back)
                case Back():
                    move = self._back()
                case _:
                    return self._turn(move)

    def patience_ends(self) -> Move:
        """A person takes over; should that need an answer first, there is new time for it."""
        if self.conversation.called:
            return HangUp()
        self.conversation = self.conversation.changed(since=_milliseconds(self.scene.now))
        return Go(to=self.flow.person)

    def offers(self, wish: Intent) -> bool:
        """Whether the caller's node itself offers what they ask for: then it is the node's to say where that leads."""
        language = self.conversation.language
        phrases = self.node.phrases() if self.node else ()
        return any(asks_for(wish, phrase, language) for one in phrases for phrase in one.spoken_in(language))

    def wished(self, wish: Intent) -> Move | None:
        """Where a caller is led who asks, anywhere, for a person, the same again, a manager or to complain."""
        match wish:
            case "person":
                return Go(to=self.flow.person)
            case "manager":
                return Go(to=self.flow.manager or self.flow.person)
            case "complaint":
                return Go(to=self.flow.complaint) if self.flow.complaint else None
            case "repeat":
                return self.once_more()

    def once_more(self) -> Move:
        return self._at(self.conversation.again())

    def not_answered(self, heard: Heard) -> Move:
        """Silence or a mistake: once more, and then a person. Nobody is hung up on for not pressing a key."""
        tries = self.conversation.tries + 1
        if tries >= self.flow.tries and self.conversation.called:
            return HangUp()
        if tries >= self.flow.tries:
            return Go(to=self.flow.person) if self.conversation.node != self.flow.person else HangUp()
        words = self.flow.not_understood if heard.digits or heard.speech else self.flow.silence
        self.sounds += (self.talk.say(words),) if words else ()
        return self._at(self.conversation.again().changed(tries=tries))

    def _go(self, go: Go) -> Move:
        self.sounds += go.sounds
        changed = go.conversation or self.conversation
        return self._at(changed.moved(go.to))

    def _at(self, conversation: Conversation) -> Move:
        """Enter a node, unless this turn or this call has passed too many."""
        if self._is_worn_out(conversation):
            if self.given_up:
                return Reach(queue=ANY_LINE)
            self.given_up = True
            step = max(conversation.step, STEPS_TO_A_PERSON)
            conversation = conversation.changed(node=self.flow.person, step=step)
        self.conversation = conversation
        node = self.node
        if node is None:
            self.conversation = conversation.changed(node=self.flow.person)
            node = self.node
        if node is None:
            return Reach(queue=ANY_LINE)
        self.visited.append(Step(flow=self.conversation.flow, node=self.conversation.node))
        return node.enter(self.talk)

    def _is_worn_out(self, conversation: Conversation) -> bool:
        """The way to a person may take a few nodes itself: as many are granted once more."""
        nodes, step = len(self.visited), conversation.step
        if self.given_up or step >= STEPS_TO_A_PERSON:
            return nodes >= 2 * MOST_NODES or step >= STEPS_TO_A_PERSON + MOST_STEPS
        return nodes >= MOST_NODES or step >= MOST_STEPS

    def _do(self, effect: Effect) -> Move:
        node = self.node
        assert node is not None
        outcome = self.scene.perform(self.talk, effect)
        self._learn(outcome)
        return node.done(self.talk, effect, outcome)

    def _learn(self, outcome: Outcome) -> None:
        here = self.conversation  # asked of the world by an answer, the caller still stands where they were asked
        self.visited[-1:] = [Step(flow=here.flow, node=here.node, outcome=outcome.way)]
        self.outcomes.append((str(self.visited[-1]), self.conversation, outcome))
        learnt = (outcome.changed or self.conversation).keeping(outcome.kept)
        self.conversation = learnt.changed(since=_milliseconds(self.scene.now)) if outcome.progress else learnt

    def _enter(self, flow: str, back: str) -> Move:
        inside = (*self.conversation.inside, (self.conversation.flow, back))
        if flow not in self.scene.release.flows or len(inside) > MOST_INSIDE:
            return Go(to=self.flow.person)
        self.conversation = self.conversation.changed(flow=flow, inside=inside)
        return Go(to=self.flow.start)

    def _back(self) -> Move:
        if not self.conversation.inside:
            return Reach(queue=ANY_LINE) if self.conversation.comes_back else HangUp()
        *inside, (flow, node) = self.conversation.inside
        self.conversation = self.conversation.changed(flow=flow, inside=tuple(inside))
        return Go(to=node)

    def _turn(self, then: Question | Wait | Reach | Record | HangUp) -> Turn:
        changed = None if isinstance(then, Reach | HangUp) else then.conversation
        sounds = (*self.sounds, *then.sounds) if isinstance(then, Reach) else self.sounds
        return Turn(
            sounds=sounds,
            then=then,
            conversation=changed or self.conversation,
            visited=tuple(self.visited),
            outcomes=tuple(self.outcomes),
        )
