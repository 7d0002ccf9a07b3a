-- Close the floor for rebuilding under a new epoch.
--
-- facts  epoch
-- Returns changed = false when the floor is in that epoch, or a later one
local current = tonumber(redis.call("HGET", root .. ":epoch", "n") or 0)
if current >= facts.epoch then return answer(false) end

redis.call("HSET", root .. ":epoch", "n", facts.epoch, "rebuilding", "1")
return answer(true)
