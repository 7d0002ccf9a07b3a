-- An agent's phone rings, or may be about to be answered, for this caller: both are held for each other again.
--
-- facts  call, place, boost, plan, queue, owner, plan_from (ms), refused (agents), agent, reservation, step, leg,
--        since (ms), deadline (ms), came_from: the callback it was for, where the caller took its place
-- Returns changed = false when the agent is not ready, the call is already on the floor, or the plan has no such step
local early = closed(true)
if early then return early end

local agent = load_agent(facts.agent)
if not agent or agent.state ~= "ready" or redis.call("EXISTS", root .. ":call:" .. facts.call) == 1 then return answer(false) end
local step = cjson.decode(facts.plan)[facts.step]
if not step then return answer(false) end

local call = new_call(facts.call)
local id, lines = facts.reservation, {}
for i = 1, facts.step do lines[i] = call.steps[i][2] end
held_by(call, "reserved", agent.id, id)
put(call, "plan_from", facts.plan_from)
put(call, "opened", facts.step)
put(call, "lines", table.concat(lines, "\n"))
for _, who in ipairs(facts.refused) do refuse(call, who) end
redis.call("HSET", root .. ":reservation:" .. id, "call", call.id, "agent", agent.id, "line", step[2],
  "step", facts.step, "state", "ringing", "deadline", facts.deadline, "leg", facts.leg,
  "came_from", facts.came_from)
set_deadline("offer", id, facts.deadline)
bind(agent, call.id, id, "0", call.name)
agent.silent, agent.at = true, string.format("%d", facts.since)
announce(agent)
return answer(true)
