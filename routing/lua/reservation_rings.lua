-- The agent's leg exists and has until a deadline. Told again (the leg answered, a key is awaited): a new deadline.
--
-- facts  reservation, leg, deadline (ms)
-- Returns changed = false when the offer is settled, or another leg already rings: this leg must come down.
-- Events rang
local early = closed() or stored()
if early then return early end

local reservation = load_reservation(facts.reservation)
if not reservation then return answer(false) end
if reservation.state == "accepted" and reservation.leg == facts.leg then return answer(true) end
if not open_offer(reservation) then return answer(false) end
if reservation.state == "ringing" and reservation.leg ~= facts.leg then return answer(false) end

redis.call("HSET", root .. ":reservation:" .. reservation.id, "state", "ringing", "leg", facts.leg,
  "deadline", facts.deadline)
clear_deadline("ring", reservation.id)
set_deadline("offer", reservation.id, facts.deadline)
if reservation.state == "ringing" then return answer(true) end
tell("rang", quoted(reservation.call), quoted(reservation.agent), reservation.id, '{"leg":' .. quoted(facts.leg) .. "}")
return answer(true)
