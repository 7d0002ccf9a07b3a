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
  return answer(true, { reservation = reservation })
end
if not open_offer(reservation) or now > tonumber(reservation.deadline) then return answer(false) end

reservation.state = "accepted"
if facts.leg ~= "" then reservation.leg = facts.leg end
redis.call("HSET", key("reservation", reservation.id), "state", "accepted", "leg", reservation.leg)
redis.call("HSET", key("call", reservation.call), "state", "accepted")
clear_deadline("offer", reservation.id)
clear_deadline("ring", reservation.id)
set_deadline("bring", reservation.call, now + bring_ms)
tell("accepted", { call = reservation.call, agent = reservation.agent, reservation = reservation.id },
  { leg = reservation.leg })
return answer(true, { reservation = reservation })
