-- Keep the answer a webhook got; the first one wins. Allowed in every epoch: what was said, was said.
--
-- facts  call, key, body, whole: nothing was answered to this call before,
--        notes: what else happened, as [id, at (ms), events as they stand in the journal]
-- Returns body: what to send
-- Events webhook_answer
local answers = root .. ":answers:" .. facts.call
if first_answer(facts.call, facts.key, facts.body) and facts.whole then
  redis.call("HSETNX", answers, "whole", ARGV[1])
end
for _, note in ipairs(facts.notes) do
  redis.call("XADD", root .. ":journal", "*", "id", note[1], "at", note[2], "events", note[3])
end
return answer(true, ',"body":' .. cjson.encode(redis.call("HGET", answers, facts.key)))
