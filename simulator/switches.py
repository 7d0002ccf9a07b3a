"""Behaviour of the network that can be chosen.

The first group are figures. The second are points on which Twilio's documents are silent or contradict each other: each
is a named switch, so that software tested against the simulator can be tested against every possible truth.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Switches:
    calls_per_second: float = 1.0
    """Outbound calls started per second by REST; the rest wait in the account's call queue."""

    webhook_seconds: float = 0.05
    """How long a webhook takes in virtual time (a real one takes as long as it takes)."""

    seconds_to_ring: float = 1.0
    """From dialling to the first ring."""

    extra_ring_seconds: float = 5.0
    """Twilio adds this to every ring timeout."""

    letters_per_second: float = 14.0
    """How fast text is spoken."""

    play_seconds: float = 10.0
    """How long every audio file is taken to be."""

    record_silence_seconds: float = 0.0
    """Silence that Record bears beyond its own timeout, for people who type what they say."""

    recording_ready_seconds: float = 2.0
    """From the end of a recording to its file, and so to the callback `completed`."""

    transcription_seconds: float = 5.0
    """From a recording's file to its text."""

    shortest_recording_seconds: float = 0.5
    """Anything shorter is too short to keep: absent, 16101. The figure is not documented."""

    seconds_to_notice_a_dropped_phone: float = 8.0
    """A phone that vanishes without a goodbye: how long until its leg ends. Unconfirmed."""

    longest_call_seconds: int = 14_400
    """A call is ended after four hours."""

    message_delivery_seconds: float = 2.0
    """From accepting a text message to its delivery."""

    most_queued_messages: int = 0
    """So many messages may wait at one sender; the next is refused with 21611. 0 is no limit."""

    most_concurrent_calls: int = 0
    """So many calls may go on at once in the account; the next by REST is refused with 10004. 0 is no limit."""

    most_queued_calls: int = 0
    """So many calls may wait for the account's pace; the next is refused with 15001. 0 is no limit."""

    longest_backlog_seconds: float = 86_400.0
    """A call that would have to wait longer than this for the account's pace is refused with 22005."""

    whatsapp_window_hours: float = 24.0
    """How long after a customer's last message free text may be sent to them on WhatsApp."""

    whatsapp_outside_window_error: int = 63016
    """ErrorCode of free text outside that window, which then fails; 0 lets it through. Unconfirmed."""

    message_callback_statuses: frozenset[str] = frozenset(
        {"sent", "delivered", "undelivered", "failed", "read", "canceled"}
    )
    """Of which statuses of a message its callback tells; whether also of queued and sending is unconfirmed."""

    validation_code_is_keyed_in: bool = True
    """Does whoever answers Twilio's call to verify a number key in the right code?"""

    opt_out_is_silent: bool = False
    """Is a message that is an opt-out word kept from the webhook? Twilio's text says no, a field report yes."""

    first_request_carries_idempotency_token: bool = True
    """Retries carry I-Twilio-Idempotency-Token; whether the first attempt does too is unconfirmed."""

    inbound_request_says_ringing: bool = True
    """The first request of an inbound call says CallStatus=ringing (universally observed, unconfirmed)."""

    queue_parameters_reach_gather_actions: bool = False
    """Do Gather actions and Redirects inside a wait document carry QueuePosition and the like? Unconfirmed."""

    gather_sends_finished_on_key: bool = True
    """Gather's action carries FinishedOnKey (unconfirmed)."""

    empty_result_carries_digits: bool = True
    """With actionOnEmptyResult the request comes with an empty Digits; else without Digits at all. Unconfirmed."""

    unknown_verb_fails_document: bool = True
    """An unknown verb fails the whole document (12200); else it is skipped with a warning. Unconfirmed."""

    speech_confidence: float | None = 0.92
    """Confidence sent with SpeechResult; None leaves the parameter out, which Twilio may do."""

    queue_exit_requested_before_redirect: bool = True
    """After a REST redirect out of a queue: is Enqueue's action asked before the new URL? Unconfirmed."""

    missing_member_error: int = 20404
    """Error when a queue member to be moved is not in the queue: 20404 (HTTP 404) or 22002 (HTTP 400). Unconfirmed."""

    failed_wait_result: str = "error"
    """QueueResult when a wait document cannot be had and there is no fallback. Unconfirmed."""

    declined_call_status: str = "busy"
    """Status of a leg whose callee pressed the red button: busy or no-answer."""

    declined_whisper_status: str = "no-answer"
    """DialCallStatus when the callee hangs up during the whisper: completed and no-answer are both reported."""

    final_dial_action_requested: bool = False
    """Is Dial's action still requested (and its answer ignored) after the parent hung up? Unconfirmed."""

    lone_room_reads_in_progress: bool = True
    """Does REST show a conference as in-progress before a second party joined? Seen live; else it reads init."""

    kick_reason: str = "participant_updated_via_api"
    """ReasonParticipantLeft of a participant removed by REST. Unconfirmed."""

    kicked_api_participant_ends: bool = True
    """A leg created by the Participants API ends when kicked. Unconfirmed."""

    lone_party_hears: str = "silence"
    """What the last party left in a running conference hears: silence or music. Unconfirmed."""

    keys_are_kept_for_the_next_gather: bool = False
    """Are keys pressed while nothing listens kept for the next Gather? Unconfirmed."""

    redirected_call_keeps_fallback: bool = True
    """Does a call redirected by REST without FallbackUrl keep its earlier fallback? Unconfirmed."""

    call_list_lag_seconds: float = 0.0
    """GET /Calls is eventually consistent: a new call appears in lists only after this long."""

    unregistered_client_status: str = "no-answer"
    """Status of a leg to a `client:` that no browser is registered for: no-answer or failed. Unconfirmed."""

    one_rejecting_browser_rejects_for_all: bool = False
    """Does a reject in one browser stop the identity's other browsers ringing? Unconfirmed."""

    dead_line_seconds: float = 20.0
    """A leg whose sound has been dead for so long comes down."""

    dead_line_ends_as: str = "completed"
    """What becomes of an answered leg whose sound died: `completed`, `failed`, or it `survives`. Unconfirmed."""

    second_call_is_busy: bool = True
    """A person already on a call is busy for the next one (no call waiting)."""

    withheld_caller_reads: str = "anonymous"
    """From of a caller who withholds their number: a text such as anonymous, or a placeholder number. Unconfirmed."""

    amd_thinking_seconds: float = 1.6
    """What answering machine detection needs beyond what it listens to: a person is known after 4 s in all."""

    short_greeting_is_taken_for_human: bool = False
    """Is a machine whose greeting is shorter than the speech threshold taken for a human, as the threshold says?"""

    amd_reports_after_hang_up: bool = True
    """Is the detection's callback told `unknown` when the call ends before the verdict? Unconfirmed."""

    completed_carries_answered_by: bool = True
    """Does the completed callback repeat AnsweredBy when detection ran? Unconfirmed."""

    refused_dial_fails_document: bool = False
    """Does a Dial with a caller id or number Twilio refuses (13214, 13223-13227) fail the document, and so ask the
    fallback URL? Else its action hears DialCallStatus=failed. Unconfirmed."""

    permitted_countries: frozenset[str] | None = None
    """Country codes the account may call, such as +90; None is all. Others are refused with 13227."""

    forbidden_prefixes: frozenset[str] = frozenset({"+90900", "+1900"})
    """Numbers no account may call, premium ones for instance: refused with 13225."""

    sequential_dial_goes_on_after_whisper: bool = True
    """In a sequential Dial, is the next number rung when one was answered but declined by its whisper? Unconfirmed."""

    final_refer_status: str = "failed"
    """ReferCallStatus when the other side does not take the transfer. Unconfirmed."""

    refer_without_sip_error: int = 12200
    """The error of a Refer on a call that did not come in by SIP. Unconfirmed."""

    unknown_queue_status: str = "failed"
    """DialCallStatus when a queue to be dialled does not exist. Unconfirmed."""

    unknown_queue_result: str = "queue-not-found"
    """DequeueResult when a queue to be dialled does not exist. Unconfirmed."""

    empty_queue_status: str = "no-answer"
    """DialCallStatus when nobody arrived in the dialled queue in time. Unconfirmed."""

    empty_queue_result: str = "queue-empty"
    """DequeueResult when nobody arrived in the dialled queue in time. Unconfirmed."""

    lost_dequeue_status: str = "no-answer"
    """DialCallStatus when the waiting caller was gone before the two were connected. Unconfirmed."""

    connecting_hang_up_result: str = "bridging-in-process"
    """QueueResult of a caller gone while being connected, before the bridge. Unconfirmed."""

    orphaned_coach_is_heard: bool = False
    """Is a coach heard by everybody once the coached leg has left? Unconfirmed."""

    first_conference_sequence: int = 1
    """SequenceNumber of a conference's first event. Unconfirmed."""

    end_on_exit_change_is_modify: bool = True
    """Is a change of EndConferenceOnExit told as participant-modify? Unconfirmed."""

    end_on_exit_changes_on_hold: bool = False
    """Does a change of EndConferenceOnExit count for somebody on hold? As users report it is answered with 200 and
    nothing changes, so that a room ends that should go on, or goes on that should end. Unconfirmed."""

    conference_full_error: int = 16020
    """The error of joining a conference that has its maxParticipants already. The number is unconfirmed."""

    wrong_root_error: int = 12100
    """Code for a document whose root is not Response: 12100, whose page lists it, or 12102, which is named for it."""

    lone_pause_never_answers: bool = True
    """An inbound call whose document holds only Pause is never picked up (seen live, undocumented)."""

    basic_voices_speak_every_language: bool = True
    """Do `man`, `woman` and `alice` speak languages such as Turkish? Unconfirmed; if not, the Say fails with 13511."""

    play_fetches_audio: bool = False
    """Play asks the customer's server for the file: its errors are notified, and a WAV file lasts as long as it is."""

    get_answers_are_cached: bool = False
    """Answers to GET with a max-age are kept for that long, for Play, wait documents and all others."""

    seconds_between_empty_waits: float = 1.0
    """Twilio fetches a wait document that took no time again at once; after a few in a row we let this much pass."""

    auto_speech_seconds: float = 1.0
    """speechTimeout=auto: how long a pause ends an utterance."""

    partial_result_seconds: float = 1.0
    """How often a partialResultCallback is made while somebody speaks."""

    profane_words: tuple[str, ...] = ("damn", "bloody", "lanet", "kahretsin")
    """What profanityFilter masks."""
    silent_recordings_are_absent: bool = False
    """Is a recording without any sound absent (16102) although it is not trimmed? A setting of the account."""

    empty_recording_falls_through: bool = True
    """Record with nothing said and no key pressed goes on with the next verb; else its action is asked. Unconfirmed."""

    recording_callback_says_error_zero: bool = True
    """Does a recording's callback carry ErrorCode=0 when nothing is wrong? Seen live, not documented."""

    current_recording_is_the_newest: bool = True
    """Which one is `Twilio.CURRENT` when several recordings of a call run: the newest, else the oldest. Unconfirmed."""

    recording_media_needs_authentication: bool = False
    """HTTP authentication for a recording's media, which an account may demand."""
