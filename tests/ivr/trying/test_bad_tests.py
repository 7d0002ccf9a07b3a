"""Whatever stands in a file of tests, it is played or refused with places; nothing else happens."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ivr.errors import FlowInvalid
from tests.ivr.trying.trying import trials

WORDS = st.sampled_from(
    [
        "test", "flow", "given", "steps", "ends", "tests", "at", "caller", "closed", "outcomes", "presses", "says",
        "waits", "hears", "silence", "stands_at", "queue", "way", "values", "kept", "verified", "main", "open",
        "choice", "hang_up", "person", "voicemail", "several", "+905320000000", "1", "0", "*", "2026-11-25",
    ]
)  # fmt: skip
SCALARS = WORDS | st.integers(-5, 10**6) | st.booleans() | st.none() | st.text(max_size=5) | st.floats(allow_nan=True)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)
DEED = st.dictionaries(st.sampled_from(["presses", "says", "waits", "hears", "stands_at"]), SCALARS, max_size=2)
SCENARIO = st.fixed_dictionaries(
    {"test": WORDS, "steps": st.lists(DEED | SCALARS, max_size=4), "ends": ANYTHING}, optional={"given": ANYTHING}
)
FILES = st.fixed_dictionaries({"tests": st.lists(SCENARIO, max_size=3)}) | ANYTHING


def written(tree: Any, folder: Path) -> str:
    path = folder / "written.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(tree, file)
    return path.read_text(encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(FILES)
def test_a_file_is_played_or_refused_with_its_place(tree: Any) -> None:
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there)
        try:
            played = trials(folder, written(tree, folder))
        except FlowInvalid as refused:
            assert refused.problems and all("main.yaml" in problem for problem in refused.problems)
            return
        assert all(trial.failure is None or trial.failure.place.startswith(str(folder)) for trial in played)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=40))
def test_bytes_of_any_kind_are_refused(noise: bytes) -> None:
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there)
        (folder / "noise").write_bytes(noise)
        try:
            trials(folder, noise.decode("latin-1"))
        except FlowInvalid as refused:
            assert refused.problems


@pytest.mark.parametrize("at", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_a_test_in_a_time_without_known_holidays_is_refused_where_it_says_so(tmp_path: Path, at: str) -> None:
    one = f"tests:\n  - test: Long ago\n    given: {{at: {at}}}\n    steps: [silence]\n    ends: person\n"
    with pytest.raises(FlowInvalid) as refused:
        trials(tmp_path, one)
    assert "main.yaml:3:13: " in refused.value.problems[0] and "between 2001 and 2098" in refused.value.problems[0]
