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
local lease = redis.call("HMGET", root .. ":agent:" .. agent.id, "until", "endpoint")
if tonumber(lease[1]) > now then return answer(false) end

put(agent, "until", "0")
clear_deadline("presence", agent.id)
if lease[2] == "phone" then
  change_presence(agent, "logged_out", "shift_over")
elseif agent.presence == "ready" then
  change_presence(agent, "not_ready", "lost_contact")
end
return answer(true)
