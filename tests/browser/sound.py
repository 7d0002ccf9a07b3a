"""Whether a tab really receives sound, by the browser's own word."""

from playwright.sync_api import Page

COUNTED = """
const Real = RTCPeerConnection;
window.lines = [];
window.RTCPeerConnection = class extends Real { constructor(...all) { super(...all); lines.push(this); } };
window.heard = async () => {
  const said = { bytes: 0, energy: 0, lines: lines.filter((line) => line.connectionState === "connected").length };
  for (const line of lines) for (const told of (await line.getStats()).values())
    if (told.type === "inbound-rtp") { said.bytes += told.bytesReceived; said.energy += told.totalAudioEnergy || 0; }
  return said;
};
"""
"""Counts what a tab receives from others, by the browser's own word."""
MORE = "now.lines === 1 && now.bytes > before.bytes && now.energy > before.energy"


def hears(tab: Page) -> None:
    """Sound that is no silence arrives here from now on."""
    arrives = f"async (before) => {{ const now = await heard(); return {MORE}; }}"
    tab.wait_for_function(arrives, arg=tab.evaluate("heard()"))
