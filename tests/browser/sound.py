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
MORE = "now.lines === lines && now.bytes > before.bytes && now.energy > before.energy"
SILENT = """async () => {
  const before = await heard();
  await new Promise((done) => setTimeout(done, 400));
  return (await heard()).bytes === before.bytes;
}"""


def hears(tab: Page, lines: int = 1) -> None:
    """Sound that is no silence arrives here from now on, and so many others have a line to this tab."""
    arrives = f"async ([before, lines]) => {{ const now = await heard(); return {MORE}; }}"
    tab.wait_for_function(arrives, arg=[tab.evaluate("heard()"), lines])


def hears_nobody(tab: Page) -> None:
    """From some moment on nothing arrives here, whoever has a line to this tab."""
    tab.wait_for_function(SILENT)
