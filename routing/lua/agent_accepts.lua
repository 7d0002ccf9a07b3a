-- The agent claims the caller: once, and until the deadline. The same leg asking again gets the same answer.
--
-- facts  reservation, leg or ""
-- Returns changed = false when it is too late, else also reservation
-- Events accepted
local early = closed() or stored()
if early then return early end

local reservation = load_reservation(facts.reservation)
if not reservation or not claims(reservation, facts.leg) then return answer(false) end
return answer(true, ',"reservation":' .. reservation_text(reservation))
