// Microphones and loudspeakers of this computer, and which of them this browser used last.

const KEPT = "sahip.devices";

export function chosen() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    return {};
  }
}

export function choose(wanted) {
  localStorage.setItem(KEPT, JSON.stringify({ ...chosen(), ...wanted }));
}

// {microphones, speakers}: each [{id, name}]. Names are empty until the page may use a microphone.
export async function found() {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) || [];
  const of = (kind) => all.filter((one) => one.kind === kind).map((one) => ({ id: one.deviceId, name: one.label }));
  return { microphones: of("audioinput"), speakers: of("audiooutput") };
}

// Asked for when the shift begins rather than when the first caller waits; it is open during calls alone.
export async function mayUseMicrophone() {
  try {
    const heard = await navigator.mediaDevices.getUserMedia({ audio: true });
    heard.getTracks().forEach((track) => track.stop());
    return true;
  } catch {
    return false;
  }
}

// One that is not plugged in today is no reason not to be called.
export async function playOn(place, id) {
  if (id) await place.set(id).catch(() => {});
}
