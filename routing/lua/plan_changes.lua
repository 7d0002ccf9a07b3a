-- Another plan for a caller who waits, or whom an agent's phone rings for: the place is kept, the plan's seconds start now.
--
-- facts  call, why, plan, queue, owner, reasons, boosts, boost (ms) or nothing
-- Events waiting, widened, offered, agent_state
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or (call.state ~= "waiting" and call.state ~= "reserved") then return answer(false) end

if call.in_lines then leave_lines(call) end
replan(call)
tell_waiting(call, facts.why)
if call.state == "waiting" then wait_or_match(call) end
return answer(true)
