"""Which systems flows may ask stands in one file, and their credentials in none."""

from pathlib import Path

import pytest

from engine.dips_file import read_dips
from ivr.errors import FlowInvalid

GOOD = """\
hosts:
  crm.example.com: {secret: CRM_TOKEN, scheme: Bearer}
  erp.example.com:8443: {header: X-Key, secret: ERP_KEY}
  "127.0.0.1:8099": {private: true}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "dips.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_credentials_come_from_the_environment_by_the_name_in_the_file(tmp_path: Path) -> None:
    hosts = read_dips(written(tmp_path, GOOD))
    assert hosts.missing({"CRM_TOKEN": "t", "ERP_KEY": " "}) == [("ERP_KEY", "erp.example.com:8443")]
    known = hosts.with_secrets({"CRM_TOKEN": "t0ken\n", "ERP_KEY": "k3y"})
    assert (known["crm.example.com"].header, known["crm.example.com"].secret) == ("Authorization", "Bearer t0ken")
    assert (known["erp.example.com:8443"].header, known["erp.example.com:8443"].secret) == ("X-Key", "k3y")
    assert known["127.0.0.1:8099"].private and not known["127.0.0.1:8099"].secret
    assert hosts.names == {"crm.example.com", "erp.example.com:8443", "127.0.0.1:8099"}


def test_without_a_file_nobody_may_be_asked(tmp_path: Path) -> None:
    assert read_dips(tmp_path / "dips.yaml").with_secrets({}) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hosts: {CRM.example.com: {}}", "1:9: CRM.example.com: must be the name of a host in small letters"),
        ("hosts: {'https://crm.example.com': {}}", "1:9: https://crm.example.com: must be the name of a host"),
        ("hosts: {'crm.example.com:0': {}}", "1:9: crm.example.com:0: must be the name of a host"),
        ("hosts: {intranet: {private: true}}", "1:9: intranet: a private host is named with its port"),
        ("hosts: {a.example: {header: Host, secret: A_KEY}}", "1:21: a.example: the header Host is ours to set"),
        ("hosts: {a.example: {scheme: Bearer}}", "1:21: a.example: `scheme` stands before a `secret`"),
        ("hosts: {a.example: {secret: my-token}}", "1:21: hosts.a.example.secret: "),
        ("hosts: {a.example: {secert: A}}", "1:21: hosts.a.example.secert: not known here; did you mean `secret`?"),
        ("host: {}", "1:1: host: not known here; did you mean `hosts`?"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(FlowInvalid) as refused:
        read_dips(path)
    assert refused.value.problems[0].startswith(f"{path}:{told}")
