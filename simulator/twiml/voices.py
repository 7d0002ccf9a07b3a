"""The voices of Say and the languages they speak. Names are case-sensitive in the tables and compared without case."""

from collections.abc import Iterator

BASIC = frozenset({"man", "woman", "alice"})
"""The old voices. Whether they speak Turkish is unconfirmed; see `Switches.basic_voices_speak_every_language`."""

BASIC_LANGUAGES = frozenset({"en", "es", "fr", "de", "it"})
"""What the old voices are known to speak, whatever the region."""

BILINGUAL = {"polly.aditi": "hi", "polly.kajal-neural": "hi", "polly.kajal-generative": "hi"}
"""Voices that speak a second language."""

SAME_LANGUAGE = {"arb": "ar", "cmn": "zh", "yue": "zh"}
"""Languages with two names."""

_GOOGLE_FAMILIES = {"S": "Standard", "W": "Wavenet", "N": "Neural2"}
_CHIRP = ["Aoede", "Charon", "Fenrir", "Kore", "Leda", "Orus", "Puck", "Zephyr"]
_GOOGLE = """
af-ZA S:A
am-ET S:AB W:AB
ar-XA S:ABCD W:ABCD C
bg-BG S:AB
bn-IN S:ABCD W:ABCD C
ca-ES S:AB
cmn-CN S:ABCD W:ABCD C
cmn-TW S:ABC W:ABC
cs-CZ S:AB W:AB
da-DK S:ACDEFG W:ACDEFG N:DF
de-DE S:ABCDEFGH W:ABCDEFGH N:ABCDFGH C
el-GR S:AB W:AB
en-AU S:ABCD W:ABCD N:ABCD C
en-GB S:ABCDFNO W:ABCDFNO N:ABCDFNO C
en-IN S:ABCDEF W:ABCDEF N:ABCD C
en-US S:ABCDEFGHIJ W:ABCDEFGHIJ N:ACDEFGHIJ C
es-ES S:ABCDEFGH W:BCDEFGH N:ABCDEFGH C
es-US S:ABC W:ABC N:ABC C
eu-ES S:AB
fi-FI S:AB W:AB
fil-PH S:ABCD W:ABCD N:AD
fr-CA S:ABCD W:ABCD N:ABCD C
fr-FR S:ABCDEFG W:ABCDEFG N:ABCDEFG C
gl-ES S:AB
gu-IN S:ABCD W:ABCD C
he-IL S:ABCD W:ABCD
hi-IN S:ABCDEF W:ABCDEF N:ABCD C
hu-HU S:AB W:A
id-ID S:ABCD W:ABCD C
is-IS S:AB
it-IT S:ABCDEF W:ABCDEF N:ACF C
ja-JP S:ABCD W:ABCD N:BCD C
kn-IN S:ABCD W:ABCD C
ko-KR S:ABCD W:ABCD N:ABC C
lt-LT S:AB
lv-LV S:AB
ml-IN S:ABCD W:ABCD C
mr-IN S:ABC W:ABC C
ms-MY S:ABCD W:ABCD
nb-NO S:ABCDEFG W:ABCDEFG
nl-BE S:ABCD W:ABCD
nl-NL S:ABCDEFG W:ABCDEFG C
pa-IN S:ABCD W:ABCD
pl-PL S:ABCDEFG W:ABCDEFG C
pt-BR S:ABCDE W:ABCDE N:ABC C
pt-PT S:ABCDEF W:ABCDEF
ro-RO S:AB W:AB
ru-RU S:ABCDE W:ABCDE C
sk-SK S:AB W:AB
sr-RS S:A
sv-SE S:ABCDEFG W:ABCDEFG
ta-IN S:ABCD W:ABCD C
te-IN S:ABCD C
th-TH S:A N:C C
tr-TR S:ABCDE W:ABCDE C
uk-UA S:A W:A
vi-VN S:ABCD W:ABCD N:AD C
yue-HK S:ABCD
"""
"""A language, the letters of each family (S Standard, W Wavenet, N Neural2), C for the eight Chirp3-HD voices."""

_POLLY_KINDS = {"s": "", "n": "-Neural", "g": "-Generative"}
_POLLY = """
ar-AE Hala:n Zayd:n
arb Zeina:s
ca-ES Arlet:n
cmn-CN Zhiyu:sn
cy-GB Gwyneth:s
da-DK Mads:s Naja:s Sofie:n
de-AT Hannah:n
de-DE Daniel:ng Hans:s Marlene:s Vicki:sng
en-AU Nicole:s Olivia:ng Russell:s
en-GB Amy:sng Arthur:n Brian:sn Emma:sn
en-GB-WLS Geraint:s
en-IE Niamh:n
en-IN Aditi:s Kajal:ng Raveena:s
en-NZ Aria:n
en-US Danielle:ng Gregory:n Ivy:sn Joanna:sng Joey:sn Justin:sn Kendra:sn Kevin:sn Kimberly:sn
en-US Matthew:sng Ruth:ng Salli:sn Stephen:ng
en-ZA Ayanda:ng
es-ES Conchita:s Enrique:s Lucia:sng Sergio:ng
es-MX Andres:ng Mia:sn Mía:g
es-US Lupe:sng Miguel:s Pedro:ng Penelope:s
fi-FI Suvi:n
fr-BE Isabelle:n
fr-CA Chantal:s Gabrielle:n Liam:n
fr-FR Celine:s Lea:sng Mathieu:s Remi:n Rémi:g
is-IS Dora:s Karl:s
it-IT Adriano:n Bianca:sng Carla:s Giorgio:s
ja-JP Kazuha:n Mizuki:s Takumi:sn Tomoko:n
ko-KR Seoyeon:sn
nb-NO Ida:n Liv:s
nl-BE Lisa:n
nl-NL Laura:n Lotte:s Ruben:s
pl-PL Ewa:s Jacek:s Jan:s Maja:s Ola:n
pt-BR Camila:sn Ricardo:s Thiago:n Vitoria:sn
pt-PT Cristiano:s Ines:sn
ro-RO Carmen:s
ru-RU Maxim:s Tatyana:s
sv-SE Astrid:s Elin:n
tr-TR Burcu:n Filiz:s
yue-CN Hiujin:n
"""
"""A language, names with the kinds each comes in (s standard, n Neural, g Generative)."""


def _google() -> Iterator[tuple[str, str]]:
    for line in _GOOGLE.split("\n"):
        language, *families = line.split() or [""]
        for family in families:
            letter, _, members = family.partition(":")
            names = _CHIRP if letter == "C" else members
            for name in names:
                yield f"Google.{language}-{_GOOGLE_FAMILIES.get(letter, 'Chirp3-HD')}-{name}", language


def _polly() -> Iterator[tuple[str, str]]:
    for line in _POLLY.split("\n"):
        language, *names = line.split() or [""]
        for each in names:
            name, _, kinds = each.partition(":")
            for kind in kinds:
                yield f"Polly.{name}{_POLLY_KINDS[kind]}", language


VOICES: dict[str, str] = {name.lower(): language for name, language in [*_google(), *_polly()]}
"""Every named voice, in small letters, and the language it speaks."""


def why_mute(voice: str, language: str, basic_speak_all: bool) -> str:
    """Why this voice cannot speak this language; "" if it can, or if either is left to the account's settings."""
    name = voice.strip().lower()
    if not name:
        return ""
    if name not in BASIC and name not in VOICES:
        return f"there is no voice {voice!r}"
    if not language or (name in BASIC and (basic_speak_all or _tongue(language) in BASIC_LANGUAGES)):
        return ""
    if name in BASIC:
        return f"voice {voice!r} does not speak {language}"
    spoken = {_tongue(VOICES[name]), BILINGUAL.get(name, "")}
    return "" if _tongue(language) in spoken else f"voice {voice!r} speaks {VOICES[name]}, not {language}"


def _tongue(locale: str) -> str:
    """The language without its region: `tr` of `tr-TR`."""
    language = locale.strip().lower().partition("-")[0]
    return SAME_LANGUAGE.get(language, language)
