-- An agent's presence as SQL knows it. Tells nothing: the journal has it.
--
-- facts  agent, state, reason, since (ms), lines, until (ms), endpoint, wrap (ms) or 0
local early = closed(true)
if early then return early end

silent = true
local agent = load_agent(facts.agent) or new_agent(facts.agent)
agent.at, agent.endpoint = tostring(facts.since), facts.endpoint
change_lines(agent, facts.lines)
agent.presence, agent.reason = facts.state, facts.state == "ready" and "" or facts.reason
agent.wrap_until = tostring(facts.wrap)
if facts.wrap > 0 then set_deadline("wrap", agent.id, facts.wrap) end
if facts.state ~= "logged_out" then
  agent["until"] = tostring(facts["until"])
  set_deadline("presence", agent.id, facts["until"])
end
announce(agent)
if agent.state == "ready" then index_ready(agent) end
return answer(true)
