-- Somebody rings in whom we were about to call: their call has the callback's place, and whoever is held for it. The
-- callback is gone. One the floor does not know leaves a tombstone; one that talks, or is over, is left alone.
--
-- facts  callback, call, why, ended (data of the callback's `ended` event); with a new plan also plan, queue, owner,
--        reasons, boosts, boost (ms)
-- Returns changed = false when nothing was taken over, else also stage: what the callback was in; reservation: of
--         whoever is held, where somebody is
-- Events waiting, widened, offered, accepted, agent_state, ended
local early = closed() or stored()
if early then return early end

local function hand_over(reservation, call)
  local accepted = reservation.state == "accepted"
  redis.call("HSET", root .. ":reservation:" .. reservation.id, "call", call.id, "came_from", reservation.call)
  if accepted then
    clear_deadline("bring", reservation.call)
    set_deadline("bring", call.id, now + bring_ms)
  end
  held_by(call, accepted and "accepted" or "reserved", reservation.agent, reservation.id)
  local agent = load_agent(reservation.agent)
  bind(agent, call.id, reservation.id, "0", call.name)
  local from = ',"came_from":' .. quoted(reservation.call) .. "}"
  tell("offered", call.name, agent.name, reservation.id, '{"line":' .. quoted(reservation.line) .. ',"step":' ..
    reservation.step .. ',"side":"rang_in"' .. from)
  if accepted then
    tell("accepted", call.name, agent.name, reservation.id, '{"leg":' .. quoted(reservation.leg) .. from)
  end
  reservation.call = call.id
end

local callback = load_call(facts.callback)
if not callback then
  redis.call("HSET", root .. ":call:" .. facts.callback, "state", "gone", "why", facts.why)
  redis.call("EXPIRE", root .. ":call:" .. facts.callback, GARBAGE)
  return answer(false)
end
local stage = callback.state
if stage ~= "waiting" and stage ~= "reserved" and stage ~= "accepted" then return answer(false) end
if redis.call("EXISTS", root .. ":call:" .. facts.call) == 1 then return answer(false) end

if callback.in_lines then leave_lines(callback) end
facts.place = callback.place
facts.boost = math.max(facts.boost or 0, callback.place - callback.score)
facts.plan, facts.queue = facts.plan or callback.plan, facts.queue or callback.queue
facts.owner = facts.owner or callback.owner
local call, held = new_call(facts.call), load_reservation(callback.reservation) -- of one that waits there is none
if callback.refusals == "1" then
  local refused = root .. ":refused:" .. callback.id
  for _, who in ipairs(redis.call("SMEMBERS", refused)) do refuse(call, who) end
  redis.call("EXPIRE", refused, GARBAGE)
end
tell_waiting(call, facts.why)
if held then hand_over(held, call) else wait_or_match(call) end

put(callback, "state", "gone")
put(callback, "why", facts.why)
put(callback, "ended", "1")
redis.call("EXPIRE", root .. ":call:" .. callback.id, GARBAGE)
facts.ended.stage, facts.ended.answered = stage, false
tell("ended", callback.name, NOBODY, "", cjson.encode(facts.ended))
return answer(true, ',"stage":"' .. stage .. '"' .. (held and ',"reservation":' .. reservation_text(held) or ""))
