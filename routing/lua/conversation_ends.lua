-- The agent's leg left the room: wrap-up after talking; back to the old rank when the two never met.
--
-- facts  call, by, reservation or "" (end only the conversation that came from it), wrap (ms) or nothing
-- Events left or offer_failed, agent_state, widened, offered
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or (call.state ~= "talking" and call.state ~= "accepted") then return answer(false) end
if facts.reservation ~= "" and call.reservation ~= facts.reservation then return answer(false) end

local agent = load_agent(call.agent)
if call.state == "talking" then
  set_call(call, "state", "over")
  stop_talking(call, facts.by, facts.wrap or wrap_ms)
  take_next(agent)
  return answer(true)
end

local reservation = load_reservation(call.reservation)
end_reservation(reservation, "failed", "dropped")
clear_deadline("bring", call.id)
tell_failure(reservation, "dropped")
if facts.by == "agent" and agent.presence == "ready" then
  agent.presence, agent.reason = "not_ready", "dropped"
end
agent.keeps_rank = true
let_go(agent)
announce(agent)
back_to_waiting(call)
take_next(agent)
return answer(true)
