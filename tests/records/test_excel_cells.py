"""Lists that have been through Excel: what it did is undone where all of it is left, and told where it is not."""

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.caller_id import parse_caller_id
from cases.customer_import import caller_cell
from records.csv_cells import USUAL_NUMBER, date_cell, moment_cell, phone_cell
from records.csv_file import read_csv
from records.errors import CellRefused, CsvRefused
from records.excel_cells import mended, number_as_written

COLUMNS = {"phone": ("telefon",), "name": ("ad soyad",), "crm_id": ("müşteri no",)}


@pytest.mark.parametrize(
    "written",
    ["5321234567", "532 123 45 67", "905321234567", "05321234567", "+90 (532) 123 45 67", "0090 532-123-45-67",
     "'05321234567", '="05321234567"', "905321234567.0", "905321234567,00", "9,05321234567E+11", "9.05321234567e+11",
     "\u00a00532\u00a0123\u00a045\u00a067 ", "\u202a+90 532 123 45 67\u202c", "\u200e05321234567"],
)  # fmt: skip
def test_a_telephone_number_is_read_whatever_excel_has_done_to_it(written: str) -> None:
    assert phone_cell(mended(written)) == "+905321234567"


@pytest.mark.parametrize("written", ["9,05321E+11", "9.05321E+11", "9,0532123457E+11", "5E+09", "9,05321e11"])
def test_a_number_whose_digits_are_gone_is_told_as_what_it_is(written: str) -> None:
    with pytest.raises(CellRefused, match="its last digits are lost"):
        phone_cell(written)
    with pytest.raises(CellRefused, match="its last digits are lost"):
        number_as_written(written)


@pytest.mark.parametrize("written", ["#YOK", "#N/A", "#BAŞV!", "########", "#AD?", "#REF!"])
def test_what_excel_shows_where_there_is_no_value_is_no_value(written: str) -> None:
    with pytest.raises(CellRefused, match="holds no value"):
        mended(written)


@pytest.mark.parametrize("written", ["#1 müşterimiz", "1E5 blok", "=", "'", "E+11", "O'nun", "'tırnak'"])
def test_ordinary_words_are_left_as_they_are(written: str) -> None:
    assert number_as_written(mended(written)) == written


@pytest.mark.parametrize("name", ["Işıl Şahin", "Çağrı Öğüt", "İnci", "Gülüş"])
def test_letters_that_were_broken_on_the_way_are_told(name: str) -> None:
    with pytest.raises(CellRefused, match="its letters are broken"):
        mended(name.encode().decode("cp1254", "replace"))


@pytest.mark.parametrize("written", ["a\x07b", "a\x1bb", "\x7f"])
def test_a_control_character_is_told(written: str) -> None:
    with pytest.raises(CellRefused, match="control character"):
        mended(written)


def test_a_day_that_has_become_a_number_is_told_with_the_day_it_may_be() -> None:
    with pytest.raises(CellRefused, match=r"46353 is Excel's number of a day, perhaps 27\.11\.2026"):
        date_cell("46353")
    with pytest.raises(CellRefused, match=r"perhaps 27\.11\.2026"):
        moment_cell("46353,5", ZoneInfo("Europe/Istanbul"))
    assert date_cell("27.11.2026 00:00:00") == date(2026, 11, 27)


def read(tmp_path: Path, raw: bytes) -> list[tuple[int, str, str, str]]:
    path = tmp_path / "list.csv"
    path.write_bytes(raw)
    rows = read_csv(path, COLUMNS, required=("phone",))
    return [(row.line, row.text("phone"), row.text("name"), row.number("crm_id")) for row in rows if not row.faults]


LIST = "Telefon;Ad Soyad;Müşteri No\r\n0532 123 45 67;Işıl Şahin;'0071\r\n"


@pytest.mark.parametrize(
    "raw",
    [LIST.encode("cp1254"), LIST.encode("utf-8-sig"), LIST.replace(";", "\t").encode("utf-16"),
     b"\xfe\xff" + LIST.encode("utf-16-be"), ("\r\n" + LIST).encode()],
)  # fmt: skip
def test_what_excel_saves_is_read(tmp_path: Path, raw: bytes) -> None:
    assert [row[1:] for row in read(tmp_path, raw)] == [("0532 123 45 67", "Işıl Şahin", "0071")]


def test_excels_own_first_line_says_how_cells_are_parted_and_counts_as_a_line(tmp_path: Path) -> None:
    raw = ("sep=|\r\n" + LIST.replace(";", "|")).encode()
    assert read(tmp_path, raw) == [(3, "0532 123 45 67", "Işıl Şahin", "0071")]


HOSTILE = [
    b"", b"\x00", b"\xff\xfe", b"\xfe\xff\x00", b"\xef\xbb\xbf", b"\x81\x8d\x8f", b"phone\n" + b"\x00" * 50,
    b"phone\n\"" + b"x" * 200_000, b"phone," * 5000 + b"\n", b"phone\n" + b"," * 5000, b"sep=;", b"sep=\n", b'"',
    b"phone\r\r1",
    b"\xff\xfe\x00\xd8\x41\x00", b"phone\n" + b"\xf0\x9f\x92\xa9" * 100, b"\x1b[31mphone\n1",
    b"\xff\xfe\x00\x00p\x00\x00\x00",
]  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_bytes_are_read_or_refused_and_nothing_else(tmp_path: Path, raw: bytes) -> None:
    try:
        read(tmp_path, raw)
    except CsvRefused as refused:
        assert refused.faults


@given(st.binary(max_size=300))
def test_whatever_bytes_come_are_read_or_refused(raw: bytes) -> None:
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(b"phone;name\n" + raw)
        file.flush()
        try:
            read_csv(Path(file.name), COLUMNS, required=("phone",))
        except CsvRefused as refused:
            assert refused.faults


digits = st.text("0123456789", min_size=2, max_size=2)


@given(
    before=st.sampled_from(["+90", "+90 ", "0090", "90", "90 ", "0", "0 ", ""]),
    area=st.tuples(st.sampled_from("523"), digits).map("".join),
    between=st.sampled_from(["", " ", "-"]),
    rest=st.tuples(st.text("0123456789", min_size=3, max_size=3), digits, digits),
    brackets=st.booleans(),
)
def test_the_quick_way_to_read_a_number_comes_to_what_the_plan_of_all_countries_says(
    before: str, area: str, between: str, rest: tuple[str, str, str], brackets: bool
) -> None:
    written = before + between.join([f"({area})" if brackets else area, *rest])
    assert USUAL_NUMBER.fullmatch(written)
    number = phonenumbers.parse(written, "TR")
    assert phonenumbers.is_possible_number(number)
    slow = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert phone_cell(written) == slow == caller_cell(written)
    assert parse_caller_id(slow).kind == "e164"
