-- The door of every transition: whose floor this is, what is asked, and what is answered.
--
-- KEYS  [1] root: the site's hash tag, `{site}`; every other key is derived from it (routing/keys.py, docs/floor.md)
-- ARGV  [1] epoch the caller believes in  [2] now (ms)  [3] op, or ""  [4] a fresh id  [5] facts (JSON), as each lists them
-- Returns JSON: {changed, offers, cancels, …}, or an error FLOORLOST, EPOCHCHANGED n, REBUILDING or FLOOROPEN.
--
-- Redis does not roll a script back: a transition checks first and writes last.
local root, now, op, seed = KEYS[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local facts = cjson.decode(ARGV[5])

local LIVE_KEPT = 10000 -- transitions a page that was away can be told of: minutes of a busy centre
local GARBAGE = 21600 -- seconds: finished things are kept for questions, then Redis may drop them

local offers, cancels, events = "", "", "" -- JSON, put together by hand: encoding tables costs more than all else
local news = ""                            -- the same for pages that watch: whom it concerns, and nothing told of them
local agents, calls = {}, {}               -- loaded once per script, so that nobody works on a second copy
local drawn = 0

local function closed(rebuilding)
  local world = redis.call("GET", root .. ":epoch") or "0"
  if world == ARGV[1] and not rebuilding then return nil end
  local current, busy = tonumber((string.gsub(world, "r$", ""))), string.sub(world, -1) == "r"
  local believed = tonumber(ARGV[1])
  if current < believed then return redis.error_reply("FLOORLOST the floor is in epoch " .. current) end
  if current > believed then return redis.error_reply("EPOCHCHANGED " .. current) end
  if busy and not rebuilding then return redis.error_reply("REBUILDING the floor is being rebuilt") end
  if rebuilding and not busy then return redis.error_reply("FLOOROPEN the floor is not being rebuilt") end
  return nil
end

local function stored()
  return op ~= "" and redis.call("GET", root .. ":op:" .. op) or nil
end

-- A text as JSON. Names are plain in all but the strangest centres.
local function quoted(text)
  return string.find(text, '[%c"\\]') and cjson.encode(text) or '"' .. text .. '"'
end

local NOBODY = '""'

-- What happened goes to the journal with the transition that made it happen. `call` and `agent` are quoted already, and
-- `data` is JSON.
local function tell(kind, call, agent, reservation, data)
  local whom = '["' .. kind .. '",' .. call .. "," .. agent .. ',"' .. reservation .. '"'
  local row = whom .. "," .. data .. "]"
  events = events == "" and row or events .. "," .. row
  news = news == "" and whom .. "]" or news .. "," .. whom .. "]"
end

-- What a webhook is answered, unless it was answered before. Whether it was not.
local function first_answer(call, key, body)
  local answers = root .. ":answers:" .. call
  if redis.call("HSETNX", answers, key, body) == 0 then return false end
  redis.call("EXPIRE", answers, GARBAGE)
  local row = '["webhook_answer",' .. quoted(call) .. ',"","",' .. cjson.encode({ key = key, body = body }) .. "]"
  events = events == "" and row or events .. "," .. row
  return true
end

local function reservation_text(r)
  return '{"id":"' .. r.id .. '","call":' .. quoted(r.call) .. ',"agent":' .. quoted(r.agent) .. ',"line":' ..
    quoted(r.line) .. ',"step":' .. r.step .. ',"state":"' .. r.state .. '","deadline":' .. r.deadline .. ',"leg":"' ..
    r.leg .. '","why":"' .. r.why .. '"}'
end

local function cancel(reservation)
  local text = reservation_text(reservation)
  cancels = cancels == "" and text or cancels .. "," .. text
end

local function write(kind, rows)
  for id, row in pairs(rows) do
    if row.written then redis.call("HSET", root .. kind .. id, unpack(row.written)) end
  end
end

-- The end of every transition: what changed of agents and calls is written, and what happened; the reply is kept for a
-- repeated op. `more` is what else the reply has to say, as JSON members.
local function answer(changed, more)
  write(":agent:", agents)
  write(":call:", calls)
  if events ~= "" then
    redis.call("XADD", root .. ":journal", "*", "seed", seed, "at", ARGV[2], "events", "[" .. events .. "]")
  end
  if news ~= "" then
    redis.call("XADD", root .. ":live", "MAXLEN", "~", LIVE_KEPT, "*", "told", "[" .. news .. "]")
  end
  local text = '{"changed":' .. tostring(changed) .. ',"offers":[' .. offers .. '],"cancels":[' .. cancels .. "]" ..
    (more or "") .. "}"
  if op ~= "" then redis.call("SET", root .. ":op:" .. op, text, "EX", GARBAGE) end
  return text
end

local function fresh_id()
  drawn = drawn + 1
  return drawn == 1 and seed or string.sub(redis.sha1hex(seed .. "/" .. drawn), 1, 32)
end

local function set_deadline(kind, id, at)
  redis.call("ZADD", root .. ":deadlines", at, kind .. ":" .. id)
end

local function clear_deadline(kind, id)
  redis.call("ZREM", root .. ":deadlines", kind .. ":" .. id)
end

-- A fact about an agent or a call, from now on; written with the others at the end.
local function put(row, field, value)
  row[field] = value
  local written = row.written
  if not written then
    row.written = { field, value }
    return
  end
  local n = #written
  written[n + 1], written[n + 2] = field, value
end

-- A hash that is read as far as it is asked: what was not loaded with it is fetched when it is named.
local function read_on(row, kind)
  return setmetatable(row, { __index = function(known, field)
    local value = redis.call("HGET", root .. kind .. known.id, field) or ""
    rawset(known, field, value)
    return value
  end })
end
