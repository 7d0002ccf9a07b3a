-- A ready agent is given a while without calls; then they are ready again by themselves.
--
-- facts  agent, ms, reason
-- Events agent_state
local early = closed() or stored()
if early then return early end

local agent = load_agent(facts.agent)
if not agent or agent.state ~= "ready" then return answer(false) end

pause(agent, facts.ms, facts.reason)
settle(agent)
return answer(true)
