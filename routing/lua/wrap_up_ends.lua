-- The agent goes to the status they asked for; when that is ready, to a rest that is due, or to the next caller.
--
-- facts  agent, only_if_due, rest (ms), rest_reason
-- Events agent_state, offered
local early = closed() or stored()
if early then return early end

local agent = load_agent(facts.agent)
if not agent or agent.state ~= "wrap_up" then
  clear_deadline("wrap", facts.agent)
  return answer(false)
end
if facts.only_if_due and tonumber(agent.wrap_until) > now then return answer(false) end

put(agent, "wrap_until", "0")
clear_deadline("wrap", agent.id)
pause(agent, facts.rest, facts.rest_reason)
if agent.pause_until == "0" then relieve(agent) end
settle(agent)
return answer(true)
