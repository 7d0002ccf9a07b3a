-- Agents: the facts about them, the state these make, and the sets they stand in.

local NUDGED = 200   -- calls told at once that their line has lost its people; the others' own deadline comes
local BREATH = 60000 -- ms: whoever was free for so long has had a breath

local function load_agent(id)
  local known = agents[id]
  if known then return known end
  local row = redis.call("HMGET", root .. ":agent:" .. id, "state", "presence", "since", "call", "wrap_until",
    "pause_until", "handled", "lines")
  local state, presence, pause_until = row[1], row[2], row[6]
  if not state then return nil end
  local agent = { id = id, name = quoted(id), state = state, presence = presence, since = row[3], call = row[4], wrap_until = row[5],
    pause_until = pause_until, handled = row[7], lines = row[8], indexed = state == "ready",
    was_present = presence == "ready" and pause_until == "0", keeps_rank = false, held = false, silent = false, at = ARGV[2],
    written = false }
  agents[id] = read_on(agent, ":agent:")
  return agent
end

local function new_agent(id)
  redis.call("HSET", root .. ":agent:" .. id, "state", "", "presence", "logged_out", "since", ARGV[2], "call", "",
    "wrap_until", "0", "pause_until", "0", "handled", "0", "idle_since", ARGV[2], "reservation", "", "met", "0",
    "lines", "", "state_reason", "", "reason", "", "until", "0", "endpoint", "", "extended", "0",
    "pause_reason", "", "no_answers", "0", "busy_since", "0")
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
    put(agent, "handled", string.format("%d", tonumber(agent.handled) + tonumber(agent.since) - from_since))
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
  local from, from_reason, since = agent.state, "", agent.since
  if from == "not_ready" or from == "logged_out" then from_reason = agent.state_reason end
  local to = state_of(agent)
  agent.state = to
  local reason = reason_of(agent)
  if to ~= from or reason ~= from_reason then
    put(agent, "state", to)
    put(agent, "since", agent.at)
    if reason ~= from_reason then put(agent, "state_reason", reason) end
    if to == "ready" and not agent.keeps_rank then put(agent, "idle_since", agent.at) end
    count_work(agent, from, tonumber(since))
    if not agent.silent then
      tell("agent_state", agent.held or quoted(agent.call), agent.name, agent.call ~= "" and agent.reservation or "", '{"from":"' .. from ..
        '","to":"' .. to .. '","reason":' .. quoted(reason) .. ',"since":' .. agent.at .. ',"was_since":' .. since ..
        (agent.pause_until ~= "0" and ',"until":' .. agent.pause_until or "") .. "}")
    end
  end
  if agent.indexed and to ~= "ready" then unindex_ready(agent) end
  show_presence(agent)
end

local function bind(agent, call, reservation, met, name)
  agent.held = name
  put(agent, "call", call)
  put(agent, "reservation", reservation)
  put(agent, "met", met)
end

local function let_go(agent)
  bind(agent, "", "", "0", NOBODY)
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
  put(agent, "pause_until", string.format("%d", now + ms))
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
