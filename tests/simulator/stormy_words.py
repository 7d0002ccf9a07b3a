"""TwiML drawn by lot: every verb, in any order, sensible or not."""

import random
from collections.abc import Callable

from flask import Response

from tests.simulator.customer import CENTRE, Customer, twiml

HANDS = [f"+90532111{number:04}" for number in range(8)]
ROOMS, QUEUES = ("r1", "r2", "r3"), ("q1", "q2")
ON_TAPE = 'recordingStatusCallback="/tape" recordingStatusCallbackEvent="in-progress completed absent"'
TOLD = 'statusCallback="/progress" statusCallbackEvent="initiated ringing answered completed"'
ROOM_TOLD = 'statusCallback="/room" statusCallbackEvent="start end join leave mute hold modify announcement"'
QUIET = ("<Hangup/>", "<Reject/>", "<Leave/>", "<Echo/>", "<Sms>x</Sms>", "<Bogus/>", "<Redirect>/next</Redirect>")
HEARD = (
    *("<Say>Merhaba, hoş geldiniz</Say>", '<Pause length="3"/>', "<Play>/a.wav</Play>", '<Pause length="0"/>'),
    '<Gather numDigits="1" timeout="2" action="/next" input="dtmf speech"><Say>bas</Say></Gather>',
)
BEGUN = (
    f"<Start><Recording {ON_TAPE}/></Start>",
    '<Start><Transcription statusCallbackUrl="/text" name="t"/></Start>',
    '<Stop><Transcription name="t"/></Stop>',
    '<Start><Stream url="wss://127.0.0.1/s" name="s"/></Start>',
    '<Stop><Stream name="s"/></Stop>',
    '<Connect action="/next"><Stream url="wss://127.0.0.1/x"/></Connect>',
    f'<Record action="/next" maxLength="5" timeout="2" transcribe="true" transcribeCallback="/text" {ON_TAPE}/>',
)
WAITS = (
    *("<Say>bekleyin</Say>", "<Leave/>", "", "<Hangup/>", "<Redirect>/wait</Redirect>", '<Pause length="6"/>'),
    '<Gather numDigits="1" timeout="3" action="/leave"><Say>bir</Say></Gather>',
)
WHISPERS = ("", "<Hangup/>", '<Gather numDigits="1" action="/accepted" timeout="3"><Say>bir</Say></Gather><Hangup/>')


class Words:
    """What the customer's server answers, drawn from this lot."""

    def __init__(self, customer: Customer, lot: random.Random) -> None:
        self._customer, self._lot = customer, lot
        self._verbs: tuple[Callable[[], str], ...] = (
            *(self._conference, self._conference, self._enqueue, self._dial_queue, self._dial),
            *(lambda: lot.choice(HEARD), lambda: lot.choice(QUIET), lambda: lot.choice(BEGUN)),
        )
        for path in ("/voice", "/agent", "/next", "/fallback"):
            customer.says(path, self._anything)
        customer.says("/wait", lambda form: lot.choice(WAITS))
        customer.says("/whisper", lambda form: lot.choice(WHISPERS))
        customer.says("/leave", "<Leave/>")
        for path in ("/roomwait", "/connecting", "/hold", "/announce"):
            customer.says(path, "<Say>lütfen bekleyin</Say>")

    def _anything(self, form: dict[str, str]) -> str | Response:
        chance = self._lot.random()
        if chance < 0.02:
            return Response("oops", 500)
        if chance < 0.04:
            return Response("<Response><Say>", content_type="text/xml")
        if chance < 0.06:
            return Response("", 302, {"Location": "/next"})
        said = "".join(self._lot.choice(self._verbs)() for _ in range(self._lot.choice((0, 1, 1, 2, 3, 4))))
        if chance > 0.04 and chance < 0.08:
            late = twiml(said)
            late.headers["X-Simulated-Seconds"] = str(self._lot.choice((3, 20)))
            return late
        return said

    def _perhaps(self, *attributes: str) -> str:
        return " ".join(each for each in attributes if self._lot.random() < 0.3)

    def _dial_attributes(self) -> str:
        limit, timeout = self._lot.choice((1, 5, 30)), self._lot.choice((5, 8, 20))
        record = f'record="{self._lot.choice(("record-from-answer", "record-from-ringing-dual"))}" {ON_TAPE}'
        more = ('hangupOnStar="true"', 'answerOnBridge="true"', 'sequential="true"', 'action="/next"')
        return self._perhaps(f'timeLimit="{limit}"', f'timeout="{timeout}"', record, *more)

    def _conference(self) -> str:
        calls = [leg.sid for leg in self._customer.sim.live_legs()] or [""]
        attributes = self._perhaps(
            *('startConferenceOnEnter="false"', 'endConferenceOnExit="true"', 'muted="true"', 'beep="onExit"'),
            *(f'participantLabel="{self._lot.choice("abc")}"', 'waitUrl="/roomwait"', 'maxParticipants="2"', ROOM_TOLD),
            *(f'record="record-from-start" {ON_TAPE}', f'coach="{self._lot.choice(calls)}"'),
        )
        room = self._lot.choice(ROOMS)
        return f"<Dial {self._dial_attributes()}><Conference {attributes}>{room}</Conference></Dial>"

    def _enqueue(self) -> str:
        attributes = self._perhaps('action="/next"', 'waitUrl="/wait"')
        return f"<Enqueue {attributes}>{self._lot.choice(QUEUES)}</Enqueue>"

    def _dial_queue(self) -> str:
        connecting = self._perhaps('url="/connecting"')
        return f"<Dial {self._dial_attributes()}><Queue {connecting}>{self._lot.choice(QUEUES)}</Queue></Dial>"

    def _dial(self) -> str:
        nouns = "".join(self._noun() for _ in range(self._lot.choice((1, 1, 3))))
        return f'<Dial callerId="{CENTRE}" {self._dial_attributes()}>{nouns}</Dial>'

    def _noun(self) -> str:
        if self._lot.random() < 0.1:
            return self._lot.choice(("<Client>ayse</Client>", "<Sip>sip:a@b.c</Sip>"))
        detected = 'machineDetection="DetectMessageEnd" amdStatusCallback="/amd"'
        attributes = self._perhaps(TOLD, 'url="/whisper"', detected)
        return f"<Number {attributes}>{self._lot.choice([*HANDS, CENTRE])}</Number>"
