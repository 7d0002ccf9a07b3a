-- Matching: a call and an agent are held for each other. Only heads of sorted sets are looked at.

local PAGES, PAGE = 100, 10 -- a head of a line is found within so many looks

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

local function reserve(call, agent, line, side, skipped)
  local id, step, deadline = fresh_id(), step_of(call, line), string.format("%d", now + offer_ms)
  if call.in_lines then leave_lines(call) end
  redis.call("HSET", root .. ":reservation:" .. id, "state", "offered", "call", call.id, "agent", agent.id,
    "deadline", deadline, "step", step, "line", line)
  held_by(call, "reserved", agent.id, id)
  bind(agent, call.id, id, "0", call.name)
  redis.call("ZADD", root .. ":deadlines", deadline, "offer:" .. id, now + ring_ms, "ring:" .. id)
  local where = '"line":' .. quoted(line) .. ',"step":' .. step
  tell("offered", call.name, agent.name, id, "{" .. where .. ',"side":"' .. side .. '","waited":' ..
    string.format("%d", now - tonumber(call.place)) ..
    (skipped[1] and ',"skipped":' .. cjson.encode(skipped) or "") .. "}")
  announce(agent)
  local text = '{"id":"' .. id .. '","call":' .. call.name .. ',"agent":' .. agent.name .. "," .. where ..
    ',"state":"offered","deadline":' .. deadline .. "}"
  offers = offers == "" and text or offers .. "," .. text
end

-- A call that is not held by anybody: open what is open to it, and offer it if somebody is ready.
-- Returns whether it is offered, and whether a step opened.
local function match_call(call)
  local opened, skipped = open_steps(call), {}
  local function judge(candidate)
    local agent = load_agent(candidate)
    if not agent or agent.state ~= "ready" then return "stale" end
    if not has_refused(call, candidate) then return "take" end
    skipped[#skipped + 1] = candidate
    return "skip"
  end
  for line in string.gmatch(call.lines, "[^\n]+") do
    local id = first_in(root .. ":ready:" .. line, nil, judge)
    if id then
      reserve(call, load_agent(id), line, "call", skipped)
      return true, opened
    end
  end
  return false, opened
end

-- The same, or it waits in its lines.
local function wait_or_match(call)
  local matched, opened = match_call(call)
  if not matched then enter_lines(call) end
  return matched or opened
end

local function back_to_waiting(call)
  held_by(call, "waiting", "", "")
  wait_or_match(call)
end

-- The same by looking further than the heads, past calls that this agent refused and names that are no longer true.
local function search_lines(agent, heads)
  local best, score, best_line, current
  local skipped = {}
  local function judge(candidate)
    local call = load_call(candidate)
    if not call or call.state ~= "waiting" or not step_of(call, current) then return "stale" end
    if not has_refused(call, agent.id) then return "take" end
    skipped[#skipped + 1] = candidate
    return "skip"
  end
  for _, head in ipairs(heads) do
    current = head.line
    local id, found = first_in(root .. ":waiting:" .. current, score, judge)
    if id then best, score, best_line = id, found, current end
  end
  return best and load_call(best), best_line, skipped
end

-- The call to serve next of all the agent's lines, the line it was found in, and those passed over. The first calls of
-- the lines are looked at before any is loaded: as a rule the one that comes first may be taken, and no other is asked for.
local function first_call_for(agent)
  local heads, best = {}, nil
  for line in string.gmatch(agent.lines, "[^\n]+") do
    local head = redis.call("ZRANGE", root .. ":waiting:" .. line, "0", "0", "WITHSCORES")
    if head[1] then
      head.line, head.score = line, tonumber(head[2])
      heads[#heads + 1] = head
      if not best or head.score < best.score then best = head end
    end
  end
  if not best then return nil end
  local call = load_call(best[1])
  if call and call.state == "waiting" and step_of(call, best.line) and not has_refused(call, agent.id) then
    return call, best.line, {}
  end
  return search_lines(agent, heads)
end

-- An agent who may be free: with the first call of all their lines, among the ready of each, or neither.
local function settle(agent)
  if state_of(agent) ~= "ready" then return announce(agent) end
  local call, line, skipped = first_call_for(agent)
  if call then
    if agent.state ~= "ready" and not agent.keeps_rank then put(agent, "idle_since", ARGV[2]) end
    return reserve(call, agent, line, "agent", skipped)
  end
  announce(agent)
  if not agent.indexed then index_ready(agent) end
end
