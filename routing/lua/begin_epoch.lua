-- Close the floor for rebuilding under a new epoch.
--
-- facts  epoch
-- Returns changed = false when the floor is in that epoch, or a later one
local current = tonumber((string.gsub(redis.call("GET", root .. ":epoch") or "0", "r$", "")))
if current >= facts.epoch then return answer(false) end

redis.call("SET", root .. ":epoch", facts.epoch .. "r")
return answer(true)
