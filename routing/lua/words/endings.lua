-- What becomes of an offer; endings of an offer, of a conversation, of a call.

local function load_reservation(id)
  local row = redis.call("HMGET", root .. ":reservation:" .. id, "state", "call", "agent", "deadline", "step", "line",
    "leg", "why")
  if not row[1] then return nil end
  return { id = id, state = row[1], call = row[2], agent = row[3], deadline = row[4], step = row[5], line = row[6],
    leg = row[7] or "", why = row[8] or "" }
end

local function open_offer(reservation)
  return reservation and (reservation.state == "offered" or reservation.state == "ringing")
end

-- The caller is the agent's, once, and until the deadline; of the leg that has them already, still. Else it is too late.
local function claims(reservation, leg)
  local claimed = reservation.state == "accepted" or reservation.state == "met"
  if claimed and leg ~= "" and reservation.leg == leg then return true end
  if not open_offer(reservation) or now > tonumber(reservation.deadline) then return false end
  reservation.state = "accepted"
  if leg ~= "" then reservation.leg = leg end
  redis.call("HSET", root .. ":reservation:" .. reservation.id, "state", "accepted", "leg", reservation.leg)
  redis.call("HSET", root .. ":call:" .. reservation.call, "state", "accepted")
  redis.call("HSET", root .. ":agent:" .. reservation.agent, "no_answers", "0")
  redis.call("ZREM", root .. ":deadlines", "offer:" .. reservation.id, "ring:" .. reservation.id)
  set_deadline("bring", reservation.call, now + bring_ms)
  tell("accepted", quoted(reservation.call), quoted(reservation.agent), reservation.id, '{"leg":' .. quoted(reservation.leg) .. "}")
  return true
end

local function end_reservation(reservation, state, why)
  reservation.state, reservation.why = state, why
  redis.call("HSET", root .. ":reservation:" .. reservation.id, "state", state, "why", why)
  redis.call("EXPIRE", root .. ":reservation:" .. reservation.id, GARBAGE)
  redis.call("ZREM", root .. ":deadlines", "offer:" .. reservation.id, "ring:" .. reservation.id)
  tell("offer_failed", quoted(reservation.call), quoted(reservation.agent), reservation.id, '{"why":' .. quoted(why) .. "}")
end

-- The agent sets or loses a presence. An offer still open fails when they leave; a conversation goes on.
local function change_presence(agent, presence, reason)
  if presence == "ready" and agent.presence == "logged_out" then put(agent, "handled", "0") end
  put(agent, "presence", presence)
  put(agent, "reason", presence == "ready" and "" or reason)
  put(agent, "no_answers", "0")
  end_pause(agent)
  local reservation = agent.call ~= "" and agent.met ~= "1" and load_reservation(agent.reservation) or nil
  if presence == "ready" or not open_offer(reservation) then
    settle(agent)
    return
  end
  end_reservation(reservation, "failed", "agent_left")
  cancel(reservation)
  let_go(agent)
  announce(agent)
  back_to_waiting(load_call(reservation.call))
end

local function begin_wrap_up(agent, ms)
  let_go(agent)
  put(agent, "extended", "0")
  if ms > 0 then
    put(agent, "wrap_until", string.format("%d", now + ms))
    set_deadline("wrap", agent.id, now + ms)
  else
    relieve(agent)
  end
end

local function stop_talking(call, by, ms)
  tell("left", call.name, quoted(call.agent), call.reservation, '{"by":' .. quoted(by) .. "}")
  redis.call("EXPIRE", root .. ":reservation:" .. call.reservation, GARBAGE)
  local agent = load_agent(call.agent)
  begin_wrap_up(agent, ms)
  return agent
end

-- An offer is called off through no doing of the agent: they keep their idle rank.
local function withdraw(call, why)
  local agent, reservation = load_agent(call.agent), load_reservation(call.reservation)
  end_reservation(reservation, "withdrawn", why)
  cancel(reservation)
  let_go(agent)
  agent.keeps_rank = true
  return agent
end

-- The caller is gone: whoever was held for them is free, keeps their idle rank, and takes the next call.
local function goes(call, why)
  local was, agent = call.state, nil
  if call.in_lines then leave_lines(call) end
  put(call, "state", "gone")
  put(call, "why", why)
  redis.call("EXPIRE", root .. ":call:" .. call.id, GARBAGE)
  if call.refusals == "1" then redis.call("EXPIRE", root .. ":refused:" .. call.id, GARBAGE) end
  if was == "talking" then
    agent = stop_talking(call, "caller", wrap_ms)
  elseif was == "reserved" or was == "accepted" then
    clear_deadline("bring", call.id)
    agent = withdraw(call, "caller_gone")
  end
  if agent then settle(agent) end
end
