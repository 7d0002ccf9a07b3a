-- Match restored callers, given in the order of service; with `open`, open the floor to everybody.
--
-- facts  calls, open
-- Events widened, offered, agent_state
local early = closed(true)
if early then return early end

for _, id in ipairs(facts.calls) do
  local call = load_call(id)
  if call and call.state == "waiting" then wait_or_match(call) end
end
if facts.open then redis.call("SET", root .. ":epoch", ARGV[1]) end
return answer(true)
