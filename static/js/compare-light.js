// Brightness of photos matched for display: the brighter ones are dimmed to the darkest by letting them shine through
// onto black, which multiplies what is seen; the pixels stay as they are. (A filter would do the same and takes an old
// phone seconds.) The skin about the deposit is what is matched, a ring in the view, so that a deposit that got paler or
// redder still looks so.

const SIDE = 64;
const RING = [0.3, 0.5]; // of the view's side; the deposit fills about a quarter each way
const LEAST = 0.5;
const WAIT_MS = 8000;

const dim = (shot, share) => (shot.querySelector("[data-pane] image").style.opacity = share);

export function plainLight(shots) {
  for (const shot of shots) dim(shot, "");
}

// Whether it could be matched.
export async function matchLight(shots) {
  try {
    const levels = await Promise.all(shots.map(level));
    const darkest = Math.min(...levels);
    shots.forEach((shot, number) => dim(shot, Math.max(LEAST, darkest / levels[number]).toFixed(3)));
    return true;
  } catch {
    return false;
  }
}

// The median brightness of the ring, 1 to 255: a white card in it does not count.
async function level(shot) {
  const image = shot.querySelector("[data-pane] image");
  await loaded(image);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const matrix = shot.dataset.matrix.split(" ").map((value) => Number(value) * SIDE);
  pen.setTransform(...matrix);
  pen.drawImage(image, 0, 0, 1, 1);
  const { data } = pen.getImageData(0, 0, SIDE, SIDE);
  const found = [];
  for (let at = 0; at < SIDE * SIDE; at++) {
    const far = Math.hypot((at % SIDE) + 0.5 - SIDE / 2, Math.floor(at / SIDE) + 0.5 - SIDE / 2) / SIDE;
    if (far < RING[0] || far > RING[1] || data[4 * at + 3] < 255) continue;
    found.push(0.2126 * data[4 * at] + 0.7152 * data[4 * at + 1] + 0.0722 * data[4 * at + 2]);
  }
  if (!found.length) throw new Error("nothing of the photo lies in the ring");
  found.sort((a, b) => a - b);
  return Math.max(1, found[found.length >> 1]);
}

function loaded(image) {
  if (image.decode) return image.decode();
  return new Promise((resolve, reject) => {
    image.addEventListener("load", resolve, { once: true });
    image.addEventListener("error", reject, { once: true });
    setTimeout(reject, WAIT_MS);
  });
}
