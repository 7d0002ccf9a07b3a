"""The longest way to a person is what a caller meets who listens to everything, keeps silent, errs and chooses."""

import pytest

from tests.ivr.checking.checking import GOOD, changed, found, worst

SECOND = '  second:\n    menu:\n      say: {tr: bir, en: one}\n      options: {"1": delivery, "3": complaint}\n'
TWO_MENUS = changed(('"1": delivery\n', '"1": second\n'), ("  delivery:\n", SECOND + "  delivery:\n"))
NEWS = """\
flow: news
start: tell
person: anyone
nodes:
  tell:
    say: {tr: Bugün yoğunuz, en: We are busy today}
    next: done
  done:
    back: true
  anyone:
    agent: {queue: destek}
"""


def seconds(*texts: str) -> float:
    far = worst(*texts).seconds
    assert far is not None
    return far.amount


def test_silence_is_the_longest_way_through_a_menu_and_is_told_as_a_trail() -> None:
    longest = worst(GOOD)
    assert str(longest.seconds.trail) == "greeting → open (open) → menu (silence) → anyone"
    assert longest.presses == 1


def test_every_try_of_a_silent_caller_counts() -> None:
    tries = [seconds(changed(("person: anyone", f"person: anyone\ntries: {number}"))) for number in (1, 2, 3)]
    assert tries[2] - tries[1] == pytest.approx(tries[1] - tries[0], abs=0.1)
    assert tries[1] - tries[0] > 6


def test_what_is_said_to_silent_callers_counts() -> None:
    told = changed(("person: anyone", 'person: anyone\nsilence: {tr: "Sizi duyamadık.", en: "We did not hear you."}'))
    assert seconds(told) > seconds(GOOD) + 1


def test_a_long_greeting_puts_a_person_too_far_away() -> None:
    text = changed(
        ("Merhaba, hoş geldiniz.", "Merhaba. " + "Sizi önemsiyoruz. " * 40),
        ("start", "limits: {prompt_seconds: 120}\nstart"),
    )
    assert found(text) == ["error far_from_a_person main.yaml:3:1"]


def test_a_flow_may_set_its_own_limit() -> None:
    tight = changed(("person: anyone", "person: anyone\nlimits: {person_seconds: 10}"))
    assert found(tight) == ["error far_from_a_person main.yaml:2:1"]


def test_choices_are_counted_as_keys_and_0_only_when_nothing_was_chosen() -> None:
    assert worst(TWO_MENUS).presses == 2 and worst(GOOD).presses == 1


def test_going_back_to_a_menu_is_not_a_longer_way() -> None:
    back = changed(('"1": delivery,', '"1": delivery, "9": menu,'), text=TWO_MENUS)
    assert seconds(back) == seconds(TWO_MENUS)


ASKING = """\
  delivery:
    ask:
      say: {tr: "Sipariş numaranızı tuşlayın.", en: "Key in your order number."}
      keep: order
    next: found
  found:
    say: {tr: "Teşekkürler.", en: "Thank you."}
    next: more
  more:
    say: {tr: "Bekleyin.", en: "Wait."}
    next: anyone
"""


DELIVERY_ASKED = ("  delivery:\n    agent: {queue: destek}\n", ASKING)
COMPLAINT = """\
  complaint:
    complaint: {say: {tr: "Kaydettik. ", en: "We have it."}}
    next: more
  more:
    agent: {queue: sikayet}
"""


def test_behind_an_answer_the_count_begins_anew() -> None:
    asking = changed(("  delivery:\n    agent: {queue: destek}\n", ASKING))
    told = changed(("Teşekkürler.", "Teşekkürler. " + "Bir an. " * 110), text=asking)
    assert seconds(told) == seconds(asking)
    assert "error far_from_a_person main.yaml:17:3" in found(told)


def test_what_is_heard_in_another_flow_counts_and_so_does_a_person_there() -> None:
    text = changed(("next: open", "next: news"), ("  open:\n", "  news:\n    subflow: news\n    next: open\n  open:\n"))
    assert seconds(text, NEWS) > seconds(GOOD)
    assert str(worst(text, NEWS).seconds.trail).startswith("greeting → news → tell → done → open (open)")


def test_whoever_is_asked_because_of_what_they_chose_is_being_served_and_their_silence_is_measured_by_itself() -> None:
    slow = changed(("keep: order", "keep: order\n      seconds: 20"), text=changed(DELIVERY_ASKED))
    assert seconds(slow) == seconds(changed(DELIVERY_ASKED))
    patient = changed(("person: anyone", "person: anyone\ntries: 3"), text=slow)
    assert found(patient) == ["error far_from_a_person main.yaml:18:3"]


def test_callers_who_were_told_what_they_called_for_are_counted_anew() -> None:
    told = changed(("  complaint:\n    agent: {queue: sikayet}\n", COMPLAINT))
    shorter = changed(("Kaydettik. ", "Kaydettik. " + "Üzgünüz. " * 20), text=told)
    assert seconds(told) == seconds(shorter) == seconds(GOOD)


def test_nobody_is_counted_who_hears_that_the_centre_is_closed() -> None:
    lively = changed(("next: bye", "next: anyone"), ("Şu anda kapalıyız.", "Şu anda kapalıyız, " * 12))
    lively = lively[: lively.index("  bye:")]
    assert seconds(lively) == seconds(GOOD)
