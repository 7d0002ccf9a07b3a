-- More time for this wrap-up, once.
--
-- facts  agent, until (ms)
local early = closed() or stored()
if early then return early end

local agent = load_agent(facts.agent)
if not agent or agent.state ~= "wrap_up" or agent.extended == "1" then return answer(false) end

agent.wrap_until, agent.extended = tostring(facts["until"]), "1"
set_deadline("wrap", agent.id, facts["until"])
agent.changed = true
return answer(true)
