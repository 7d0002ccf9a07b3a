"""What we ask of Twilio over REST. Each method is one intention; each failure is one of `telephony.errors`."""

from collections.abc import Mapping, Sequence
from typing import Any

import requests
from twilio.rest import Client

from telephony.asked_again import asked_again
from telephony.asking_us import OF_APPLICATION, OF_NUMBER, Asker
from telephony.errors import AccountTrouble, NotThere, OutcomeUnknown
from telephony.leg import Leg, Participant
from telephony.recorded_sounds import RecordedSounds
from telephony.rest import TWILIO, OneHost
from telephony.text_message import WHATSAPP, Content, SentMessage

EVERY_EVENT = ["initiated", "ringing", "answered", "completed"]
PAGE = 1000
RECENT_CALLS = 50
RECENT_MESSAGES = 50
LONGEST_VALIDITY = 36_000  # seconds Twilio goes on trying to deliver a message, at most


class TwilioApi:
    """The Twilio account we call from.

    Nothing is retried here and every request is bounded by `timeout` seconds. With `loopback_only` (the demo) a base
    URL on another machine is refused. All methods may raise TryLater, OutcomeUnknown or AccountTrouble.
    """

    def __init__(
        self,
        *,
        account_sid: str,
        username: str,
        password: str,
        caller_id: str,
        session: requests.Session,
        base_url: str = TWILIO,
        messaging_service: str | None = None,
        whatsapp_sender: str | None = None,
        timeout: float = 8.0,
        loopback_only: bool = False,
    ) -> None:
        wire = OneHost(base_url=base_url, session=session, timeout=timeout, loopback_only=loopback_only)
        self._client = Client(username, password, account_sid, http_client=wire, environment={"": ""})
        self.sounds = RecordedSounds(wire, account_sid=account_sid, username=username, password=password)
        self.caller_id = caller_id
        self._messaging_service = messaging_service
        self._whatsapp_sender = whatsapp_sender

    def create_call(
        self,
        *,
        to: str,
        url: str,
        fallback: str,
        status_callback: str,
        ring_seconds: int,
        time_limit: int,
        detect_machine: bool = False,
        machine_told: str | None = None,
    ) -> str:
        """Ring `to` from our number and return the new call's SID; `url` says what it hears once answered,
        `fallback` is asked when that, or any later document of it, cannot be had. Each of them is asked again before.

        Twilio may ring five seconds longer than asked, and ends the leg after `time_limit` seconds. After
        OutcomeUnknown a call may exist all the same: the URLs must carry the attempt's token, so that the call can be
        told when it shows up. CallRefused is final.
        With `detect_machine` the request to `url` says who answered, some seconds later. With `machine_told` the
        request to `url` comes at once, and that address is told who answered: a person's after some seconds, a
        machine's when its greeting is over and a message may be left.
        """
        try:
            call = self._client.calls.create(
                to=to,
                from_=self.caller_id,
                timeout=ring_seconds,
                time_limit=time_limit,
                **_asked_at(url, fallback, status_callback),
                **_detection(detect_machine, machine_told),
            )
        except NotThere as no_account:
            raise AccountTrouble("no such account", code=no_account.code) from no_account
        return _sid(call)

    def send_message(
        self, *, to: str, body: str, status_callback: str, lives_seconds: int, content: Content | None = None
    ) -> str:
        """Send a message from our number or service and return its SID; one that cannot arrive in time does not.

        `to` is a number, or `whatsapp:` and a number: then `content` may be an approved template in place of the body.
        After OutcomeUnknown it may be on its way all the same: the callback's URL must tell which message it is about.
        CallRefused is final; with code 21610 the number wants no messages.
        """
        words = {"content_sid": content.sid, "content_variables": content.variables} if content else {"body": body}
        try:
            message = self._client.messages.create(
                to=to,
                **self._text_sender(to),
                **words,
                status_callback=status_callback,
                validity_period=max(1, min(lives_seconds, LONGEST_VALIDITY)),
            )
        except NotThere as no_account:
            raise AccountTrouble("no such account", code=no_account.code) from no_account
        return _sid(message)

    def _text_sender(self, to: str) -> dict[str, str]:
        """A Messaging Service chooses among its senders; without one it is our number."""
        if to.startswith(WHATSAPP):
            return {"from_": f"{WHATSAPP}{self._whatsapp_sender or self.caller_id}"}
        if self._messaging_service:
            return {"messaging_service_sid": self._messaging_service}
        return {"from_": self.caller_id}

    def messages_to(self, to: str) -> tuple[SentMessage, ...]:
        """The newest messages to an address, ours or others': proof that one did leave."""
        return tuple(_sent(one) for one in self._client.messages.list(to=to, limit=RECENT_MESSAGES))

    def end_call(self, sid: str) -> bool:
        """Hang a leg up in whatever state it is. False when it had ended already."""
        return _ended(self._client.calls(sid))

    def move_call(self, sid: str, url: str) -> None:
        """Interrupt whatever a live leg hears and go on with `url`: it leaves its queue or room. NotThere when over.

        As for a leg we called, it is asked again where whoever answers dies over it.
        """
        self._client.calls(sid).update(url=asked_again(url), method="POST")

    def move_queue_member(self, queue_sid: str, call_sid: str, url: str) -> None:
        """Claim a caller who is still waiting in the queue and go on with `url`; NotThere when no longer a member."""
        self._client.queues(queue_sid).members(call_sid).update(url=asked_again(url), method="POST")

    def end_conference(self, room: str) -> bool:
        """End a room, by its name or its CF sid, for everybody in it. False when there was none."""
        ended = [_ended(self._client.conferences(sid)) for sid in self._conference_sids(room)]
        return any(ended)

    def change_participant(
        self,
        room: str,
        leg: str,
        *,
        hold: bool | None = None,
        hold_url: str | None = None,
        ends_on_exit: bool | None = None,
        muted: bool | None = None,
        coaches: str | None = None,
    ) -> None:
        """Change what is said of a leg in a room, named by its name or its CF sid; NotThere when it is in none.

        While a leg is on hold Twilio takes a change of `ends_on_exit` and ignores it: change that before, or after.
        `hold_url` is played once to who is held; `coaches` is the leg that alone hears this one, empty for nobody.
        """
        wanted: dict[str, Any] = {"hold": hold, "end_conference_on_exit": ends_on_exit, "muted": muted}
        if hold_url is not None:
            wanted |= {"hold_url": hold_url, "hold_method": "POST"}
        if coaches is not None:
            wanted |= {"coaching": bool(coaches)} | ({"call_sid_to_coach": coaches} if coaches else {})
        change = {name: value for name, value in wanted.items() if value is not None}
        self._client.conferences(self._one_room(room)).participants(leg).update(**change)

    def take_out(self, room: str, leg: str) -> bool:
        """Take a leg out of a room: it goes on at its document's action. False when it was in none."""
        try:
            return bool(self._client.conferences(self._one_room(room)).participants(leg).delete())
        except NotThere:
            return False

    def _one_room(self, room: str) -> str:
        found = self._conference_sids(room)
        if not found:
            raise NotThere(f"no room {room}", code=20404)
        return found[-1]

    def change_recording(self, conference: str, recording: str, *, paused: bool) -> None:
        """Pause the recording of a room, by its CF sid, or go on with it; once this returns the network has said so.

        A pause is silence on the tape: a moment of it stays that moment of the conversation. Asked twice it is once.
        NotThere when there is no such recording, or it has ended.
        """
        asked = {"status": "paused", "pause_behavior": "silence"} if paused else {"status": "in-progress"}
        self._client.conferences(conference).recordings(recording).update(**asked)

    def stop_recording(self, conference: str, recording: str) -> bool:
        """End the recording of a room that goes on. False when it had ended already."""
        try:
            self._client.conferences(conference).recordings(recording).update(status="stopped")
        except NotThere:
            return False
        return True

    def delete_recording(self, sid: str) -> bool:
        """Delete a recording and its sound for good. False when there was none of that SID, or none any more."""
        try:
            return bool(self._client.recordings(sid).delete())
        except NotThere:
            return False

    def participants(self, room: str, *, last: str | None = None) -> tuple[Participant, ...]:
        """Who is in a room, by its name or its CF sid; nobody when there is no such room.

        `last` is the CF sid somebody was seen under: asked first, which saves asking for it. A name is free again once
        its room is over: where nobody is seen there, the name is asked all the same.
        """
        if last is not None and (found := self._standing_in(last)):
            return found
        return tuple(one for sid in self._conference_sids(room) for one in self._standing_in(sid))

    def _standing_in(self, sid: str) -> tuple[Participant, ...]:
        try:
            return tuple(_participant(one) for one in self._client.conferences(sid).participants.list(page_size=PAGE))
        except NotThere:
            return ()

    def live_calls(self) -> tuple[Leg, ...]:
        """Every call that has not ended. Asked in the order calls move through, so that none slips between lists."""
        legs: dict[str, Leg] = {}
        for status in ("queued", "ringing", "in-progress"):
            for call in self._client.calls.list(status=status, page_size=PAGE):
                legs[str(call.sid)] = _leg(call)
        return tuple(legs.values())

    def call(self, sid: str) -> Leg | None:
        """One call, or None when the account has none by that SID. Twilio's answer may lag its callbacks."""
        try:
            return _leg(self._client.calls(sid).fetch())
        except NotThere:
            return None

    def calls_to(self, number: str) -> tuple[Leg, ...]:
        """The newest calls to a number, dialled by us or by others: proof that an attempt did happen."""
        return tuple(_leg(call) for call in self._client.calls.list(to=number, limit=RECENT_CALLS))

    def numbers(self) -> tuple[Asker, ...]:
        """The account's numbers, and what each asks of whom."""
        owned = self._client.incoming_phone_numbers.list(page_size=PAGE)
        return tuple(_asker(one, str(one.phone_number), OF_NUMBER) for one in owned)

    def application(self, sid: str) -> Asker | None:
        """A TwiML application, or None when the account has none by that SID."""
        try:
            return _asker(self._client.applications(sid).fetch(), sid, OF_APPLICATION)
        except NotThere:
            return None

    def change_number(self, sid: str, asks: Mapping[str, str]) -> None:
        """Ask this from now on, and all else as before; NotThere when the account has no such number any more."""
        self._client.incoming_phone_numbers(sid).update(**asks)

    def change_application(self, sid: str, asks: Mapping[str, str]) -> None:
        self._client.applications(sid).update(**asks)

    def _conference_sids(self, room: str) -> list[str]:
        if room.startswith("CF") and len(room) == 34:
            return [room]
        named = self._client.conferences.list(friendly_name=room, page_size=PAGE)
        live = [one for one in named if one.status != "completed"]
        return [str(one.sid) for one in sorted(live, key=lambda one: one.status == "in-progress")]


def _asked_at(url: str, fallback: str, status_callback: str) -> dict[str, Any]:
    return {
        "url": asked_again(url),
        "fallback_url": asked_again(fallback),
        "fallback_method": "POST",
        "status_callback": asked_again(status_callback),
        "status_callback_event": EVERY_EVENT,
    }


def _detection(before_the_document: bool, told: str | None) -> dict[str, str]:
    """How the network is asked to find out who answered."""
    if told is not None:
        wanted = {"machine_detection": "DetectMessageEnd", "async_amd": "true"}
        return wanted | {"async_amd_status_callback": asked_again(told)}
    return {"machine_detection": "Enable"} if before_the_document else {}


def _ended(call_or_room: Any) -> bool:
    try:
        call_or_room.update(status="completed")
    except NotThere:
        return False
    return True


def _sid(made: Any) -> str:
    if not made.sid:
        raise OutcomeUnknown("an answer without a SID")
    return str(made.sid)


def _asker(one: Any, name: str, fields: Sequence[str]) -> Asker:
    return Asker(sid=str(one.sid), name=name, asks={field: str(getattr(one, field) or "") for field in fields})


def _sent(message: Any) -> SentMessage:
    code = message.error_code
    return SentMessage(
        sid=str(message.sid),
        status=str(message.status),
        direction=str(message.direction),
        body=str(message.body or ""),
        error_code=int(code) if code else None,
        created_at=message.date_created,
    )


def _leg(call: Any) -> Leg:
    return Leg(
        sid=str(call.sid),
        status=str(call.status),
        direction=str(call.direction),
        from_=str(call._from or ""),
        to=str(call.to or ""),
        parent=call.parent_call_sid,
        created_at=call.date_created,
        started_at=call.start_time,
        ended_at=call.end_time,
    )


def _participant(one: Any) -> Participant:
    return Participant(
        call=str(one.call_sid),
        label=str(one.label or ""),
        muted=bool(one.muted),
        hold=bool(one.hold),
        status=str(one.status),
        ends_on_exit=bool(one.end_conference_on_exit),
        coaches=str(one.call_sid_to_coach or "") if one.coaching else "",
        room=str(one.conference_sid or ""),
    )
