// The demo's phone: the simulator hands out what stands for Twilio's Voice SDK, and joins tabs of this browser by WebRTC.

let tries = 0;

export async function makeDevice(token) {
  const at = document.querySelector('meta[name="phone"]').dataset.at;
  tries += 1; // a browser does not ask a second time for a script it could not have
  const { Device } = await import(`${at}/phone/device.js?${tries}`);
  return new Device(token);
}
