// Twilio's phone: their Voice SDK, from our own server, asked for only where it is used.

const SDK = new URL("../vendor/twilio-voice/twilio.min.js", import.meta.url);
const SOUNDS_OF_OURS = ["incoming", "outgoing", "disconnect"]; // the desk rings by itself
let loading = null;

export async function makeDevice(token) {
  const { Device } = await (loading ??= load());
  const device = new Device(token, { codecPreferences: ["opus", "pcmu"], tokenRefreshMs: 30000 });
  for (const sound of SOUNDS_OF_OURS) device.audio?.[sound](false);
  return device;
}

function load() {
  return new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: SDK.href });
    script.onload = () => done(window.Twilio);
    script.onerror = () => {
      loading = null;
      script.remove();
      failed(Object.assign(new Error("no voice SDK"), { why: "no_line" }));
    };
    document.head.append(script);
  });
}
