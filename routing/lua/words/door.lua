-- The door of every transition: whose floor this is, what is asked, and what is answered.
--
-- KEYS  [1] root: the site's hash tag, `{site}`; every other key is derived from it (routing/keys.py, docs/floor.md)
-- ARGV  [1] epoch the caller believes in  [2] now (ms)  [3] op, or ""  [4] a fresh id  [5] facts (JSON), as each lists them
-- Returns JSON: {changed, offers, cancels, …}, or an error FLOORLOST, EPOCHCHANGED n, REBUILDING or FLOOROPEN.
--
-- Redis does not roll a script back: a transition checks first and writes last.
local root, now, op, seed = KEYS[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local facts = cjson.decode(ARGV[5])

local GARBAGE = 21600 -- seconds: finished things are kept for questions, then Redis may drop them

local offers, cancels = {}, {}
local agents, calls = {}, {} -- loaded once per script, so that nobody works on a second copy

-- A hash that is read as far as it is asked: what was not loaded with it is fetched when it is named.
local function read_on(kind)
  return { __index = function(row, field)
    local value = redis.call("HGET", root .. kind .. rawget(row, "id"), field) or ""
    rawset(row, field, value)
    return value
  end }
end

local events = {}
local ids = { drawn = 0 }

local function closed(rebuilding)
  local world = redis.call("HMGET", root .. ":epoch", "n", "rebuilding")
  local current, believed = tonumber(world[1] or 0), tonumber(ARGV[1])
  if current < believed then return redis.error_reply("FLOORLOST the floor is in epoch " .. current) end
  if current > believed then return redis.error_reply("EPOCHCHANGED " .. current) end
  if world[2] and not rebuilding then return redis.error_reply("REBUILDING the floor is being rebuilt") end
  if rebuilding and not world[2] then return redis.error_reply("FLOOROPEN the floor is not being rebuilt") end
  return nil
end

local function stored()
  return op ~= "" and redis.call("GET", root .. ":op:" .. op) or nil
end

-- What happened goes to the journal with the transition that made it happen.
local function tell(kind, call, agent, reservation, data)
  events[#events + 1] = { kind, call, agent, reservation, data }
end

local function write_events()
  if #events == 0 then return end
  redis.call("XADD", root .. ":journal", "*", "seed", seed, "at", ARGV[2], "events", cjson.encode(events))
end

-- Agents whose facts changed are written, once.
local function write_agents()
  for _, agent in pairs(agents) do
    if #agent.written > 0 then redis.call("HSET", root .. ":agent:" .. agent.id, unpack(agent.written)) end
  end
end

-- The end of every transition; the reply is kept for a repeated op.
local function answer(changed, more)
  write_agents()
  write_events()
  local reply = more or {}
  reply.changed, reply.offers, reply.cancels = changed, offers, cancels
  local text = cjson.encode(reply)
  if op ~= "" then redis.call("SET", root .. ":op:" .. op, text, "EX", GARBAGE) end
  return text
end

local function fresh_id()
  ids.drawn = ids.drawn + 1
  return ids.drawn == 1 and seed or string.sub(redis.sha1hex(seed .. "/" .. ids.drawn), 1, 32)
end

local function set_deadline(kind, id, at)
  redis.call("ZADD", root .. ":deadlines", at, kind .. ":" .. id)
end

local function clear_deadline(kind, id)
  redis.call("ZREM", root .. ":deadlines", kind .. ":" .. id)
end
