-- We may dial only at a later moment: the agent's time to accept starts then.
--
-- facts  reservation, at (ms)
-- Returns changed = false when the agent's leg rings already or the offer is settled.
local early = closed() or stored()
if early then return early end

local reservation = load_reservation(facts.reservation)
if not reservation or reservation.state ~= "offered" then return answer(false) end

redis.call("HSET", root .. ":reservation:" .. reservation.id, "deadline", facts.at + offer_ms)
set_deadline("ring", reservation.id, facts.at)
set_deadline("offer", reservation.id, facts.at + offer_ms)
return answer(true)
