import pytest

from cases.care import Care
from engine.care_file import read_care
from engine.shipped import shipped
from ivr.errors import FlowInvalid


def written(tmp_path, text):
    path = tmp_path / "care.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_centre_knows_the_usual_reasons_in_both_languages():
    reasons = read_care(shipped("centre") / "care.yaml").reasons
    assert {"delivery_late", "damaged", "missing_part", "wrong_product", "conduct", "compliment"} <= set(reasons)
    assert reasons["delivery_late"].words.tr == "teslimat gecikmesi"
    assert reasons["delivery_late"].words.en == "late delivery"


def test_a_centre_without_the_file_is_as_care_has_it(tmp_path):
    assert read_care(tmp_path / "care.yaml") == Care()


def test_every_fault_is_told_with_its_place(tmp_path):
    path = written(tmp_path, "reasons:\n  damaged: {tr: hasarlı}\n  Late!: {tr: geç, en: late}\nreason: {}\n")
    with pytest.raises(FlowInvalid) as invalid:
        read_care(path)
    told = "\n".join(invalid.value.problems)
    assert f"{path}:2:3: reasons.damaged.en" in told
    assert f"{path}:3:3: reasons.Late!" in told
    assert f"{path}:4:1: reason: not known here; did you mean `reasons`?" in told
