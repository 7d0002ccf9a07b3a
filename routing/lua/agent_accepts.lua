-- The agent claims the caller: once, and until the deadline. The same leg asking again gets the same answer.
--
-- facts  reservation, leg or ""
-- Returns changed = false when it is too late, else also reservation
-- Events accepted
local early = closed() or stored()
if early then return early end

local reservation = load_reservation(facts.reservation)
if not reservation then return answer(false) end
local claimed = reservation.state == "accepted" or reservation.state == "met"
if claimed and facts.leg ~= "" and reservation.leg == facts.leg then
  return answer(true, ',"reservation":' .. reservation_text(reservation))
end
if not open_offer(reservation) or now > tonumber(reservation.deadline) then return answer(false) end

reservation.state = "accepted"
if facts.leg ~= "" then reservation.leg = facts.leg end
redis.call("HSET", root .. ":reservation:" .. reservation.id, "state", "accepted", "leg", reservation.leg)
redis.call("HSET", root .. ":call:" .. reservation.call, "state", "accepted")
redis.call("HSET", root .. ":agent:" .. reservation.agent, "no_answers", "0")
redis.call("ZREM", root .. ":deadlines", "offer:" .. reservation.id, "ring:" .. reservation.id)
set_deadline("bring", reservation.call, now + bring_ms)
tell("accepted", quoted(reservation.call), quoted(reservation.agent), reservation.id, '{"leg":' .. quoted(reservation.leg) .. "}")
return answer(true, ',"reservation":' .. reservation_text(reservation))
