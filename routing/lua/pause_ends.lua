-- The agent had their pause and takes calls again.
--
-- facts  agent, only_if_due
-- Events agent_state, offered
local early = closed() or stored()
if early then return early end

local agent = load_agent(facts.agent)
if not agent or agent.pause_until == "0" then
  clear_deadline("pause", facts.agent)
  return answer(false)
end
if facts.only_if_due and tonumber(agent.pause_until) > now then return answer(false) end

end_pause(agent)
settle(agent)
return answer(true)
