"""Tables at the keyboard: words stay whole, however narrow the terminal is."""

import pytest

from engine.printing import least_width, print_rows

ROWS: list[dict[str, object]] = [{"agent": "ayse", "kept_rate": "%100,0", "what": "İki gün sonra aranacak", "": ""}]


@pytest.mark.parametrize("columns", ["20", "100"])
def test_no_word_is_cut_off(columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", columns)
    print_rows(ROWS, as_json=False)
    told = capsys.readouterr().out
    assert "…" not in told
    assert all(word in told for word in ("ayse", "%100,0", "aranacak", "kept", "rate"))
    assert ("agent: ayse" in told) == (columns == "20"), "one field below the other where a table does not fit"


def test_the_least_width_of_a_table_is_that_of_its_longest_words() -> None:
    assert least_width(["agent", "what"], [["ayse", "to be called"]]) == len("agent") + 2 + len("called")
