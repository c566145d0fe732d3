// The camera of the device: start, stop, its light, its neighbour, and one picture at its full resolution.

const WANTED = { width: { ideal: 4096 }, height: { ideal: 3072 } };
const PATIENCE_MS = 4000; // some phones never answer takePhoto
const QUALITY = 0.95;

export class CameraStream {
  constructor(video) {
    this.video = video;
    this.stream = null;
    this.wanted = 0; // counts the starts: an answer to an older one is put away again
  }

  get track() {
    return this.stream ? this.stream.getVideoTracks()[0] : null;
  }

  async start(deviceId) {
    this.stop();
    const turn = ++this.wanted;
    const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: "environment" } };
    const stream = await navigator.mediaDevices.getUserMedia({ video: { ...WANTED, ...which }, audio: false });
    if (turn !== this.wanted) {
      stopAll(stream); // closed while the person was being asked
      return false;
    }
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
    return true;
  }

  stop() {
    this.wanted += 1;
    if (this.stream) stopAll(this.stream);
    this.stream = null;
    this.video.srcObject = null;
  }

  get hasLight() {
    const track = this.track;
    return Boolean(track && track.getCapabilities && track.getCapabilities().torch);
  }

  async light(on) {
    await this.track.applyConstraints({ advanced: [{ torch: on }] });
  }

  async cameras() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput" && device.deviceId);
  }

  async next() {
    const all = await this.cameras();
    const current = this.track && this.track.getSettings().deviceId;
    const at = all.findIndex((device) => device.deviceId === current);
    return this.start(all[(at + 1) % all.length].deviceId);
  }

  // The sensor's own picture where the browser hands it out, else the frame that is shown.
  async take() {
    if ("ImageCapture" in window) {
      try {
        const photo = await inTime(new ImageCapture(this.track).takePhoto());
        if (photo && photo.size && /^image\/(jpeg|png)$/.test(photo.type)) return photo;
      } catch {
        // the frame will do
      }
    }
    return frameOf(this.video);
  }
}

function stopAll(stream) {
  for (const track of stream.getTracks()) track.stop();
}

function inTime(promise) {
  const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error("too late")), PATIENCE_MS));
  return Promise.race([promise, late]);
}

function frameOf(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", QUALITY);
  });
}
