-- A sign of life: the lease runs until a later moment.
--
-- facts  agent, until (ms)
-- Returns changed = false when the floor does not know this agent as signed in
local early = closed()
if early then return early end

local presence = redis.call("HGET", root .. ":agent:" .. facts.agent, "presence")
if not presence or presence == "logged_out" then return answer(false) end

redis.call("HSET", root .. ":agent:" .. facts.agent, "until", facts["until"])
set_deadline("presence", facts.agent, facts["until"])
return answer(true)
