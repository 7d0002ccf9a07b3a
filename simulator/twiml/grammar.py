"""What TwiML may contain: verbs, nouns, attributes, and which verbs are legal where."""

from dataclasses import dataclass


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VERBS = _names(
    "Connect Dial Echo Enqueue Gather Hangup Leave Pause Pay Play Record Redirect Refer Reject Say Sms Start Stop"
)
SIMULATED = _names("Dial Enqueue Gather Hangup Leave Pause Play Record Redirect Refer Reject Say")
NESTING = {
    "Gather": _names("Say Play Pause"),
    "Dial": _names("Number Client Sip Conference Queue Application WhatsApp Sim"),
    "Say": _names("break emphasis lang p phoneme prosody s say-as sub w"),
    "Enqueue": _names("Task"),
    "Client": _names("Identity Parameter"),
    "Sip": _names("Uri Headers"),
    "Application": _names("ApplicationSid Parameter"),
    "Refer": _names("Sip"),
    "Hangup": _names("Parameter"),
    "Reject": _names("Parameter"),
}
ATTRIBUTES = {
    "Say": _names("voice loop language"),
    "Play": _names("loop digits"),
    "Pause": _names("length"),
    "Gather": _names(
        "input action method timeout speechTimeout maxSpeechTime profanityFilter finishOnKey numDigits "
        "partialResultCallback partialResultCallbackMethod language hints bargeIn debug actionOnEmptyResult "
        "speechModel enhanced"
    ),
    "Dial": _names(
        "action method timeout hangupOnStar timeLimit callerId record trim recordingStatusCallback "
        "recordingConfigurationId recordingStatusCallbackMethod recordingStatusCallbackEvent answerOnBridge "
        "ringTone recordingTrack sequential referUrl referMethod events passports callReason"
    ),
    "Number": _names(
        "sendDigits url method statusCallbackEvent statusCallback statusCallbackMethod byoc machineDetection "
        "amdStatusCallbackMethod amdStatusCallback machineDetectionTimeout machineDetectionSpeechThreshold "
        "machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout"
    ),
    "Client": _names("url method statusCallbackEvent statusCallback statusCallbackMethod clientNotificationUrl"),
    "Sip": _names(
        "username password url method statusCallbackEvent statusCallback statusCallbackMethod "
        "machineDetection amdStatusCallbackMethod amdStatusCallback machineDetectionTimeout "
        "machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout"
    ),
    "Conference": _names(
        "muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants record "
        "recordingConfigurationId region coach trim statusCallbackEvent statusCallback statusCallbackMethod "
        "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent eventCallbackUrl "
        "jitterBufferSize participantLabel"
    ),
    "WhatsApp": _names("url method statusCallbackEvent statusCallback statusCallbackMethod"),
    "Application": _names("url method statusCallbackEvent statusCallback statusCallbackMethod customerId copyParentTo"),
    "Refer": _names("action method"),
    "Queue": _names("url method reservationSid postWorkActivitySid"),
    "Enqueue": _names("action maxQueueSize method waitUrl waitUrlMethod workflowSid"),
    "Redirect": _names("method"),
    "Reject": _names("reason"),
    "Record": _names(
        "action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback "
        "recordingStatusCallbackMethod recordingStatusCallbackEvent transcribe transcribeCallback "
        "recordingConfigurationId"
    ),
    "Hangup": _names(""),
    "Leave": _names(""),
}


@dataclass(frozen=True, kw_only=True)
class Context:
    """A place documents are fetched for. `wrong_verb` is the error code for a verb that is not legal there.

    A document that cannot be had is replaced by the fallback's if the place `falls_back`; a conference's do not.
    """

    name: str
    allowed: frozenset[str]
    wrong_verb: int = 12200
    falls_back: bool = True


CALL = Context(name="call", allowed=VERBS)
QUEUE_WAIT = Context(name="queue wait", allowed=_names("Play Say Pause Hangup Redirect Leave Gather"))
ROOM_WAIT = Context(
    name="conference wait", allowed=_names("Play Say Pause Redirect"), wrong_verb=13238, falls_back=False
)
ANNOUNCEMENT = Context(
    name="announcement", allowed=_names("Play Say Pause Redirect"), wrong_verb=13238, falls_back=False
)
WHISPER = Context(name="whisper", allowed=_names("Play Say Gather Hangup"), wrong_verb=13201)
