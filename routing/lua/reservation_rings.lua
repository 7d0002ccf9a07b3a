-- The agent's leg exists and rings until a deadline.
--
-- facts  reservation, leg, deadline (ms)
-- Returns changed = false when the offer is settled, or another leg already rings: this leg must come down.
-- Events rang
local early = closed() or stored()
if early then return early end

local reservation = load_reservation(facts.reservation)
if not reservation then return answer(false) end
if reservation.leg == facts.leg and (reservation.state == "accepted" or open_offer(reservation)) then
  return answer(true)
end
if reservation.state ~= "offered" then return answer(false) end

redis.call("HSET", key("reservation", reservation.id), "state", "ringing", "leg", facts.leg,
  "deadline", facts.deadline)
clear_deadline("ring", reservation.id)
set_deadline("offer", reservation.id, facts.deadline)
tell("rang", { call = reservation.call, agent = reservation.agent, reservation = reservation.id },
  { leg = facts.leg })
return answer(true)
