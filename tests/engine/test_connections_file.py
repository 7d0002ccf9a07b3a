"""Who is told and who is asked is read whole, or refused with each place; secrets come from the environment alone."""

import pytest

from engine.connections_file import Connections, read_connections
from engine.shipped import shipped
from ivr.errors import FlowInvalid


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "connections.yaml"
        path.write_text(text, encoding="utf-8")
        return read_connections(path)

    return read


def crm(read, text, **environment):
    return read(f"crm: {text}\n").crm_with_secrets(environment)


def credentials(made):
    [(host, rules)] = made.exchange.hosts.items()
    return host, rules.header, rules.secret


def test_without_the_file_and_as_shipped_nobody_is_private_and_no_crm_is_asked(tmp_path):
    assert read_connections(tmp_path / "none.yaml") == Connections()
    assert read_connections(shipped("centre") / "connections.yaml") == Connections()


def test_each_crm_gets_its_credentials_in_its_own_way(read):
    zendesk = crm(read, "{kind: zendesk, url: https://acme.zendesk.com, user: ops@acme.com, secret: TOKEN}", TOKEN="x")
    assert credentials(zendesk) == ("acme.zendesk.com:443", "Authorization", "Basic b3BzQGFjbWUuY29tL3Rva2VuOng=")
    hubspot = crm(read, "{kind: hubspot, url: https://api.hubapi.com/, secret: TOKEN}", TOKEN=" pat-1 ")
    assert credentials(hubspot)[2] == "Bearer pat-1" and hubspot.url == "https://api.hubapi.com"
    ours = "{kind: webhook, url: 'http://10.0.0.7:8080/owner', private: true, header: X-Key, secret: TOKEN}"
    assert credentials(crm(read, ours, TOKEN="k")) == ("10.0.0.7:8080", "X-Key", "k")


def test_salesforce_logs_in_with_a_client_of_its_own_and_its_secret_goes_nowhere_else(read):
    text = "{kind: salesforce, url: https://acme.my.salesforce.com, client_id: APP, secret: HUSH, version: v62.0}"
    made = crm(read, text, APP="app", HUSH="hush")
    assert (made.login.client_id, made.login.client_secret, made.version) == ("app", "hush", "v62.0")
    assert credentials(made)[2] == ""


def test_names_that_are_not_set_are_told(read):
    known = read("crm: {kind: hubspot, url: https://api.hubapi.com, secret: TOKEN}\n")
    assert known.missing({"TOKEN": " "}) == ["TOKEN"]
    assert known.missing({"TOKEN": "x"}) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("events: {private_hosts: [erp.local]}", "1:26: erp.local: a private host is named with its port"),
        ("events: {hosts: []}", "1:10"),
        ("crm: {kind: siebel, url: https://x.example}", "1:7"),
        ("crm: {kind: webhook, url: http://x.example/owner}", "none this centre may ask"),
        ("crm: {kind: webhook, url: 'https://u:p@x.example/'}", "none this centre may ask"),
        ("crm: {kind: webhook, url: https://x.example, user: a@b.c, secret: TOKEN}", "`user` is for zendesk alone"),
        ("crm: {kind: zendesk, url: https://x.example, user: a@b.c}", "without a secret"),
        ("crm: {kind: webhook, url: https://x.example, keep: {agent: x}}", "what is kept is"),
        ("crm: {kind: webhook, url: https://x.example, header: Host, secret: TOKEN}", "ours to set"),
        ("crm: {kind: webhook, url: https://x.example, secret: 'whsec_1'}", "secret"),
        ("crm: {kind: webhook, url: https://x.example, fresh_minutes: -1}", "fresh_minutes"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(read, text, problem):
    with pytest.raises(FlowInvalid) as refused:
        read(text + "\n")
    assert "connections.yaml:1:" in str(refused.value) and problem in str(refused.value)
