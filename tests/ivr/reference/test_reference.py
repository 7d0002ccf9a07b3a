"""What people and editors are told of the language."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from engine.shipped import shipped
from ivr.language.kinds import KINDS
from ivr.reference.field_rows import field_rows
from ivr.reference.reference import reference, reference_of
from ivr.reference.schema import flow_schema, node_schema

FLOWS = sorted((shipped("centre") / "flows").glob("*.yaml"))


def _faults(written: Any) -> list[str]:
    return [fault.json_path for fault in Draft202012Validator(flow_schema("en")).iter_errors(written)]


@pytest.mark.parametrize("file", FLOWS, ids=lambda file: file.stem)
def test_an_editor_finds_nothing_wrong_with_the_flows_that_are_shipped(file):
    assert _faults(YAML(typ="safe").load(file.read_text(encoding="utf-8"))) == []


def test_an_editor_marks_a_key_that_does_not_exist():
    written = YAML(typ="safe").load(FLOWS[0].read_text(encoding="utf-8"))
    assert _faults({**written, "begin": "menu"}) == ["$"]


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_every_kind_is_told_in_both_languages(kind, language):
    schema = node_schema(kind, language)
    assert schema["description"]
    untold = [row.path for row in field_rows(schema, language) if not row.told]
    assert untold == []


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_flows_own_keys_are_told_too(language):
    assert [row.path for row in field_rows(flow_schema(language), language) if not row.told] == []


def test_a_key_says_what_may_stand_there_and_what_it_is_otherwise():
    told = reference_of("menu", "en")
    assert "| `menu.seconds` | 2 to 20; else `6` | How long we wait for an answer. |" in told
    assert "| `menu.options.….to` | a name | The node it leads to. |" in told


def test_the_reference_has_every_kind_in_the_order_of_the_language():
    told = reference("tr")
    assert [line.strip("# `") for line in told.splitlines() if line.startswith("### `")] == list(KINDS)
