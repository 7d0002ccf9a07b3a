"""An agent's tool asks that a matter goes further up, and anybody may read why it was decided so."""

from tests.world import World


def test_what_is_asked_for_is_decided_and_explained(world: World) -> None:
    asked = {"case_number": "4812", "trigger": "caller_asked", "reason": "Yönetici istiyor"}
    status, told = world.ask("POST", "/api/v1/escalations", asked, key=world.key)
    assert status == 200, told
    assert (told["decision"], told["decision_told"]["tr"]) == ("lead_calls", "yönetici arar")
    assert told["callback_by"] == "Zeynep Öztürk" and told["callback_due"]
    status, whole = world.ask("GET", f"/api/v1/escalations/{told['id']}", key=world.key)
    assert status == 200 and whole["explained"][0] == {"tr": "✓ arayan istedi", "en": "✓ the caller asked"}
    assert {one["rule"] for one in whole["reasons"]} >= {"trigger", "ladder", "row"}


def test_they_are_listed_by_case_and_never_by_agent(world: World) -> None:
    world.ask("POST", "/api/v1/escalations", {"case_number": "4812"}, key=world.key)
    listed = world.ask("GET", "/api/v1/escalations?case=4812&open=true", key=world.key)[1]["items"]
    assert [one["trigger"] for one in listed] == ["agent_asked"]
    assert world.ask("GET", "/api/v1/escalations?agent=ayse", key=world.key)[0] == 422


def test_a_case_or_agent_there_is_not_is_refused(world: World) -> None:
    for wrong in ({}, {"case_number": "nope"}, {"case_number": "4812", "agent_id": "nobody"}):
        assert world.ask("POST", "/api/v1/escalations", wrong, key=world.key)[0] == 422
    assert world.ask("GET", "/api/v1/escalations/nope", key=world.key)[0] == 404
