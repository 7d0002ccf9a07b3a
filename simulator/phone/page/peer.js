/** Real sound between two tabs of this machine, by WebRTC. Letters between them go through the simulator.
 *
 * The one with the smaller id offers. Both sides send and receive from the start, so that a microphone that comes later,
 * a hold or a mute needs no new agreement: the track is put in or taken out.
 */

const GATHERED_WITHIN_MS = 2000;

export class Peer {
  constructor(id, mine, write) {
    this.id = id;
    this.offers = mine < id;
    this.write = write;
    this.track = null;
    this.round = 0;
    this.sound = new Audio();
    if (this.offers) this.begin();
  }

  async begin() {
    this.round += 1;
    const line = this.connect(this.round);
    line.addTransceiver("audio", { direction: "sendrecv" });
    await this.putTrack();
    await line.setLocalDescription();
    await gathered(line);
    if (line === this.line) this.write({ round: this.round, offer: line.localDescription.sdp });
  }

  async receive({ round, offer, answer }) {
    if (offer && !this.offers) {
      this.round = round;
      const line = this.connect(round);
      await line.setRemoteDescription({ type: "offer", sdp: offer });
      line.getTransceivers()[0].direction = "sendrecv";
      await this.putTrack();
      await line.setLocalDescription();
      await gathered(line);
      if (line === this.line) this.write({ round, answer: line.localDescription.sdp });
    } else if (answer && round === this.round && this.line?.signalingState === "have-local-offer") {
      await this.line.setRemoteDescription({ type: "answer", sdp: answer });
    }
  }

  connect(round) {
    this.line?.close();
    const line = new RTCPeerConnection();
    this.line = line;
    line.ontrack = ({ track }) => {
      this.sound.srcObject = new MediaStream([track]);
      this.sound.play().catch(() => {}); // until somebody touches the page
    };
    line.onconnectionstatechange = () => {
      if (line.connectionState === "failed" && this.offers && round === this.round) this.begin();
    };
    return line;
  }

  /** What is to be heard there: a track, or nothing. */
  async says(track) {
    if (track === this.track) return;
    this.track = track;
    await this.putTrack();
  }

  async putTrack() {
    await this.line?.getTransceivers()[0]?.sender.replaceTrack(this.track);
  }

  hears(heard, speaker) {
    this.sound.muted = !heard;
    if (speaker && this.sound.sinkId !== speaker) this.sound.setSinkId?.(speaker).catch(() => {});
    if (heard && this.sound.paused && this.sound.srcObject) this.sound.play().catch(() => {});
  }

  /** How loud the other is just now, 0 to 1. */
  get level() {
    const source = this.line?.getReceivers()[0]?.getSynchronizationSources()[0];
    return this.sound.muted ? 0 : source?.audioLevel ?? 0;
  }

  close() {
    this.sound.srcObject = null;
    this.line?.close();
    this.line = null;
  }
}

function gathered(line) {
  if (line.iceGatheringState === "complete") return null;
  return new Promise((done) => {
    setTimeout(done, GATHERED_WITHIN_MS);
    line.addEventListener("icegatheringstatechange", () => line.iceGatheringState === "complete" && done());
  });
}
