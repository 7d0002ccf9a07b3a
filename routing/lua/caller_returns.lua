-- The agent's side broke off and the caller is still there: they wait again at their old place, the plan starts anew.
--
-- facts  call, why; with a new plan also plan, queue, owner, reasons
-- Events left (when they were talking), waiting, widened, offered, agent_state
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or (call.state ~= "talking" and call.state ~= "over") then return answer(false) end

local agent
if call.state == "talking" then
  stop_talking(call, facts.why, wrap_ms)
  agent = load_agent(call.agent)
end
if facts.plan then
  set_call(call, "plan", facts.plan, "queue", facts.queue, "owner", facts.owner)
  redis.call("SADD", root .. ":queues", facts.queue)
  call.steps = cjson.decode(facts.plan)
end
set_call(call, "plan_from", now, "opened", 0)
tell("waiting", { call = call.id }, { place_at = tonumber(call.place), score = tonumber(call.score),
  queue = call.queue, plan = call.steps, reasons = facts.reasons and facts.reasons[1] and facts.reasons or nil, owner = call.owner, returned = facts.why })
back_to_waiting(call)
if agent then take_next(agent) end
return answer(true)
