-- The agent did not take the call: the caller waits again at their old rank.
--
-- facts  reservation, why (rejected, no_answer, busy, failed, unreachable, not_rung, caller_gone), only_if_due
-- Events offer_failed, agent_state, widened, offered
local PAUSES = { no_answer = no_answer_pause_ms, busy = busy_pause_ms, failed = unreachable_pause_ms,
  unreachable = unreachable_pause_ms, rejected = reject_pause_ms, not_rung = 0 }
local REASONS = { no_answer = "rona" }
local COUNTED = { no_answer = true, failed = true, unreachable = true } -- so many in a row, and nobody is there

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
if facts.why == "rejected" or facts.why == "no_answer" then
  cancel(reservation) -- the other reasons mean that there is no leg
end
if facts.why == "rejected" or (call.once == "1" and facts.why ~= "not_rung") then refuse(call, agent.id) end
if COUNTED[facts.why] then put(agent, "no_answers", tonumber(agent.no_answers) + 1) end
local reason = REASONS[facts.why] or facts.why
if tonumber(agent.no_answers) >= most_no_answers and agent.presence == "ready" then
  put(agent, "presence", "not_ready")
  put(agent, "reason", reason)
else
  pause(agent, PAUSES[facts.why], reason)
end
let_go(agent)
show_presence(agent)
back_to_waiting(call)
settle(agent)
return answer(true)
