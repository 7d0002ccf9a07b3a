-- Agents: the facts about them, the state these make, and the sets they stand in.

local AGENT = { "presence", "state", "lines", "since", "call", "wrap_until", "pause_until", "handled" }
local AGENTS_HASH = read_on(":agent:")
local NUDGED = 200   -- calls told at once that their line has lost its people; the others' own deadline comes
local BREATH = 60000 -- ms: whoever was free for so long has had a breath

local function put(agent, field, value)
  agent[field] = value
  local written = agent.written
  written[#written + 1] = field
  written[#written + 1] = value
end

local function load_agent(id)
  local known = agents[id]
  if known then return known end
  local row = redis.call("HMGET", root .. ":agent:" .. id, unpack(AGENT))
  if not row[1] then return nil end
  local agent = { id = id, written = {}, presence = row[1], state = row[2], lines = row[3], since = row[4],
    call = row[5], wrap_until = row[6], pause_until = row[7], handled = row[8], indexed = row[2] == "ready",
    was_present = row[1] == "ready" and row[7] == "0", keeps_rank = false, silent = false, at = ARGV[2] }
  agents[id] = setmetatable(agent, AGENTS_HASH)
  return agent
end

local function new_agent(id)
  redis.call("HSET", root .. ":agent:" .. id, "presence", "logged_out", "reason", "", "until", "0", "endpoint", "",
    "lines", "", "state", "", "state_reason", "", "since", ARGV[2], "idle_since", ARGV[2], "call", "",
    "reservation", "", "met", "0", "wrap_until", "0", "extended", "0", "pause_until", "0", "pause_reason", "",
    "no_answers", "0", "handled", "0", "busy_since", "0")
  redis.call("SADD", root .. ":agents", id)
  return load_agent(id)
end

-- The one place where an agent's state is computed, from facts.
local function state_of(agent)
  if agent.call ~= "" then return agent.met == "1" and "talking" or "reserved" end
  if agent.wrap_until ~= "0" then return "wrap_up" end
  if agent.presence == "ready" and agent.pause_until ~= "0" then return "not_ready" end
  return agent.presence
end

local function reason_of(agent)
  if agent.state ~= "not_ready" and agent.state ~= "logged_out" then return "" end
  return agent.presence == "ready" and agent.pause_reason or agent.reason
end

local function nudge(calls_waiting)
  for _, call in ipairs(calls_waiting) do
    redis.call("ZADD", root .. ":deadlines", "XX", "LT", now, "widen:" .. call)
  end
end

-- An agent takes no more calls from this line. Calls that hoped for nobody else widen now.
local function leave_line(agent, line)
  redis.call("ZREM", root .. ":ready:" .. line, agent.id)
  redis.call("SREM", root .. ":present:" .. line, agent.id)
  if redis.call("EXISTS", root .. ":present:" .. line) == 0 then
    nudge(redis.call("ZRANGE", root .. ":waiting:" .. line, 0, NUDGED - 1))
  end
end

local function show_presence(agent)
  local present = agent.presence == "ready" and agent.pause_until == "0"
  if present == agent.was_present then return end
  agent.was_present = present
  for line in string.gmatch(agent.lines, "[^\n]+") do
    if present then redis.call("SADD", root .. ":present:" .. line, agent.id) else leave_line(agent, line) end
  end
  if not present then nudge(redis.call("SRANDMEMBER", root .. ":turned_down", NUDGED)) end
end

local function index_ready(agent)
  local rank = least_handled and agent.handled or agent.idle_since
  for line in string.gmatch(agent.lines, "[^\n]+") do
    redis.call("ZADD", root .. ":ready:" .. line, rank, agent.id)
  end
  agent.indexed = true
end

local function unindex_ready(agent)
  for line in string.gmatch(agent.lines, "[^\n]+") do
    redis.call("ZREM", root .. ":ready:" .. line, agent.id)
  end
  agent.indexed = false
end

-- What an agent has done so far: time with callers, and since when without a breath.
local function count_work(agent, from, from_since)
  if from == "talking" or from == "wrap_up" then
    put(agent, "handled", string.format("%.0f", tonumber(agent.handled) + tonumber(agent.since) - from_since))
  end
  if relief_after_ms == 0 then return end
  if agent.state == "reserved" then
    local breath = from == "ready" and now - from_since >= BREATH
    if agent.busy_since == "0" or breath then put(agent, "busy_since", ARGV[2]) end
  elseif (agent.state == "not_ready" or agent.state == "logged_out") and agent.busy_since ~= "0" then
    put(agent, "busy_since", "0")
  end
end

-- Facts about an agent changed: compute the state, tell it, keep the sets true. A ready agent is not yet in the ready
-- sets after this: `settle` decides.
local function announce(agent)
  local from, from_reason, from_since = agent.state, "", tonumber(agent.since)
  if from == "not_ready" or from == "logged_out" then from_reason = agent.state_reason end
  local to = state_of(agent)
  agent.state = to
  local reason = reason_of(agent)
  if to ~= from or reason ~= from_reason then
    put(agent, "state", to)
    put(agent, "since", agent.at)
    if reason ~= from_reason then put(agent, "state_reason", reason) end
    if to == "ready" and not agent.keeps_rank then put(agent, "idle_since", agent.at) end
    count_work(agent, from, from_since)
    if not agent.silent then
      tell("agent_state", agent.call, agent.id, agent.call ~= "" and agent.reservation or "", { from = from, to = to,
        reason = reason, since = tonumber(agent.at), was_since = from_since,
        ["until"] = agent.pause_until ~= "0" and tonumber(agent.pause_until) or nil })
    end
  end
  if agent.indexed and to ~= "ready" then unindex_ready(agent) end
  show_presence(agent)
end

local function bind(agent, call, reservation, met)
  put(agent, "call", call)
  put(agent, "reservation", reservation)
  put(agent, "met", met)
end

local function let_go(agent)
  bind(agent, "", "", "0")
end

local function change_lines(agent, lines)
  local wanted = table.concat(lines, "\n")
  if wanted == agent.lines then return false end
  if agent.indexed then unindex_ready(agent) end
  local kept = {}
  for _, line in ipairs(lines) do kept[line] = true end
  for line in string.gmatch(agent.lines, "[^\n]+") do
    if not kept[line] then leave_line(agent, line) end
  end
  put(agent, "lines", wanted)
  if agent.was_present then
    for _, line in ipairs(lines) do redis.call("SADD", root .. ":present:" .. line, agent.id) end
    nudge(redis.call("SRANDMEMBER", root .. ":turned_down", NUDGED))
  end
  return true
end

-- ── pauses ──────────────────────────────────────────────────────────────────────────────────────────────────────

-- Not ready for a while, by our doing; then ready again by itself.
local function pause(agent, ms, reason)
  if ms <= 0 or agent.presence ~= "ready" then return end
  put(agent, "pause_until", string.format("%.0f", now + ms))
  put(agent, "pause_reason", reason)
  set_deadline("pause", agent.id, now + ms)
end

local function end_pause(agent)
  if agent.pause_until == "0" then return end
  put(agent, "pause_until", "0")
  put(agent, "pause_reason", "")
  clear_deadline("pause", agent.id)
end

-- So long without a breath: one is due before the next caller.
local function relieve(agent)
  if relief_after_ms == 0 or agent.busy_since == "0" or now - tonumber(agent.busy_since) < relief_after_ms then return end
  pause(agent, relief_ms, "breather")
end
