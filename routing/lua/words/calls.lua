-- Calls: their place, their plan, and the lines they wait in.

local function load_call(id)
  local known = calls[id]
  if known then return known end
  local row = redis.call("HMGET", root .. ":call:" .. id, "state", "queue", "place", "score", "refusals", "lines")
  local state = row[1]
  if not state then return nil end
  local call = { id = id, name = quoted(id), state = state, queue = row[2], place = row[3], score = row[4], refusals = row[5],
    lines = row[6] or "", in_lines = state == "waiting", steps = false, written = false }
  calls[id] = read_on(call, ":call:")
  return call
end

-- The plan is read only where it may open a step: [[after ms, line, why], …], and the moment its seconds count from.
local function with_plan(call)
  if not call.steps then call.steps = cjson.decode(call.plan) end
  return call
end

local function held_by(call, state, agent, reservation)
  put(call, "state", state)
  put(call, "agent", agent)
  put(call, "reservation", reservation)
end

-- A call with place and plan as the facts give them.
local function new_call(id)
  local score, first = facts.place - facts.boost, ARGV[2]
  local call = read_on({ id = id, name = quoted(id), in_lines = false, steps = cjson.decode(facts.plan),
    state = "waiting", place = facts.place, score = score, refusals = "0", plan_from = first, opened = 0,
    queue = facts.queue, lines = "", owner = facts.owner, plan = facts.plan, written = { "state", "waiting",
      "place", facts.place, "score", score, "refusals", "0", "agent", "", "reservation", "", "plan_from", first,
      "opened", 0, "answered", "0", "queue", facts.queue, "lines", "", "owner", facts.owner, "plan", facts.plan } },
    ":call:")
  if facts.once then put(call, "once", facts.once) end
  redis.call("SADD", root .. ":queues", facts.queue)
  calls[id] = call
  return call
end

-- The plan in the facts, where they have one, from now on; or the old one from its start. The place stays.
local function replan(call)
  if facts.plan then
    put(call, "plan", facts.plan)
    put(call, "queue", facts.queue)
    put(call, "owner", facts.owner)
    redis.call("SADD", root .. ":queues", facts.queue)
    call.steps = cjson.decode(facts.plan)
    if facts.boost then put(call, "score", tonumber(call.place) - facts.boost) end
  end
  put(call, "plan_from", ARGV[2])
  put(call, "opened", 0)
  put(call, "lines", "")
end

local function tell_waiting(call, returned)
  local reasons, boosts = facts.reasons, facts.boosts
  tell("waiting", call.name, NOBODY, "", '{"place_at":' .. call.place .. ',"score":' .. call.score .. ',"queue":' ..
    quoted(call.queue) .. ',"owner":' .. quoted(call.owner) .. ',"plan":' .. call.plan ..
    (returned and ',"returned":' .. quoted(returned) or "") ..
    (reasons and reasons[1] and ',"reasons":' .. cjson.encode(reasons) or "") ..
    (boosts and boosts[1] and ',"boosts":' .. cjson.encode(boosts) or "") .. "}")
end

local function has_refused(call, agent)
  return call.refusals == "1" and redis.call("SISMEMBER", root .. ":refused:" .. call.id, agent) == 1
end

local function refuse(call, agent)
  redis.call("SADD", root .. ":refused:" .. call.id, agent)
  put(call, "refusals", "1")
end

local function enter_lines(call)
  for line in string.gmatch(call.lines, "[^\n]+") do
    redis.call("ZADD", root .. ":waiting:" .. line, call.score, call.id)
  end
  redis.call("ZADD", root .. ":queue:" .. call.queue, call.score, call.id)
  if call.refusals == "1" then redis.call("SADD", root .. ":turned_down", call.id) end
  local following = with_plan(call).steps[call.opened + 1]
  if following then set_deadline("widen", call.id, tonumber(call.plan_from) + following[1]) end
  call.in_lines = true
end

local function leave_lines(call)
  for line in string.gmatch(call.lines, "[^\n]+") do
    redis.call("ZREM", root .. ":waiting:" .. line, call.id)
  end
  redis.call("ZREM", root .. ":queue:" .. call.queue, call.id)
  if call.refusals == "1" then redis.call("SREM", root .. ":turned_down", call.id) end
  clear_deadline("widen", call.id)
  call.in_lines = false
end

-- Is anybody present in the opened lines who has not refused this call?
local function somebody_may_come(call)
  for line in string.gmatch(call.lines, "[^\n]+") do
    local present = root .. ":present:" .. line
    local hopes = redis.call("SCARD", present)
    if call.refusals == "1" and hopes > 0 then
      for _, who in ipairs(redis.call("SMEMBERS", root .. ":refused:" .. call.id)) do
        hopes = hopes - redis.call("SISMEMBER", present, who)
      end
    end
    if hopes > 0 then return true end
  end
  return false
end

-- A step opens when it is due, or at once when there is nobody to hope for; then the later ones come sooner too.
local function open_steps(call)
  with_plan(call)
  local before, early = tonumber(call.opened), false
  call.opened = before
  while call.opened < #call.steps do
    local following = call.steps[call.opened + 1]
    if tonumber(call.plan_from) + following[1] > now then
      if somebody_may_come(call) then break end
      call.plan_from, early = now - following[1], true
    end
    call.opened = call.opened + 1
    call.lines = call.opened == 1 and following[2] or call.lines .. "\n" .. following[2]
  end
  if call.opened == before then return false end
  put(call, "opened", call.opened)
  put(call, "lines", call.lines)
  if early then put(call, "plan_from", call.plan_from) end
  if call.opened > 1 then
    local lines = {}
    for i = 1, call.opened do lines[i] = call.steps[i][2] end
    tell("widened", call.name, NOBODY, "", cjson.encode({ step = call.opened, lines = lines, early = early }))
  end
  return true
end

-- Which opened step of the call this line is; nil when it is none.
local function step_of(call, line)
  local step = 0
  for opened in string.gmatch(call.lines, "[^\n]+") do
    step = step + 1
    if opened == line then return step end
  end
  return nil
end
