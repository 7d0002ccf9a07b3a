-- The caller is off the line, whatever they were doing. An end may arrive before the beginning: leave a tombstone.
--
-- facts  call, why, ended (data of the `ended` event) or null
-- Events left, offer_failed, agent_state, offered, ended (once per call)
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
local stage, changed = call and call.state or "unknown", false
if not call then
  redis.call("HSET", root .. ":call:" .. facts.call, "state", "gone", "why", facts.why)
  redis.call("EXPIRE", root .. ":call:" .. facts.call, GARBAGE)
  call = load_call(facts.call)
  changed = true
elseif stage ~= "gone" then
  goes(call, facts.why)
  changed = true
end
if facts.ended ~= cjson.null and call.ended ~= "1" then
  facts.ended.stage = call.stage ~= "" and call.stage or stage
  facts.ended.answered = call.answered == "1"
  put(call, "ended", "1")
  tell("ended", call.name, quoted(call.agent), "", cjson.encode(facts.ended))
elseif changed then
  put(call, "stage", stage)
end
return answer(changed)
