import pytest

from records.csv_file import read_csv, refuse_repeats
from records.errors import CsvRefused

COLUMNS = {"phone": ("telefon", "numara"), "name": ("ad", "isim", "ad soyad"), "hired_on": ("işe giriş tarihi",)}
ROWS = [("+905321234567", "Işıl Şahin"), ("+905329998877", "Çağrı Öğüt")]


def read(tmp_path, text, encoding="utf-8", required=("phone",)):
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    return read_csv(path, COLUMNS, required=required)


def file_of(headers, delimiter=",", newline="\n"):
    return newline.join(delimiter.join(each) for each in [headers, *ROWS]) + newline


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1254", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("headers", [("phone", "name"), ("Telefon", "İsim"), ("NUMARA", "AD SOYAD")])
def test_every_usual_spelling_of_a_file_is_read_alike(tmp_path, encoding, delimiter, newline, headers):
    rows = read(tmp_path, file_of(headers, delimiter, newline), encoding)
    assert [(row.text("phone"), row.text("name")) for row in rows] == ROWS
    assert [row.line for row in rows] == [2, 3]


@pytest.mark.parametrize("header", ["işe giriş tarihi", "İŞE GİRİŞ TARİHİ", "ise_giris_tarihi", "Hired-On", "HIRED ON"])
def test_case_accents_and_spacing_of_a_header_do_not_matter(tmp_path, header):
    [row] = read(tmp_path, f"phone;{header}\n1;2020\n")
    assert row.text("hired_on") == "2020"


def test_lines_are_counted_over_blank_lines_and_cells_of_several_lines(tmp_path):
    rows = read(tmp_path, 'phone,name\n\n1,"iki\nsatır"\n ,\n2,b\n')
    assert [(row.line, row.text("phone")) for row in rows] == [(3, "1"), (6, "2")]


def test_a_row_too_short_has_empty_cells_and_a_row_too_long_is_at_fault(tmp_path):
    short, long = read(tmp_path, "phone,name\n1\n2,Kaya, Mehmet\n")
    assert (short.text("name"), short.faults) == ("", [])
    assert [fault.line for fault in long.faults] == [3]


def test_columns_we_have_no_use_for_are_passed_over(tmp_path):
    [row] = read(tmp_path, "renk,phone\nmavi,1\n")
    assert (row.text("phone"), row.has("name")) == ("1", False)


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("", "utf-8", "people.csv:1: the file is empty"),
        ("renk,boy\nmavi,3\n", "utf-8", "people.csv:1: phone: no such column"),
        ("phone\n1\n", "utf-32", "people.csv:1: no text in UTF-8, UTF-16 or Windows-1254"),
        ("phone\n1\0\n", "utf-8", "people.csv:1: no text in UTF-8, UTF-16 or Windows-1254"),
        ('phone,name\n1,a\n2,"b\n', "utf-8", "people.csv:3: unexpected end of data"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path, text, encoding, told):
    with pytest.raises(CsvRefused) as refusal:
        read(tmp_path, text, encoding)
    assert str(refusal.value) == told


def test_text_there_is_no_room_for_is_a_fault_of_its_cell(tmp_path):
    [row] = read(tmp_path, "telefon,ad\n12345,Kaya\n")
    assert (row.required("phone", most=5), row.text("name", most=3)) == ("12345", "Kaya")
    assert [str(fault) for fault in row.faults] == ["2: ad: is longer than 3 characters"]


def test_a_row_that_repeats_another_names_its_line(tmp_path):
    rows = read(tmp_path, "phone\n1\n2\n1\n")
    refuse_repeats(rows, "phone", lambda row: row.text("phone"))
    assert [str(fault) for row in rows for fault in row.faults] == ["4: phone: 1 is in line 2 already"]
