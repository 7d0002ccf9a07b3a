-- Policy or skills changed: the agent belongs to other lines.
--
-- facts  agent, lines
-- Events offered, agent_state
local early = closed() or stored()
if early then return early end

local agent = load_agent(facts.agent)
if not agent or not change_lines(agent, facts.lines) then return answer(false) end

settle(agent)
return answer(true)
