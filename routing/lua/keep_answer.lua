-- Keep the answer a webhook got; the first one wins. Allowed in every epoch: what was said, was said.
--
-- facts  call, key, body, whole: nothing was answered to this call before
-- Returns body: what to send
-- Events webhook_answer
local answers = root .. ":answers:" .. facts.call
if redis.call("HSETNX", answers, facts.key, facts.body) == 1 then
  redis.call("EXPIRE", answers, GARBAGE)
  if facts.whole then redis.call("HSETNX", answers, "whole", ARGV[1]) end
  tell("webhook_answer", quoted(facts.call), NOBODY, "", cjson.encode({ key = facts.key, body = facts.body }))
end
return answer(true, ',"body":' .. cjson.encode(redis.call("HGET", answers, facts.key)))
