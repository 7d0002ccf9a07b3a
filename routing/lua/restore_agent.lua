-- An agent's presence as SQL knows it. Tells nothing: the journal has it.
--
-- facts  agent, state, reason, since (ms), lines, until (ms), endpoint, wrap (ms) or 0, extended, pause (ms) or 0, pause_reason
local early = closed(true)
if early then return early end

local agent = load_agent(facts.agent) or new_agent(facts.agent)
agent.silent, agent.at = true, string.format("%d", facts.since)
put(agent, "endpoint", facts.endpoint)
change_lines(agent, facts.lines)
put(agent, "presence", facts.state)
put(agent, "reason", facts.state == "ready" and "" or facts.reason)
if facts.wrap > 0 then
  put(agent, "wrap_until", string.format("%d", facts.wrap))
  if facts.extended then put(agent, "extended", "1") end
  set_deadline("wrap", agent.id, facts.wrap)
end
if facts.pause > 0 then pause(agent, math.max(facts.pause - now, 1), facts.pause_reason) end
if facts.state ~= "logged_out" then
  put(agent, "until", facts["until"])
  set_deadline("presence", agent.id, facts["until"])
end
announce(agent)
if agent.state == "ready" then index_ready(agent) end
return answer(true)
