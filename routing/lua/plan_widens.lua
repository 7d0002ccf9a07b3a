-- Time passed, or a line lost its people: open the steps that may open now and match what they bring.
--
-- facts  call
-- Events widened, offered, agent_state
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or call.state ~= "waiting" then
  clear_deadline("widen", facts.call)
  return answer(false)
end

clear_deadline("widen", call.id)
return answer(wait_or_match(call))
