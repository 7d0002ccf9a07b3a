-- A caller starts to wait. A known call stays as it is: Twilio repeats a webhook it got no answer to.
--
-- facts  call, place (ms), boost (ms), plan (JSON [[after ms, line, why], …]), queue, owner or "", reasons, boosts,
--        most (waiting in the queue; 0: any number)
-- Returns also full = true when so many wait already and nobody is free: the call is not on the floor
-- Events waiting, widened, offered, agent_state
local early = closed() or stored()
if early then return early end
if redis.call("EXISTS", root .. ":call:" .. facts.call) == 1 then return answer(false) end

local full = facts.most > 0 and redis.call("ZCARD", root .. ":queue:" .. facts.queue) >= facts.most
local call = new_call(facts.call)
tell_waiting(call)
if not full then
  wait_or_match(call)
elseif not match_call(call) then
  calls, events, news = {}, "", ""
  return answer(false, ',"full":true')
end
return answer(true)
