-- Take the next free moment for a new call, shared by all processes of a site.
--
-- KEYS  next (string: the first moment not taken yet, ms)
-- ARGV  now_ms, between_ms
-- Returns the moment taken, ms: now when the pace allows it, otherwise the first moment that does.
local next_free = KEYS[1]
local now, between = tonumber(ARGV[1]), tonumber(ARGV[2])

local at = math.max(now, tonumber(redis.call("GET", next_free) or 0))

redis.call("SET", next_free, string.format("%.0f", at + between), "PX", string.format("%.0f", at - now + 3600000))
return string.format("%.0f", at)
