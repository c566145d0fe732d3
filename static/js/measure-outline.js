// An outline as a ring of handles. Each handle carries the fine points that follow it up to the next handle, so that
// moving one bends only its own stretch and leaves the rest exactly as it was found. Rings are never changed in place.
// Places are in pixels of the upright photo.

const FEWEST = 3;

const span = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
const at = (handle) => [handle.x, handle.y];

export function perimeter(points) {
  return points.reduce((sum, point, n) => sum + span(point, points[(n + 1) % points.length]), 0);
}

export function bounds(points) {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

// So many points as leave about so much room between them on the screen, where a photo pixel is `scale` wide.
const EVERY_PX = 36;

export function handlesFor(points, scale) {
  return Math.max(12, Math.min(40, Math.round((perimeter(points) * scale) / EVERY_PX)));
}

// A ring with about `count` handles at equal ways along the line.
export function ringOf(points, count) {
  const few = Math.max(FEWEST, Math.min(count, points.length));
  const step = perimeter(points) / few;
  const starts = [];
  let gone = 0;
  points.forEach((point, n) => {
    if (starts.length < few && gone >= starts.length * step - 1e-9) starts.push(n);
    gone += span(point, points[(n + 1) % points.length]);
  });
  return starts.map((start, n) => ({
    x: points[start][0],
    y: points[start][1],
    tail: points.slice(start + 1, starts[n + 1] ?? points.length),
  }));
}

export function pointsOf(ring) {
  return ring.flatMap((handle) => [at(handle), ...handle.tail]);
}

const shifted = (point, dx, dy, share) => [point[0] + dx * share, point[1] + dy * share];

// The handle lands on (x, y); the fine points beside it follow, the less the nearer they are to the next handle.
export function moved(ring, index, x, y) {
  const before = (index + ring.length - 1) % ring.length;
  const [dx, dy] = [x - ring[index].x, y - ring[index].y];
  const follow = (tail, share) => tail.map((point, n) => shifted(point, dx, dy, share((n + 1) / (tail.length + 1))));
  return ring.map((handle, n) => {
    if (n === index) return { x, y, tail: follow(handle.tail, (way) => 1 - way) };
    if (n === before) return { ...handle, tail: follow(handle.tail, (way) => way) };
    return handle;
  });
}

// Without the handle the line runs straight between its neighbours.
export function without(ring, index) {
  if (ring.length <= FEWEST) return ring;
  const before = (index + ring.length - 1) % ring.length;
  return ring.map((handle, n) => (n === before ? { ...handle, tail: [] } : handle)).filter((_, n) => n !== index);
}

export const mayLose = (ring) => ring.length > FEWEST;

function split(ring, index, piece, point) {
  const { tail } = ring[index];
  const first = { ...ring[index], tail: tail.slice(0, piece) };
  const second = { x: point[0], y: point[1], tail: tail.slice(piece) };
  return { ring: [...ring.slice(0, index), first, second, ...ring.slice(index + 1)], index: index + 1 };
}

const stretch = (ring, index) => [at(ring[index]), ...ring[index].tail, at(ring[(index + 1) % ring.length])];

// A new handle half way between this one and the next.
export function halved(ring, index) {
  const line = stretch(ring, index);
  const ways = line.slice(1).map((point, n) => span(line[n], point));
  let left = ways.reduce((sum, way) => sum + way, 0) / 2;
  const piece = ways.findIndex((way) => (left -= way) <= 0);
  const share = ways[piece] ? 1 + left / ways[piece] : 0.5;
  const [dx, dy] = [line[piece + 1][0] - line[piece][0], line[piece + 1][1] - line[piece][1]];
  return split(ring, index, piece, shifted(line[piece], dx, dy, share));
}

export function longest(ring) {
  const way = (index) => stretch(ring, index).reduce((sum, point, n, line) => sum + (n ? span(line[n - 1], point) : 0), 0);
  return ring.reduce((best, _, index) => (way(index) > way(best) ? index : best), 0);
}

function nearestOn(a, b, point) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const share = length ? Math.max(0, Math.min(1, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length)) : 0;
  return shifted(a, dx, dy, share);
}

// Where the line comes nearest to a point, and a way to put a handle there.
export function onLine(ring, point) {
  let best = { far: Infinity };
  ring.forEach((_, index) => {
    const line = stretch(ring, index);
    for (let piece = 0; piece + 1 < line.length; piece += 1) {
      const place = nearestOn(line[piece], line[piece + 1], point);
      const far = span(place, point);
      if (far < best.far) best = { far, index, piece, place };
    }
  });
  return { far: best.far, add: () => split(ring, best.index, best.piece, best.place) };
}

export function nearestHandle(ring, point) {
  const far = ring.map((handle) => span(at(handle), point));
  const index = far.indexOf(Math.min(...far));
  return { index, far: far[index] };
}

// A few tapped points to a ring whose line bends softly through them (Catmull-Rom).
const PIECES = 6;

function bend(a, b, c, d, way) {
  const axis = (n) =>
    0.5 * (2 * b[n] + (c[n] - a[n]) * way + (2 * a[n] - 5 * b[n] + 4 * c[n] - d[n]) * way ** 2 + (3 * b[n] - a[n] - 3 * c[n] + d[n]) * way ** 3);
  return [axis(0), axis(1)];
}

export function softRing(points) {
  const near = (n) => points[(n + points.length) % points.length];
  return points.map((point, n) => ({
    x: point[0],
    y: point[1],
    tail: Array.from({ length: PIECES - 1 }, (_, piece) => bend(near(n - 1), point, near(n + 1), near(n + 2), (piece + 1) / PIECES)),
  }));
}
