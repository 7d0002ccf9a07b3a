-- A caller who waits, at their old place. finish_rebuild matches them.
--
-- facts  call, place, boost, plan, queue, owner, plan_from (ms), refused (agents)
-- Returns changed = false when the call is already on the floor
local early = closed(true)
if early then return early end
if redis.call("EXISTS", root .. ":call:" .. facts.call) == 1 then return answer(false) end

local call = new_call(facts.call)
put(call, "plan_from", facts.plan_from)
for _, agent in ipairs(facts.refused) do refuse(call, agent) end
enter_lines(call)
return answer(true)
