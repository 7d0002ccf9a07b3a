-- More time for this wrap-up, once.
--
-- facts  agent, until (ms)
local early = closed() or stored()
if early then return early end

local agent = load_agent(facts.agent)
if not agent or agent.state ~= "wrap_up" then return answer(false) end
if redis.call("HGET", root .. ":agent:" .. agent.id, "extended") == "1" then return answer(false) end

put(agent, "wrap_until", string.format("%d", facts["until"]))
put(agent, "extended", "1")
set_deadline("wrap", agent.id, facts["until"])
return answer(true)
