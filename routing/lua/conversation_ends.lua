-- The agent's leg left the room: wrap-up after talking; back to the old rank when the two never met.
--
-- facts  call, by, reservation or "" (end only the conversation that came from it), wrap (ms) or nothing
-- Events left or offer_failed, agent_state, widened, offered
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or (call.state ~= "talking" and call.state ~= "accepted") then return answer(false) end
if facts.reservation ~= "" and call.reservation ~= facts.reservation then return answer(false) end

if call.state == "talking" then
  put(call, "state", "over")
  settle(stop_talking(call, facts.by, facts.wrap or wrap_ms))
  return answer(true)
end

end_reservation(load_reservation(call.reservation), "failed", "dropped")
clear_deadline("bring", call.id)
local agent = load_agent(call.agent)
if facts.by == "agent" and agent.presence == "ready" then
  put(agent, "presence", "not_ready")
  put(agent, "reason", "dropped")
end
if call.once == "1" then refuse(call, agent.id) end
agent.keeps_rank = true
let_go(agent)
show_presence(agent)
back_to_waiting(call)
settle(agent)
return answer(true)
