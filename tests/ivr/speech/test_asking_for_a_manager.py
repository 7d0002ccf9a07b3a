"""However somebody says that they want a manager, it is heard; a manager who is only talked about is not asked for."""

import pytest

from ivr.speech.understanding import intent_of

TURKISH = """
yöneticinizle görüşmek istiyorum | yöneticinizle görüşebilir miyim | yöneticini ver bana | bana yöneticinizi bağlayın
müdürünüzü bağlar mısınız | müdürünüz yok mu | müdürü ver | müdür beyle görüşeceğim | genel müdürle görüşmek istiyorum
sorumlu birine bağlayın | üst düzey biriyle konuşmak istiyorum | daha üst bir yetkiliyle görüşeyim | şefinizi bağlayın
amirinizle konuşmak istiyorum | beni bir üst yetkiliye aktarın | üstünüze aktarın beni | sizin bir üstünüz yok mu
süpervizörünüzle görüşmek istiyorum | takım liderinizle görüşmek istiyorum | patronunuzu bağlayın | yöneticiye aktarın
ben senin müdürünle konuşurum | yönetimden biriyle görüşmek istiyorum | yöneticinle görüştür beni
"""
ENGLISH = """
i want to speak to your manager | can i talk to a manager | put me through to a manager | get me your boss
give me your manager | who is your manager | transfer me to your supervisor | let me talk to whoever is in charge
somebody higher up | i need to talk to your superior | i want to speak with management | escalate this | manager please
"""


def sentences(text: str) -> list[str]:
    return [one.strip() for line in text.strip().splitlines() for one in line.split("|")]


@pytest.mark.parametrize("speech", sentences(TURKISH))
def test_a_turkish_caller_asks_for_a_manager(speech: str) -> None:
    assert intent_of(speech, "tr") == "manager"


@pytest.mark.parametrize("speech", sentences(ENGLISH))
def test_an_english_caller_asks_for_a_manager(speech: str) -> None:
    assert intent_of(speech, "en") == "manager"


@pytest.mark.parametrize(
    ("language", "speech"),
    [("tr", "yöneticiyle görüşmek istemiyorum"), ("tr", "apartman yöneticisiyim sayaç okunmadı"),
     ("en", "i am the building manager and the bill is too high"), ("en", "my manager told me to call")],
)  # fmt: skip
def test_a_manager_who_is_only_spoken_of_is_not_asked_for(language: str, speech: str) -> None:
    assert intent_of(speech, language) != "manager"
