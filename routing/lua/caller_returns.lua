-- The agent's side broke off, or the caller comes back from a menu: they wait again at their old place, the plan starts anew.
--
-- facts  call, why; with a new plan also plan, queue, owner, reasons, boosts
-- Events left (when they were talking), waiting, widened, offered, agent_state
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or (call.state ~= "talking" and call.state ~= "over") then return answer(false) end

local agent = call.state == "talking" and stop_talking(call, facts.why, wrap_ms) or nil
replan(call)
tell_waiting(call, facts.why)
back_to_waiting(call)
if agent then settle(agent) end
return answer(true)
