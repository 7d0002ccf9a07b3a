-- The agent did not take the call: the caller waits again at their old rank.
--
-- facts  reservation, why (rejected, no_answer, busy, failed, unreachable, not_rung, caller_gone), only_if_due
-- Events offer_failed, agent_state, widened, offered
local early = closed() or stored()
if early then return early end

local reservation = load_reservation(facts.reservation)
if not open_offer(reservation) then return answer(false) end
if facts.only_if_due and tonumber(reservation.deadline) > now then return answer(false) end

local call, agent = load_call(reservation.call), load_agent(reservation.agent)
if facts.why == "caller_gone" then
  goes(call, facts.why)
  return answer(true)
end

end_reservation(reservation, "failed", facts.why)
tell_failure(reservation, facts.why)
if facts.why == "rejected" or facts.why == "no_answer" then
  cancels[#cancels + 1] = reservation -- the other reasons mean that there is no leg
end
if facts.why == "rejected" then
  redis.call("SADD", key("refused", call.id), agent.id)
elseif agent.presence == "ready" and facts.why ~= "not_rung" then -- not rung: our doing, not theirs
  agent.presence, agent.reason = "not_ready", facts.why == "no_answer" and "rona" or facts.why
end
let_go(agent)
announce(agent)
back_to_waiting(call)
take_next(agent)
return answer(true)
