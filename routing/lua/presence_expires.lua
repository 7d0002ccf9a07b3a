-- The presence lease ran out: the shift of a phone agent is over; contact with a ready browser agent is lost.
--
-- facts  agent
-- Events agent_state, offer_failed, widened, offered
local early = closed() or stored()
if early then return early end

local agent = load_agent(facts.agent)
if not agent then
  clear_deadline("presence", facts.agent)
  return answer(false)
end
if tonumber(agent["until"]) > now then return answer(false) end

agent["until"] = "0"
clear_deadline("presence", agent.id)
if agent.endpoint == "phone" then
  change_presence(agent, "logged_out", "shift_over")
elseif agent.presence == "ready" then
  change_presence(agent, "not_ready", "lost_contact")
else
  agent.changed = true
end
return answer(true)
