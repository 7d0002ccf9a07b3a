-- The agent's key, whole: the answer it got before; or the caller is claimed, as by agent_accepts, and the answer kept.
--
-- facts  reservation, leg: whose webhook it is, key: the webhook's, caller: whom the documents are about,
--        accepted, too_late, unknown: what to send then
-- Returns body: what was answered before; or said: which of the three is the answer; or neither, and nothing is done,
--        where not every answer of this leg is remembered here, or where the caller came in place of a callback: whom
--        the documents are about is another then
-- Events accepted, webhook_answer
local before = redis.call("HMGET", root .. ":answers:" .. facts.leg, facts.key, "whole")
if before[1] then return answer(false, ',"body":' .. cjson.encode(before[1])) end
if before[2] ~= ARGV[1] then return answer(false) end
local early = closed()
if early then return early end

local reservation, said = load_reservation(facts.reservation), "unknown"
if reservation and reservation.call ~= facts.caller and
  redis.call("HGET", root .. ":reservation:" .. reservation.id, "came_from") == facts.caller then return answer(false) end
if reservation and reservation.call == facts.caller then
  said = claims(reservation, facts.leg) and "accepted" or "too_late"
end
first_answer(facts.leg, facts.key, facts[said])
return answer(said == "accepted", ',"said":"' .. said .. '"')
