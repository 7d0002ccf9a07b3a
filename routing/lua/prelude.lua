-- The words every transition is written in. This file is put in front of each of them.
--
-- KEYS  [1] root: the site's hash tag, `{site}`; every other key is derived from it (routing/keys.py, docs/floor.md)
-- ARGV  [1] epoch the caller believes in  [2] now (ms)  [3] op, or ""  [4] a fresh id
--       [5] offer  [6] ring hint  [7] bring  [8] wrap-up (all ms)  [9] facts (JSON), as each transition lists them
-- Returns JSON: {changed, offers, cancels, …}, or an error FLOORLOST, EPOCHCHANGED n, REBUILDING or FLOOROPEN.
--
-- Redis does not roll a script back: a transition checks first and writes last.
local root, now, op, seed = KEYS[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local offer_ms, ring_ms, bring_ms, wrap_ms = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local facts = cjson.decode(ARGV[9])

local GARBAGE = 21600       -- seconds: finished things are kept for questions, then Redis may drop them
local PAGES, PAGE = 100, 10 -- a head of a line is found within so many looks
local NUDGED = 200          -- calls told at once that their line has lost its people; the others' own deadline comes

local offers, cancels = {}, {}
local agents, calls = {}, {} -- loaded once per script, so that nobody works on a second copy
local told, ids = 0, 0
local silent = false         -- while rebuilding: SQL knows already what is restored

-- ── the door ────────────────────────────────────────────────────────────────────────────────────────────────────

local function key(kind, id)
  return root .. ":" .. kind .. ":" .. id
end

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
  return op ~= "" and redis.call("GET", key("op", op)) or nil
end

local function save(agent)
  redis.call("HSET", key("agent", agent.id), "presence", agent.presence, "reason", agent.reason,
    "until", agent["until"], "endpoint", agent.endpoint, "lines", agent.lines, "state", agent.state,
    "state_reason", agent.state_reason, "since", agent.since, "idle_since", agent.idle_since, "call", agent.call,
    "reservation", agent.reservation, "met", agent.met, "wrap_until", agent.wrap_until, "extended", agent.extended)
  if agent.state == agent.counted_as then return end
  if agent.counted_as ~= "" then redis.call("HINCRBY", root .. ":states", agent.counted_as, -1) end
  redis.call("HINCRBY", root .. ":states", agent.state, 1)
end

-- The end of every transition: agents whose facts changed are written, once; the reply is kept for a repeated op.
local function answer(changed, more)
  for _, agent in pairs(agents) do
    if agent.changed then save(agent) end
  end
  local reply = more or {}
  reply.changed, reply.offers, reply.cancels = changed, offers, cancels
  local text = cjson.encode(reply)
  if op ~= "" then redis.call("SET", key("op", op), text, "EX", GARBAGE) end
  return text
end

-- ── small words ─────────────────────────────────────────────────────────────────────────────────────────────────

local function read(name)
  local flat, row = redis.call("HGETALL", name), nil
  for i = 1, #flat, 2 do
    row = row or {}
    row[flat[i]] = flat[i + 1]
  end
  return row
end

local function tell(kind, who, data)
  if silent then return end
  told = told + 1
  redis.call("XADD", root .. ":journal", "*", "id", seed .. "." .. told, "kind", kind, "at", ARGV[2],
    "call", who.call or "", "agent", who.agent or "", "reservation", who.reservation or "",
    "data", data and cjson.encode(data) or "{}")
end

local function fresh_id()
  ids = ids + 1
  return ids == 1 and seed or string.sub(redis.sha1hex(seed .. "/" .. ids), 1, 32)
end

local function set_deadline(kind, id, at)
  redis.call("ZADD", root .. ":deadlines", at, kind .. ":" .. id)
end

local function clear_deadline(kind, id)
  redis.call("ZREM", root .. ":deadlines", kind .. ":" .. id)
end

-- The first member of a sorted set that `judge` takes ("take", "skip" or "stale") and whose score is below `below`.
-- Stale members are dropped on the way.
local function first_in(zset, below, judge)
  local offset, size = 0, 1
  for _ = 1, PAGES do
    local rows = redis.call("ZRANGE", zset, offset, offset + size - 1, "WITHSCORES")
    for i = 1, #rows, 2 do
      if below and tonumber(rows[i + 1]) >= below then return nil end
      local verdict = judge(rows[i])
      if verdict == "take" then return rows[i], tonumber(rows[i + 1]) end
      if verdict == "stale" then redis.call("ZREM", zset, rows[i]) else offset = offset + 1 end
    end
    if #rows < 2 * size then return nil end
    size = PAGE
  end
  return nil
end

-- ── agents ──────────────────────────────────────────────────────────────────────────────────────────────────────

-- The one place where an agent's state is computed, from facts.
local function state_of(agent)
  if agent.call ~= "" then return agent.met == "1" and "talking" or "reserved" end
  if tonumber(agent.wrap_until) > 0 then return "wrap_up" end
  return agent.presence
end

local function load_agent(id)
  if agents[id] then return agents[id] end
  local agent = read(key("agent", id))
  if not agent then return nil end
  agent.id, agent.counted_as = id, agent.state
  agent.indexed, agent.was_present = agent.state == "ready", agent.presence == "ready"
  agents[id] = agent
  return agent
end

local function new_agent(id)
  agents[id] = {
    id = id, presence = "logged_out", reason = "", ["until"] = "0", endpoint = "", lines = "", state = "",
    state_reason = "", since = ARGV[2], idle_since = ARGV[2], call = "", reservation = "", met = "0",
    wrap_until = "0", extended = "0", counted_as = "", indexed = false, was_present = false, changed = true,
  }
  redis.call("SADD", root .. ":agents", id)
  return agents[id]
end

local function nudge(calls_waiting)
  for _, call in ipairs(calls_waiting) do
    redis.call("ZADD", root .. ":deadlines", "XX", "LT", now, "widen:" .. call)
  end
end

-- An agent takes no more calls from this line. Calls that hoped for nobody else widen now.
local function leave_line(agent, line)
  redis.call("ZREM", key("ready", line), agent.id)
  redis.call("SREM", key("present", line), agent.id)
  if redis.call("EXISTS", key("present", line)) == 0 then
    nudge(redis.call("ZRANGE", key("waiting", line), 0, NUDGED - 1))
  end
end

local function show_presence(agent)
  local present = agent.presence == "ready"
  if present == agent.was_present then return end
  agent.was_present = present
  for line in string.gmatch(agent.lines, "[^\n]+") do
    if present then redis.call("SADD", key("present", line), agent.id) else leave_line(agent, line) end
  end
  if not present then nudge(redis.call("SRANDMEMBER", root .. ":turned_down", NUDGED)) end
end

local function index_ready(agent)
  for line in string.gmatch(agent.lines, "[^\n]+") do
    redis.call("ZADD", key("ready", line), agent.idle_since, agent.id)
  end
  agent.indexed = true
end

local function unindex_ready(agent)
  for line in string.gmatch(agent.lines, "[^\n]+") do
    redis.call("ZREM", key("ready", line), agent.id)
  end
  agent.indexed = false
end

-- Facts about an agent changed: compute the state, tell it, keep the sets true. A ready agent is not yet in the ready
-- sets after this: take_next decides.
local function announce(agent)
  local from, from_reason, from_since = agent.state, agent.state_reason, agent.since
  agent.state = state_of(agent)
  local away = agent.state == "not_ready" or agent.state == "logged_out"
  agent.state_reason = away and agent.reason or ""
  if agent.state ~= from or agent.state_reason ~= from_reason then
    agent.since = agent.at or ARGV[2]
    if agent.state == "ready" and not agent.keeps_rank then agent.idle_since = agent.since end
    tell("agent_state", { agent = agent.id, call = agent.call, reservation = agent.reservation },
      { from = from, to = agent.state, reason = agent.state_reason, since = tonumber(agent.since),
        was_since = tonumber(from_since) })
  end
  if agent.indexed and agent.state ~= "ready" then unindex_ready(agent) end
  show_presence(agent)
  agent.changed = true
end

local function let_go(agent)
  agent.call, agent.reservation, agent.met = "", "", "0"
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
  agent.lines = wanted
  if agent.was_present then
    for _, line in ipairs(lines) do redis.call("SADD", key("present", line), agent.id) end
    nudge(redis.call("SRANDMEMBER", root .. ":turned_down", NUDGED))
  end
  return true
end

-- ── calls ───────────────────────────────────────────────────────────────────────────────────────────────────────

local function load_call(id)
  if calls[id] then return calls[id] end
  local call = read(key("call", id))
  if not call then return nil end
  call.id, call.in_lines = id, call.state == "waiting"
  call.opened, call.plan_from = tonumber(call.opened or 0), tonumber(call.plan_from or 0)
  call.steps = call.plan and cjson.decode(call.plan) or {}
  calls[id] = call
  return call
end

local function set_call(call, ...)
  local pairs_given = { ... }
  for i = 1, #pairs_given, 2 do call[pairs_given[i]] = pairs_given[i + 1] end
  redis.call("HSET", key("call", call.id), ...)
end

local function new_call(id)
  local score = facts.place - facts.boost
  calls[id] = { id = id, state = "waiting", in_lines = false, opened = 0, plan_from = now,
    steps = cjson.decode(facts.plan) }
  set_call(calls[id], "state", "waiting", "queue", facts.queue, "owner", facts.owner, "place", facts.place,
    "score", score, "plan", facts.plan, "plan_from", now, "opened", 0, "agent", "", "reservation", "",
    "answered", "0", "why", "")
  redis.call("SADD", root .. ":queues", facts.queue)
  return calls[id]
end

local function refusals(call)
  call.refused = call.refused or redis.call("SMEMBERS", key("refused", call.id))
  return call.refused
end

local function has_refused(call, agent)
  for _, who in ipairs(refusals(call)) do
    if who == agent then return true end
  end
  return false
end

local function enter_lines(call)
  for i = 1, call.opened do
    redis.call("ZADD", key("waiting", call.steps[i][2]), call.score, call.id)
  end
  redis.call("ZADD", key("queue", call.queue), call.score, call.id)
  if #refusals(call) > 0 then redis.call("SADD", root .. ":turned_down", call.id) end
  local following = call.steps[call.opened + 1]
  if following then set_deadline("widen", call.id, call.plan_from + following[1]) end
  call.in_lines = true
end

local function leave_lines(call)
  for i = 1, call.opened do
    redis.call("ZREM", key("waiting", call.steps[i][2]), call.id)
  end
  redis.call("ZREM", key("queue", call.queue), call.id)
  redis.call("SREM", root .. ":turned_down", call.id)
  clear_deadline("widen", call.id)
  call.in_lines = false
end

-- Is anybody present in the opened lines who has not refused this call?
local function somebody_may_come(call)
  for i = 1, call.opened do
    local present = key("present", call.steps[i][2])
    local hopes = redis.call("SCARD", present)
    for _, who in ipairs(refusals(call)) do
      hopes = hopes - redis.call("SISMEMBER", present, who)
    end
    if hopes > 0 then return true end
  end
  return false
end

-- A step opens when it is due, or at once when there is nobody to hope for; then the later ones come sooner too.
local function open_steps(call)
  local before, early = call.opened, false
  while call.opened < #call.steps do
    local after = call.steps[call.opened + 1][1]
    if call.plan_from + after > now then
      if somebody_may_come(call) then break end
      call.plan_from, early = now - after, true
    end
    call.opened = call.opened + 1
  end
  if call.opened == before then return false end
  redis.call("HSET", key("call", call.id), "opened", call.opened, "plan_from", call.plan_from)
  if call.opened > 1 then
    local lines = {}
    for i = 1, call.opened do lines[i] = call.steps[i][2] end
    tell("widened", { call = call.id }, { step = call.opened, lines = lines, early = early })
  end
  return true
end

-- ── matching ────────────────────────────────────────────────────────────────────────────────────────────────────

local function load_reservation(id)
  return read(key("reservation", id))
end

local function open_offer(reservation)
  return reservation and (reservation.state == "offered" or reservation.state == "ringing")
end

local function reserve(call, agent, step, side, skipped)
  local id = fresh_id()
  local line = call.steps[step][2]
  if call.in_lines then leave_lines(call) end
  local reservation = { id = id, call = call.id, agent = agent.id, line = line, step = step, state = "offered",
    deadline = now + offer_ms, leg = "", why = "" }
  redis.call("HSET", key("reservation", id), "id", id, "call", call.id, "agent", agent.id, "line", line,
    "step", step, "state", "offered", "deadline", reservation.deadline, "leg", "", "why", "")
  set_call(call, "state", "reserved", "agent", agent.id, "reservation", id)
  agent.call, agent.reservation, agent.met = call.id, id, "0"
  set_deadline("offer", id, reservation.deadline)
  set_deadline("ring", id, now + ring_ms)
  tell("offered", { call = call.id, agent = agent.id, reservation = id }, { line = line, step = step, side = side,
    waited = now - tonumber(call.place), skipped = #skipped > 0 and skipped or nil })
  announce(agent)
  offers[#offers + 1] = reservation
end

-- A call that is not held by anybody: open what is open to it, offer it, or let it wait in its lines.
local function wait_or_match(call)
  local opened = open_steps(call)
  local skipped = {}
  for step = 1, call.opened do
    local id = first_in(key("ready", call.steps[step][2]), nil, function(candidate)
      local agent = load_agent(candidate)
      if not agent or agent.state ~= "ready" then return "stale" end
      if not has_refused(call, candidate) then return "take" end
      skipped[#skipped + 1] = candidate
      return "skip"
    end)
    if id then
      reserve(call, load_agent(id), step, "call", skipped)
      return true
    end
  end
  enter_lines(call)
  return opened
end

local function back_to_waiting(call)
  set_call(call, "state", "waiting", "agent", "", "reservation", "")
  wait_or_match(call)
end

local function step_of(call, line)
  for step = 1, call.opened do
    if call.steps[step][2] == line then return step end
  end
  return nil
end

-- A ready agent takes the first call of all their lines, or joins the ready agents of each.
local function take_next(agent)
  if agent.state ~= "ready" then return end
  local best, score, best_line
  local skipped = {}
  for line in string.gmatch(agent.lines, "[^\n]+") do
    local id, found = first_in(key("waiting", line), score, function(candidate)
      local call = load_call(candidate)
      if not call or call.state ~= "waiting" or not step_of(call, line) then return "stale" end
      if not has_refused(call, agent.id) then return "take" end
      skipped[#skipped + 1] = candidate
      return "skip"
    end)
    if id then best, score, best_line = id, found, line end
  end
  if best then
    local call = load_call(best)
    reserve(call, agent, step_of(call, best_line), "agent", skipped)
  elseif not agent.indexed then
    index_ready(agent)
  end
end

-- ── endings ─────────────────────────────────────────────────────────────────────────────────────────────────────

local function end_reservation(reservation, state, why)
  reservation.state, reservation.why = state, why
  redis.call("HSET", key("reservation", reservation.id), "state", state, "why", why)
  redis.call("EXPIRE", key("reservation", reservation.id), GARBAGE)
  clear_deadline("offer", reservation.id)
  clear_deadline("ring", reservation.id)
end

local function tell_failure(reservation, why)
  tell("offer_failed", { call = reservation.call, agent = reservation.agent, reservation = reservation.id },
    { why = why })
end

-- The agent sets or loses a presence. An offer still open fails when they leave; a conversation goes on.
local function change_presence(agent, presence, reason)
  agent.presence, agent.reason = presence, presence == "ready" and "" or reason
  local reservation = agent.call ~= "" and agent.met ~= "1" and load_reservation(agent.reservation) or nil
  if presence == "ready" or not open_offer(reservation) then
    announce(agent)
    take_next(agent)
    return
  end
  end_reservation(reservation, "failed", "agent_left")
  tell_failure(reservation, "agent_left")
  cancels[#cancels + 1] = reservation
  let_go(agent)
  announce(agent)
  back_to_waiting(load_call(reservation.call))
end

local function begin_wrap_up(agent, ms)
  let_go(agent)
  agent.extended = "0"
  if ms > 0 then
    agent.wrap_until = tostring(now + ms)
    set_deadline("wrap", agent.id, now + ms)
  end
  announce(agent)
end

local function stop_talking(call, by, ms)
  tell("left", { call = call.id, agent = call.agent, reservation = call.reservation }, { by = by })
  redis.call("EXPIRE", key("reservation", call.reservation), GARBAGE)
  begin_wrap_up(load_agent(call.agent), ms)
end

-- The caller is gone: whoever was held for them is free, keeps their idle rank, and takes the next call.
local function goes(call, why)
  local was = call.state
  if call.in_lines then leave_lines(call) end
  set_call(call, "state", "gone", "why", why)
  redis.call("EXPIRE", key("call", call.id), GARBAGE)
  redis.call("EXPIRE", key("refused", call.id), GARBAGE)
  if was == "talking" then
    stop_talking(call, "caller", wrap_ms)
    take_next(load_agent(call.agent))
  elseif was == "reserved" or was == "accepted" then
    local agent, reservation = load_agent(call.agent), load_reservation(call.reservation)
    end_reservation(reservation, "withdrawn", "caller_gone")
    clear_deadline("bring", call.id)
    tell_failure(reservation, "caller_gone")
    cancels[#cancels + 1] = reservation
    let_go(agent)
    agent.keeps_rank = true
    announce(agent)
    take_next(agent)
  end
end
