-- An agent is ready, not ready or logged out, until a moment; in a conversation: afterwards. A pause ends with it.
--
-- facts  agent, state, reason, lines, until (ms), endpoint
-- Events agent_state, offer_failed, widened, offered
local early = closed() or stored()
if early then return early end

local agent = load_agent(facts.agent) or new_agent(facts.agent)
change_lines(agent, facts.lines)
put(agent, "endpoint", facts.endpoint)
if facts.state == "logged_out" then
  put(agent, "until", "0")
  clear_deadline("presence", agent.id)
else
  put(agent, "until", facts["until"])
  set_deadline("presence", agent.id, facts["until"])
end
change_presence(agent, facts.state, facts.reason)
return answer(true)
