"""Letters as the mail servers of the world hand them over, and as those who wish us ill do."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbacks.mail.bounce import letter_that_came_back
from callbacks.mail.letter import letter_name
from callbacks.mail.marked_up import words_of_html
from callbacks.mail.quoting import without_quotes
from callbacks.mail.reading import NoLetter, ReadLetter, read_letter
from cases.arrived import Arrived
from cases.received_attachment import LARGEST
from tests.conftest import SettableClock

OURS = f"<{letter_name('m1')}@example.com>"
NOW = SettableClock()()


def raw(body: Any = b"Merhaba", /, **headers: str) -> bytes:
    told = {"From": "Isil <isil@example.com>", "To": "destek@example.com", "Message-ID": "<1@example.com>", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items() if value)
    return lines.encode() + b"\r\n" + bytes(body)


def read(letter: bytes) -> Arrived:
    return read_letter(letter, now=NOW).arrived


def parsed(letter: bytes) -> ReadLetter:
    return read_letter(letter, now=NOW)


def test_who_wrote_what_and_in_answer_to_what() -> None:
    letter = read(raw(Subject="=?UTF-8?B?U8O2eg==?= [#4812]", In_Reply_To=OURS, References=f"<0@x.com> {OURS}"))
    assert (letter.sender, letter.subject, letter.body) == ("isil@example.com", "Söz [#4812]", "Merhaba")
    assert letter.answers == (letter_name("m1"),) and letter.mail_id == "<1@example.com>"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-9", "windows-1254", "us-ascii", "x-invented", "utf-16"])
def test_turkish_letters_are_read_whatever_they_call_themselves(charset: str) -> None:
    told = "windows-1254" if charset in ("us-ascii", "x-invented") else charset
    body = "Şebnem'in ığüçö".encode(told)
    assert read(raw(body, Content_Type=f"text/plain; charset={charset}")).body == "Şebnem'in ığüçö"


def test_a_subject_that_is_not_encoded_at_all_is_read() -> None:
    assert read(raw(Subject="Çamaşır makinesi")).subject == "Çamaşır makinesi"


def test_of_a_letter_in_two_shapes_the_words_are_read_once() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = "isil@example.com", "Fotoğraf"
    mail.set_content("Kapı kırık geldi.")
    mail.add_alternative("<p>Kapı <b>kırık</b> geldi.</p>", subtype="html")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="..\\kapı\r\n/kapı.png")
    letter = read(mail.as_bytes())
    assert letter.body == "Kapı kırık geldi."
    [picture] = letter.attachments
    assert (picture.name, picture.kind, picture.size, picture.content) == ("kapı.png", "image/png", 4, b"\x89PNG")


def test_a_web_page_alone_is_read_as_its_words() -> None:
    head = "<html><head><title>x</title><style>p{}</style></head>"
    assert words_of_html(f"{head}<body><p>Kapı&nbsp;kırık</p><script>alert(1)</script>geldi") == "Kapı kırık\ngeldi"
    assert words_of_html("<!-- gizli --><a href='x'>4812</a> İyi") == "4812 İyi"


@pytest.mark.parametrize("shape", ["<a x", "<!--", "<![", "</", "<a b='", "<script></s", "&#"])
def test_a_page_made_to_be_hard_to_read_is_read_in_one_pass(shape: str) -> None:
    words_of_html(shape * 100_000)


def test_what_is_too_large_to_keep_is_told_of() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "isil@example.com"
    mail.set_content("Film")
    mail.add_attachment(b"0" * (LARGEST + 1), maintype="video", subtype="mp4", filename="film.mp4")
    [film] = read(mail.as_bytes()).attachments
    assert (film.size, film.content) == (LARGEST + 1, None)


@pytest.mark.parametrize(
    "below",
    ["On Mon, 23 Nov 2026 at 10:00, Sahip <destek@example.com> wrote:\n> Söz",
     "23 Kas 2026 Pzt, 10:00 tarihinde Sahip <destek@example.com> şunu yazdı:\n> Söz",
     "-----Original Message-----\nFrom: Sahip", "________________________________\nKimden: Sahip", "> Söz\n>"],
)  # fmt: skip
def test_only_what_they_wrote_now_is_their_message(below: str) -> None:
    assert without_quotes(f"Yarın uygun.\n\n{below}") == "Yarın uygun."
    letter = read(raw(f"Yarın uygun.\n\n{below}\n[#4812]".encode()))
    assert letter.body.startswith("Yarın uygun.") and "4812" in letter.body + letter.named_in


def test_what_is_nothing_but_a_quotation_is_left_as_it_is() -> None:
    assert without_quotes("> Söz") == "> Söz"


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Auto_Response_Suppress": "OOF, AutoReply"},
     {"List_Id": "<haber.example.com>"}, {"Return_Path": "<>"}, {"From": "MAILER-DAEMON@example.com"},
     {"From": "no-reply@example.com"}, {"Message_ID": OURS, "Message-ID": ""}],
)  # fmt: skip
def test_what_a_machine_wrote_is_known_as_such(headers: dict[str, str]) -> None:
    assert read(raw(**headers)).automatic


def test_what_a_person_wrote_is_not_taken_for_a_machines() -> None:
    assert not read(raw(Auto_Submitted="no", Precedence="normal", Return_Path="<isil@example.com>")).automatic


def report(action: str = "failed", status: str = "5.1.1", name: str = OURS) -> bytes:
    said = f"Final-Recipient: rfc822; isil@example.com\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
    parts = ("text/plain\r\n\r\nSorry\r\n", f"message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n{said}",
             f"text/rfc822-headers\r\n\r\nMessage-ID: {name}\r\n\r\n")  # fmt: skip
    body = "".join(f"--b\r\nContent-Type: {part}" for part in parts) + "--b--"
    return raw(body.encode(), From="MAILER-DAEMON@mx.example.com",
               Content_Type="multipart/report; report-type=delivery-status; boundary=b")  # fmt: skip


def test_a_report_names_the_letter_that_did_not_arrive() -> None:
    assert letter_that_came_back(parsed(report()).parsed) == letter_name("m1")


@pytest.mark.parametrize(
    "told", [report(action="delayed"), report(status="4.2.2"), report(name="<else@example.com>"), raw()]
)
def test_a_delay_or_somebody_elses_letter_is_no_letter_of_ours_that_came_back(told: bytes) -> None:
    assert letter_that_came_back(parsed(told).parsed) is None


def test_the_same_letter_has_one_name_by_whatever_way_it_came() -> None:
    assert read(raw()).id == read(raw(Received="by mx2.example.com")).id
    assert read(raw()).id != read(raw(From="baska@example.com")).id
    assert len(read(raw(**{"Message-ID": ""})).id) <= 80


@pytest.mark.parametrize("letter", [b"", b"Merhaba", raw(From=""), raw(From="Isil"), raw(From="a@b, c")])
def test_what_says_neither_who_nor_what_is_no_letter(letter: bytes) -> None:
    with pytest.raises(NoLetter):
        read(letter)


def test_parts_within_parts_without_end_are_no_letter() -> None:
    nested = b"From: isil@example.com\r\n"
    for level in range(3000):
        nested += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    with pytest.raises(NoLetter):
        read(nested)


PIECES = st.sampled_from(
    [b"From: isil@example.com\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n", b"--b--\r\n", b"\r\n",
     b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: message/rfc822\r\n", b"Subject: =?utf-8?b?gQ?=\r\n",
     b"Content-Type: text/html; charset=\"\xff\"\r\n", b"Content-Disposition: attachment; filename*=utf-8''%ff\r\n",
     b"Content-Type: text/plain; charset*=x'y'z\r\n", b"From: =?x?q?=\r\n", b"\x00\xff", b"Message-ID: <>\r\n", b"<!["]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=25))
def test_whatever_comes_is_read_or_is_no_letter(pieces: list[bytes]) -> None:
    try:
        letter = parsed(b"From: isil@example.com\r\n" + b"".join(pieces))
    except NoLetter:
        return
    letter_that_came_back(letter.parsed)
    assert "\x00" not in letter.arrived.body + (letter.arrived.subject or "")
    (letter.arrived.body + (letter.arrived.subject or "")).encode()
