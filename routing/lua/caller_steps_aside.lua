-- The caller hears a menu instead of waiting: out of every line, the place kept. Nobody is taken from an agent who accepted.
--
-- facts  call, why
-- Events stepped_aside, offer_failed, agent_state, offered
local early = closed() or stored()
if early then return early end

local call = load_call(facts.call)
if not call or (call.state ~= "waiting" and call.state ~= "reserved") then return answer(false) end

local agent = call.state == "reserved" and withdraw(call, "stepped_aside") or nil
if call.in_lines then leave_lines(call) end
held_by(call, "over", "", "")
tell("stepped_aside", call.name, NOBODY, "", '{"why":' .. quoted(facts.why) .. "}")
if agent then settle(agent) end
return answer(true)
