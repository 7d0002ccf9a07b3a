-- Agent and caller are both in the room.
--
-- facts  call
-- Events answered, agent_state
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or call.state ~= "accepted" then return answer(false) end

local agent = load_agent(call.agent)
put(call, "state", "talking")
put(call, "answered", "1")
redis.call("HSET", root .. ":reservation:" .. call.reservation, "state", "met")
clear_deadline("bring", call.id)
put(agent, "met", "1")
tell("answered", call.name, agent.name, call.reservation, "{}")
announce(agent)
return answer(true)
