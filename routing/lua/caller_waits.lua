-- A caller starts to wait. A known call stays as it is: Twilio repeats a webhook it got no answer to.
--
-- facts  call, place (ms), boost (ms), plan (JSON [[after ms, line, why], …]), queue, owner or "", reasons
-- Events waiting, widened, offered, agent_state
local early = closed() or stored()
if early then return early end
if redis.call("EXISTS", key("call", facts.call)) == 1 then return answer(false) end

local call = new_call(facts.call)
tell("waiting", { call = call.id }, { place_at = facts.place, score = call.score, queue = facts.queue,
  plan = call.steps, reasons = facts.reasons[1] and facts.reasons or nil, owner = facts.owner })
wait_or_match(call)
return answer(true)
