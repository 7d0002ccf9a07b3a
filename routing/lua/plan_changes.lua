-- Another plan for a caller who waits, or whom an agent's phone rings for: the place is kept, the plan's seconds start now.
--
-- facts  call, why, plan, queue, owner, reasons, boosts, boost (ms) or nothing; `only` (agent) or nothing: an offer to
--        anybody else is withdrawn
-- Events waiting, widened, offered, offer_failed, agent_state
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or (call.state ~= "waiting" and call.state ~= "reserved") then return answer(false) end

local agent = nil
if call.in_lines then leave_lines(call) end
if call.state == "reserved" and facts.only and call.agent ~= facts.only then
  agent = withdraw(call, "other_wish")
  held_by(call, "waiting", "", "")
end
replan(call)
tell_waiting(call, facts.why)
if call.state == "waiting" then wait_or_match(call) end
if agent then settle(agent) end
return answer(true)
