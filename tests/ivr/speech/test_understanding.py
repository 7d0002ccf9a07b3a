"""What callers mean: inflected, without diacritics, in any casing, denied, in numbers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.hearing import hearing
from ivr.speech.understanding import intent_of, meant

OPTIONS = {
    "1": ("teslimat", "kargo nerede"),
    "2": ("fatura", "ödeme", "borç"),
    "3": ("arıza", "çalışmıyor", "elektrik yok", "ısınmıyor"),
    "4": ("fatura itirazı", "yanlış fatura"),
    "12": ("abonelik",),
}
ENGLISH = {"1": ("bill", "payment"), "2": ("delivery",), "3": ("not working", "broken")}

SENTENCES = [
    ("faturamı ödemek istiyorum", "2"),
    ("borcum ne kadar", "2"),
    ("odemelerim", "2"),
    ("arızayı bildireceğim", "3"),
    ("buzdolabım çalışmıyor", "3"),
    ("evimiz ısınmıyor", "3"),
    ("aboneliğimi kapatmak istiyorum", "12"),
    ("kargom nerede acaba", "1"),
    ("teslmiat", "1"),
    ("faturama itiraz edeceğim", "4"),
    ("faturam yanlış gelmiş", "4"),
    ("fatura değil, arıza", "3"),
    ("arıza değil fatura", "2"),
    ("elektriğimiz yok", "3"),
    ("üçe bas", "3"),
    ("iki", "2"),
    ("üçüncü seçenek lütfen", "3"),
    ("on ikiye basıyorum", "12"),
    ("3'e basıyorum", "3"),
    ("bir", "1"),
    ("bir faturam vardı", "2"),
    ("talimat vermek istiyorum", None),
    ("araba", None),
    ("fatura ve arıza", None),
    ("dokuz", None),
    ("faturam yok", None),
    ("", None),
    ("...", None),
]


@pytest.mark.parametrize(("speech", "option"), SENTENCES)
def test_a_turkish_caller_is_understood(speech: str, option: str | None) -> None:
    assert meant(speech, "tr", OPTIONS) == option


@pytest.mark.parametrize(
    ("speech", "option"),
    [
        ("I'd like to pay my bills", "1"),
        ("billing", "1"),
        ("about my deliveries", "2"),
        ("it's not working", "3"),
        ("not a bill, a delivery", "2"),
        ("three please", "3"),
        ("press two", "2"),
        ("the second option", "2"),
        ("building", None),
        ("bill or delivery", None),
    ],
)
def test_an_english_caller_is_understood(speech: str, option: str | None) -> None:
    assert meant(speech, "en", ENGLISH) == option


@pytest.mark.parametrize(
    ("language", "speech", "intent"),
    [
        ("tr", "temsilci", "person"),
        ("tr", "Alo, bir insanla konuşabilir miyim?", "person"),
        ("tr", "faturam çok yüksek, bir yetkiliyle konuşmak istiyorum", "person"),
        ("tr", "kimse yok mu", "person"),
        ("tr", "sıfıra basıyorum", "person"),
        ("tr", "bağlayın lütfen", "person"),
        ("tr", "şikayetim var", "complaint"),
        ("tr", "faturamdan şikâyetçiyim", "complaint"),
        ("tr", "şikayette bulunacağım", "complaint"),
        ("tr", "müdürünüzle görüşmek istiyorum", "manager"),
        ("tr", "daha yetkili biriyle görüşebilir miyim", "manager"),
        ("tr", "tekrar eder misiniz", "repeat"),
        ("tr", "bir daha söyler misin", "repeat"),
        ("tr", "anlamadım", "repeat"),
        ("tr", "şikayetim yok", None),
        ("tr", "şikayet etmek istemiyorum", None),
        ("tr", "temsilciyle görüşmek istemiyorum", None),
        ("tr", "müşteri temsilcisi çok kibardı", None),
        ("tr", "yetkili servis arıyorum", None),
        ("tr", "inşaat", None),
        ("tr", "temsilci, temsilci, temsilci!", "person"),
        ("tr", "robot değil insan istiyorum", "person"),
        ("tr", "insan yok mu orada", "person"),
        ("tr", "üst düzey bir yetkiliyle görüşmek istiyorum", "manager"),
        ("tr", "şefinize bağlayın", "manager"),
        ("tr", "pardon, duyamadım", "repeat"),
        ("tr", "sesiniz gelmiyor duyamıyorum", "repeat"),
        ("tr", "temsilciniz bana yanlış bilgi verdi", None),
        ("tr", "apartman yöneticisiyim ortak sayacı soracağım", None),
        ("tr", "elektriğimi yeniden bağlayın lütfen", None),
        ("tr", "tekrar bozuldu", None),
        ("tr", "teknisyen bir daha gelmedi", None),
        ("tr", "şikayetimin durumu ne oldu", None),
        ("tr", "biri beni arasın", None),
        ("tr", "dört bin sekiz yüz on iki", None),
        ("tr", "", None),
        ("en", "not a machine, a person", "person"),
        ("en", "this is ridiculous, get me a person", "person"),
        ("en", "the manager of the building", None),
        ("en", "it broke again", None),
        ("en", "status of my complaint", None),
        ("en", "no I don't have any complaints", None),
        ("en", "agent", "person"),
        ("en", "can I talk to a real person", "person"),
        ("en", "zero", "person"),
        ("en", "I have a complaint about my bill", "complaint"),
        ("en", "could I speak with your manager", "manager"),
        ("en", "say that again please", "repeat"),
        ("en", "I don't want to complain", None),
        ("en", "no complaints, thank you", None),
        ("en", "can I pay in person", None),
        ("en", "personal information", None),
    ],
)
def test_what_may_be_asked_for_at_any_time(language: str, speech: str, intent: str | None) -> None:
    assert intent_of(speech, language) == intent


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_phrase_of_the_catalogue_means_what_it_is_listed_for(language: str) -> None:
    for intent, phrases in hearing(language).intents.items():
        for phrase in (*phrases.alone, *phrases.anywhere):
            assert intent_of(phrase, language) == intent, phrase


def _turkish_upper(text: str) -> str:
    return text.replace("i", "İ").replace("ı", "I").upper()


CASINGS = [str.upper, str.lower, str.title, str.swapcase, _turkish_upper, lambda text: _turkish_upper(text).lower()]
BARE = str.maketrans("çğıöşüâÇĞİÖŞÜ", "cgiosuaCGIOSU")


@pytest.mark.parametrize(("speech", "option"), SENTENCES)
def test_no_casing_and_no_missing_diacritics_change_what_is_meant(speech: str, option: str | None) -> None:
    for casing in CASINGS:
        assert meant(casing(speech), "tr", OPTIONS) == option, casing(speech)
        assert meant(casing(speech).translate(BARE), "tr", OPTIONS) == option, casing(speech)


@given(st.data())
def test_each_letter_may_be_of_any_case(data: st.DataObject) -> None:
    speech = data.draw(
        st.sampled_from(["şikayetim var", "ısınmıyor", "İtiraz", "fatura itirazı", "müdürünüzü istiyorum"])
    )
    raised = data.draw(st.lists(st.booleans(), min_size=len(speech), max_size=len(speech)))
    mixed = "".join(_turkish_upper(c) if up else c for c, up in zip(speech, raised, strict=True))
    assert intent_of(mixed, "tr") == intent_of(speech, "tr")
    assert meant(mixed, "tr", OPTIONS) == meant(speech, "tr", OPTIONS)


@given(st.text(max_size=400), st.sampled_from(["tr", "en"]))
def test_nothing_that_is_said_is_too_much(speech: str, language: str) -> None:
    assert meant(speech, language, OPTIONS) in {*OPTIONS, None}
    assert intent_of(speech, language) in {"person", "repeat", "complaint", "manager", None}


@pytest.mark.parametrize(
    "speech",
    [
        "faturam bu ay çok yüksek geldi bir yetkiliyle konuşmak istiyorum ne yapmam gerekiyor",
        "şikayetiminininininx " * 200,
        "şikayet" + "in" * 5000,
    ],
)
def test_understanding_takes_about_a_millisecond_whatever_is_said(speech: str) -> None:
    def once() -> float:
        start = time.perf_counter()
        meant(speech, "tr", OPTIONS)
        intent_of(speech, "tr")
        return time.perf_counter() - start

    assert min(once() for _ in range(20)) < 0.005
