"""Every element of TwiML for voice: its attributes, their values, the codes of wrong ones, and what may be inside.

Where Twilio's dictionary has no code of its own for a wrong value, it is a schema warning (12200). Elements that share
a tag have names of their own here: `ReferSip` is the Sip of a Refer.
"""

from simulator.twiml.element import Element, element

_RECORDED = (
    "recordingStatusCallback:url!13256 recordingStatusCallbackMethod:method "
    "recordingStatusCallbackEvent:some(in-progress|completed|absent)!13621"
)
_PROGRESS = (
    "statusCallback:url statusCallbackMethod:method statusCallbackEvent:some(initiated|ringing|answered|completed)"
)
_MACHINE = (
    "machineDetection:one(Enable|DetectMessageEnd) amdStatusCallback:url amdStatusCallbackMethod:method "
    "machineDetectionTimeout:int(3..60) machineDetectionSpeechThreshold:int(1000..6000) "
    "machineDetectionSpeechEndThreshold:int(500..5000) machineDetectionSilenceTimeout:int(2000..10000)"
)
_WHEN_RECORDED = (
    "do-not-record|record-from-answer|record-from-ringing|record-from-answer-dual|record-from-ringing-dual|true|false"
)
_TRIM = "trim:one(trim-silence|do-not-trim)!13699"
_TRACK = "track:one(inbound_track|outbound_track|both_tracks)"
_CARDS = "visa|mastercard|amex|maestro|discover|optima|jcb|diners-club|enroute"
_RING_TONES = (
    "at|au|bg|br|be|ch|cl|cn|cz|de|dk|ee|es|fi|fr|gr|hu|il|in|it|lt|jp|mx|my|nl|no|nz|ph|pl|pt|ru|se|sg|th|uk|us|us-old|"
    "tw|ve|za"
)
_SAY_AS = "characters|spell-out|cardinal|number|ordinal|digits|fraction|unit|date|time|address|expletive|telephone"
_SPOKEN_LOCALES = (
    "arb|ar-AE|ca-ES|cmn-CN|cy-GB|da-DK|de-DE|de-AT|en-AU|en-GB|en-GB-WLS|en-IN|en-NZ|en-US|en-ZA|es-ES|es-MX|es-US|fi-FI|"
    "fr-CA|fr-FR|he-IL|hi-IN|is-IS|it-IT|ja-JP|ko-KR|nb-NO|nl-NL|pl-PL|pt-BR|pt-PT|ro-RO|ru-RU|sv-SE|tr-TR|yue-CN"
)
_WORDS = "break emphasis phoneme prosody say-as sub"

_CONTROL: dict[str, Element] = {
    "Response": element(
        "version",
        "Connect Dial Echo Enqueue Gather Hangup Leave Pause Pay Play Record Redirect Refer Reject Say Sms Start Stop",
    ),
    "Redirect": element("method:method!13710", text=True),
    "Hangup": element(children="Parameter"),
    "Reject": element("reason:one(rejected|busy)!13810", "Parameter"),
    "Leave": element(),
    "Pause": element("length:int(1..)!13910"),
    "Echo": element(),
    "Sms": element("to!14101 from!14102 action:url method:method!14104 statusCallback:url!14105", text=True),
    "Parameter": element("name value"),
}
_SPEECH: dict[str, Element] = {
    "Say": element("voice!13511 loop:int(0..)!13510 language!13512", f"lang p s w {_WORDS}", text=True),
    "Play": element("loop:int(0..)!13410 digits:tones!13430", text=True),
    "break": element("strength:one(none|x-weak|weak|medium|strong|x-strong) time"),
    "emphasis": element("level:one(strong|moderate|reduced)", f"lang w {_WORDS}", text=True),
    "lang": element(f"xml:lang:one({_SPOKEN_LOCALES})", f"lang p s w {_WORDS}", text=True),
    "p": element(children=f"lang s w {_WORDS}", text=True),
    "phoneme": element(
        "alphabet:one(ipa|x-sampa|x-amazon-jyutping|x-amazon-pinyin|x-amazon-pron-kana|x-amazon-yomigana) ph", text=True
    ),
    "prosody": element("volume rate!13513 pitch", f"lang p s w {_WORDS}", text=True),
    "s": element(children=f"lang w {_WORDS}", text=True),
    "say-as": element(f"interpret-as:one({_SAY_AS}) format:one(mdy|dmy|ymd|md|dm|ym|my|d|m|y|yyyymmdd)", text=True),
    "sub": element("alias", text=True),
    "w": element("role", _WORDS, text=True),
}
_INPUT: dict[str, Element] = {
    "Gather": element(
        "input:some(dtmf|speech)!13326 action:url method:method!13312 timeout:int(0..)!13313 "
        "speechTimeout:auto(0..)!13327 "
        "maxSpeechTime:int(1..)!13328 profanityFilter:flag!13333 finishOnKey:key!13310 numDigits:int(1..)!13314 "
        "partialResultCallback:url partialResultCallbackMethod:method!13329 language!13331 hints!13330 "
        "bargeIn:flag!13332 "
        "debug:flag actionOnEmptyResult:flag!13338 speechModel!13334 enhanced:flag",
        "Pause Play Say",
    ),
    "Record": element(
        "action:url method:method!13610 timeout:int(0..)!13611 finishOnKey:keys!13613 maxLength:int(1..14400)!13612 "
        f"playBeep:flag!13616 {_TRIM} {_RECORDED} transcribe:flag!13614 transcribeCallback:url!13257 "
        "recordingConfigurationId"
    ),
    "Pay": element(
        "input:one(dtmf) action:url "
        "bankAccountType:one(consumer-checking|consumer-savings|commercial-checking|commercial-savings) "
        "statusCallback:url statusCallbackMethod:method timeout:int maxAttempts:int securityCode:flag postalCode "
        "minPostalCodeLength:int paymentConnector paymentMethod:one(ach-debit|credit-card) "
        f"tokenType:one(one-time|reusable|payment-method) chargeAmount currency description "
        f"validCardTypes:some({_CARDS}) "
        "language:one(de-DE|en-AU|en-CA|en-GB|en-IN|en-IE|en-NZ|en-PH|en-ZA|en-US|es-ES|es-US|fr-CA|fr-FR|it-IT)",
        "Parameter Prompt",
    ),
    "Prompt": element(
        "for:one(payment-card-number|expiration-date|security-code|postal-code|payment-processing|bank-account-number|"
        "bank-routing-number) errorType:some(timeout|invalid-card-number|invalid-card-type|invalid-date|"
        f"invalid-security-code|internal-error|input-matching-failed) cardType:some({_CARDS}) attempt "
        "requireMatchingInputs:flag",
        "Pause Play Say",
    ),
}
_QUEUEING: dict[str, Element] = {
    "Enqueue": element(
        "action:url!14203 maxQueueSize:int(1..) method:method!14201 waitUrl:url!14202 waitUrlMethod:method!14206 "
        "workflowSid:sid(WW)!14220",
        "Task",
        text=True,
    ),
    "Task": element("priority:int timeout:int", text=True),
}
_DIAL: dict[str, Element] = {
    "Dial": element(
        "action:url method:method!13210 timeout:int(5..600)!13212 hangupOnStar:flag!13213 "
        "timeLimit:int(1..86400)!13216 "
        f"callerId record:one({_WHEN_RECORDED})!13217 {_TRIM} {_RECORDED} recordingConfigurationId answerOnBridge:flag "
        f"ringTone:one({_RING_TONES}) recordingTrack:one(inbound|outbound|both)!13622 sequential:flag referUrl:url "
        "referMethod:method events:one(call-progress-event) passports callReason:text(50)",
        "Application Client Conference Number Queue Sip WhatsApp Sim",
        text=True,
    ),
    "Number": element(
        f"sendDigits:tones!13222 url:url method:method!13221 {_PROGRESS} byoc:sid(BY) {_MACHINE}", text=True
    ),
    "Client": element(
        f"url:url method:method {_PROGRESS} clientNotificationUrl:url!13806", "Identity Parameter", text=True
    ),
    "Identity": element(text=True),
    "Sip": element(
        f"username password url:url method:method!13241 {_PROGRESS} {_MACHINE}", "Headers SipUri", text=True
    ),
    "SipUri": element("priority weight username password", tag="Uri", text=True),
    "Headers": element(children="Header"),
    "Header": element("name value"),
    "Conference": element(
        "muted:flag!13230 beep:one(true|false|onEnter|onExit)!13235 startConferenceOnEnter:flag!13232 "
        "endConferenceOnExit:flag!13231 waitUrl:url!13233 waitMethod:method!13234 maxParticipants:int(2..250) "
        "record:one(do-not-record|record-from-start) recordingConfigurationId "
        f"region:one(us1|us2|ie1|sg1|br1|au1|jp1|de1) coach:sid(CA)!13240 {_TRIM} "
        "statusCallbackEvent:some(start|end|join|leave|mute|hold|modify|speaker|announcement) statusCallback:url "
        f"statusCallbackMethod:method {_RECORDED} eventCallbackUrl:url jitterBufferSize:one(large|medium|small|off) "
        "participantLabel:text(128)",
        text=True,
    ),
    "Queue": element(
        "url:url!14211 method:method!14210 reservationSid:sid(WR)!14215 postWorkActivitySid:sid(WA)!14216", text=True
    ),
    "Application": element(
        f"url:url method:method {_PROGRESS} customerId copyParentTo:flag", "ApplicationSid Parameter", text=True
    ),
    "ApplicationSid": element(text=True),
    "WhatsApp": element(f"url:url method:method {_PROGRESS}", text=True),
    "Sim": element(text=True),
    "Refer": element("action:url method:method", "ReferSip"),
    "ReferSip": element(tag="Sip", text=True),
}
_STREAMS: dict[str, Element] = {
    "Connect": element(
        "action:url method:method",
        "AiSession Autopilot Conversation ConversationRelay ConversationRelaySession Room Stream VirtualAgent",
    ),
    "Start": element("action:url method:method", "Recording Siprec Stream Transcription"),
    "Stop": element(children="Siprec Stream Transcription"),
    "Stream": element(
        f"name connectorName url:url {_TRACK} statusCallback:url statusCallbackMethod:method audioFormat sampleRate",
        "Parameter",
    ),
    "Siprec": element(f"name connectorName {_TRACK} statusCallback:url statusCallbackMethod:method", "Parameter"),
    "Recording": element(
        f"{_RECORDED} {_TRIM} track:one(inbound|outbound|both) channels:one(mono|dual) recordingConfigurationId"
    ),
    "Transcription": element(
        f"name {_TRACK} statusCallbackUrl:url statusCallbackMethod:method inboundTrackLabel outboundTrackLabel "
        "partialResults:flag languageCode transcriptionEngine profanityFilter:flag speechModel hints "
        "enableAutomaticPunctuation:flag intelligenceService",
        "Config Parameter",
    ),
    "Config": element("name value"),
    "VirtualAgent": element(
        "connectorName language sentimentAnalysis:flag statusCallback:url statusCallbackMethod:method",
        "Config Parameter",
    ),
    "AiSession": element("aiConnector aiSessionConfiguration"),
    "Autopilot": element(text=True),
    "Room": element("participantIdentity", text=True),
    "Conversation": element(
        "serviceInstanceSid inboundAutocreation:flag routingAssignmentTimeout:int inboundTimeout:int url:url "
        "method:method "
        f"record:one({_WHEN_RECORDED}) {_TRIM} {_RECORDED} statusCallback:url statusCallbackMethod:method "
        "statusCallbackEvent:some(call-initiated|call-ringing|call-answered|call-completed)"
    ),
    "ConversationRelay": element(
        "url:url language ttsLanguage transcriptionLanguage ttsProvider voice transcriptionProvider speechModel "
        "profanityFilter:flag dtmfDetection:flag welcomeGreeting partialPrompts:flag welcomeGreetingInterruptible "
        "interruptible preemptible:flag hints intelligenceService reportInputDuringAgentSpeech:flag "
        "elevenlabsTextNormalization interruptSensitivity debug backgroundNoiseReduction speechTimeout "
        "deepgramSmartFormat "
        "ignoreBackchannel events partialPromptOnHangup eagerEotThreshold asrSmartFormat ttsTextNormalization "
        "ttsLanguageTextNormalization elevenlabsLanguageTextNormalization includeInPrompt customerName "
        "applicationReconnect echoPromptFiltering turnDetection",
        "Language Parameter",
    ),
    "ConversationRelaySession": element("connector sessionConfiguration"),
    "Language": element(
        "code ttsProvider voice transcriptionProvider speechModel hints asrSmartFormat ttsTextNormalization "
        "ttsLanguageTextNormalization"
    ),
}
ELEMENTS: dict[str, Element] = {**_CONTROL, **_SPEECH, **_INPUT, **_QUEUEING, **_DIAL, **_STREAMS}
