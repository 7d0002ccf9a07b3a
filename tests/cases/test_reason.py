import pytest

from cases.reason import find_reason
from engine.care_file import read_care
from engine.shipped import shipped


@pytest.fixture(scope="module")
def reasons():
    return read_care(shipped("centre") / "care.yaml").reasons


@pytest.mark.parametrize(
    "text",
    ["delivery_late", "late_delivery", "Late delivery", "teslimat gecikmesi", "TESLİMAT GECİKMESİ", "Teslimat gecikti"],
)
def test_a_reason_is_known_by_its_name_and_by_what_people_call_it(reasons, text):
    assert find_reason(reasons, text).name == "delivery_late"


@pytest.mark.parametrize("text", ["", "late", "delivery", "uzaylılar"])
def test_what_is_no_reason_is_none(reasons, text):
    assert find_reason(reasons, text) is None
