-- Agent and caller are in one room, or the agent waits there for the caller.
--
-- facts  call, place, boost, plan, queue, owner, agent, reservation, leg, since (ms), met,
--        came_from: the callback the agent was held for, where the caller took their place
-- Returns changed = false when the agent or the call is already bound
local early = closed(true)
if early then return early end

local agent = load_agent(facts.agent) or new_agent(facts.agent)
if agent.call ~= "" or redis.call("EXISTS", root .. ":call:" .. facts.call) == 1 then return answer(false) end

local call = new_call(facts.call)
local id, met, line = facts.reservation, facts.met, call.steps[1][2]
held_by(call, met and "talking" or "accepted", agent.id, id)
put(call, "answered", met and "1" or "0")
put(call, "opened", 1)
put(call, "lines", line)
redis.call("HSET", root .. ":reservation:" .. id, "call", call.id, "agent", agent.id, "line", line,
  "step", 1, "state", met and "met" or "accepted", "deadline", facts.since, "leg", facts.leg,
  "came_from", facts.came_from)
if not met then set_deadline("bring", call.id, now + bring_ms) end
bind(agent, call.id, id, met and "1" or "0", call.name)
agent.silent, agent.at = true, string.format("%d", facts.since)
announce(agent)
return answer(true)
