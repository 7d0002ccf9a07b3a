"""Letters are handed to a mail server, once; what becomes of one depends on the step at which it fails."""

from email.headerregistry import Address
from pathlib import Path

import pytest

from callbacks.mail.errors import MailLater, MailRefused, MailUnknown
from callbacks.mail.letter import Letter, letter_name, letters_named_in, written_letter
from callbacks.mail.post_office import LetterFolder, PostOffice, post_office, sender_of
from tests.callbacks.mail.conftest import MailServer
from tests.conftest import SettableClock

READER = "isil@example.com"
SENDER = sender_of("Sahip Müşteri Hizmetleri <Destek@Example.com>")


def handed_in(office: PostOffice, clock: SettableClock, **changes: object) -> None:
    told = {"name": letter_name("f1"), "to": READER, "subject": "[#4812] Söz", "automatic": True,
            "body": "Yarın geliyoruz.\n.\nİyi günler — Sahip", **changes}  # fmt: skip
    office.send(written_letter(Letter(**told), office.sender, now=clock()), READER)  # type: ignore[arg-type]


def plain_office(server: MailServer) -> PostOffice:
    return post_office(server.url(signing_in=False), SENDER)


def test_a_letter_arrives_as_it_was_written(plain_server: MailServer, clock: SettableClock) -> None:
    handed_in(plain_office(plain_server), clock, answers="<soru@example.com>")
    [letter] = plain_server.letters
    assert letter.get_content().replace("\r\n", "\n").rstrip() == "Yarın geliyoruz.\n.\nİyi günler — Sahip"
    assert (letter["Subject"], letter["To"]) == ("[#4812] Söz", READER)
    assert letter["From"].addresses[0] == Address("Sahip Müşteri Hizmetleri", "destek", "example.com")
    assert letter["In-Reply-To"] == letter["References"] == "<soru@example.com>"
    assert letter["Auto-Submitted"] == "auto-generated", "no machine should answer it"
    assert letters_named_in(letter["Message-ID"]) == [letter_name("f1")]


def test_what_a_person_wrote_is_not_marked_as_a_machines(plain_server: MailServer, clock: SettableClock) -> None:
    handed_in(plain_office(plain_server), clock, automatic=False)
    assert plain_server.letters[0]["Auto-Submitted"] is None


def test_no_subject_writes_headers_of_its_own(plain_server: MailServer, clock: SettableClock) -> None:
    handed_in(plain_office(plain_server), clock, subject="Merhaba\r\nBcc: herkes@example.com")
    assert plain_server.letters[0]["Bcc"] is None


def test_it_signs_in_over_a_line_nobody_reads(tls_server: MailServer, clock: SettableClock) -> None:
    handed_in(post_office(tls_server.url(query=f"?ca={tls_server.ca}"), SENDER), clock)
    assert tls_server.signed_in == ["sahip"] and tls_server.secured == [True]


def test_a_certificate_nobody_vouches_for_is_not_believed(tls_server: MailServer, clock: SettableClock) -> None:
    office = post_office(tls_server.url(host="127.0.0.1", query=f"?ca={tls_server.ca}"), SENDER)
    with pytest.raises(MailLater):
        handed_in(office, clock)
    assert tls_server.signed_in == [], "the password has not left"


def test_a_wrong_password_is_mended_by_somebody_and_letters_wait(tls_server: MailServer, clock: SettableClock) -> None:
    wrong = tls_server.url(query=f"?ca={tls_server.ca}").replace("gizli", "yanl%C4%B1%C5%9F")
    with pytest.raises(MailLater) as later:
        handed_in(post_office(wrong, SENDER), clock)
    assert later.value.retry_after >= 300 and tls_server.letters == []


def test_elsewhere_a_server_without_tls_gets_nothing() -> None:
    for address in ("smtp://mail.example.com", "smtp://mail.example.com:587?starttls=required"):
        assert getattr(post_office(address, SENDER), "starttls", None) is True
    assert getattr(post_office("smtp://mail.example.com?starttls=never", SENDER), "starttls", None) is False


@pytest.mark.parametrize(
    ("step", "answer", "trouble"),
    [
        ("MAIL", "451 later", MailLater),
        ("MAIL", "530 sign in first", MailLater),
        ("RCPT", "450 greylisted", MailLater),
        ("RCPT", "550 no such mailbox", MailRefused),
        ("DATA", "452 no room", MailLater),
        ("DATA", "554 looks like spam", MailRefused),
    ],
)
def test_the_servers_answer_says_whether_to_come_again(
    plain_server: MailServer, clock: SettableClock, step: str, answer: str, trouble: type[Exception]
) -> None:
    plain_server.answers[step] = answer
    with pytest.raises(trouble):
        handed_in(plain_office(plain_server), clock)
    assert plain_server.letters == []


def test_a_server_that_is_not_there_is_asked_later(clock: SettableClock) -> None:
    with pytest.raises(MailLater):
        handed_in(post_office("smtp://127.0.0.1:9", SENDER), clock)


def test_a_server_that_vanishes_with_the_letter_leaves_us_in_doubt(
    plain_server: MailServer, clock: SettableClock
) -> None:
    plain_server.vanishes = True
    with pytest.raises(MailUnknown):
        handed_in(plain_office(plain_server), clock)
    assert len(plain_server.letters) == 1, "it had taken it"


def test_in_the_demo_letters_are_files(tmp_path: Path, clock: SettableClock) -> None:
    office = post_office(f"file://{tmp_path}/letters", SENDER)
    assert isinstance(office, LetterFolder)
    handed_in(office, clock)
    [file] = (tmp_path / "letters").iterdir()
    assert file.name == f"{letter_name('f1')}.eml" and b"To: isil@example.com" in file.read_bytes()


@pytest.mark.parametrize(
    "address",
    ["mail.example.com", "http://mail.example.com", "smtp://", "file://letters", "smtp://h?starttls=maybe",
     "smtp://h?what=else", "smtp://h:99999"],
)  # fmt: skip
def test_what_is_no_address_of_a_post_office_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        post_office(address, SENDER)


@pytest.mark.parametrize("sender", ["Sahip", "Sahip <destek@>", "Sa\nhip <destek@example.com>", ""])
def test_who_cannot_be_written_back_to_sends_nothing(sender: str) -> None:
    with pytest.raises(ValueError):
        sender_of(sender)
