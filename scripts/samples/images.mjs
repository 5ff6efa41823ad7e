/** @file Drawn images: shapes with speckles, and digits written by hand, as strokes that differ each time. */
import { greyPng, zip } from "./archive.mjs";
import { chance } from "./chance.mjs";

const side = 28;

/** A picture from what `shade(x, y)` says at the middle of each pixel. */
const picture = (shade) =>
  Float64Array.from({ length: side * side }, (_, i) => shade((i % side) + 0.5, Math.floor(i / side) + 0.5));

/** Grey at a border: 1 half a pixel inside of it, 0 half a pixel outside. */
const edge = (distance) => Math.min(1, Math.max(0, 0.5 - distance));

/** How far a point is outside of a regular shape of radius 1 around 0 (negative: inside), in radii. */
const outlines = {
  circle: (x, y) => Math.hypot(x, y) - 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.82,
  triangle: (x, y) => Math.max(y, -y / 2 + (x * Math.sqrt(3)) / 2, -y / 2 - (x * Math.sqrt(3)) / 2) - 0.6,
};

function shape(outline, { next, between, happens }) {
  const radius = between(7, 10.5);
  const [cx, cy] = [side / 2 + between(-2.5, 2.5), side / 2 + between(-2.5, 2.5)];
  const turn = between(0, 2 * Math.PI);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [paper, ink] = [between(0, 0.2), between(0.55, 1)];
  // Half of them are full, the others a line.
  const line = happens(0.5) ? between(1.2, 2) : Number.POSITIVE_INFINITY;
  const pixels = picture((x, y) => {
    const [u, v] = [(x - cx) / radius, (y - cy) / radius];
    const distance = outline(u * cos + v * sin, v * cos - u * sin) * radius;
    return paper + (ink - paper) * Math.min(edge(distance), edge(-distance - line));
  });
  return pixels.map((shade) => (next() < 0.04 ? next() : shade));
}

const folders = (classes, perClass, draw) =>
  zip(
    classes.flatMap((name) =>
      Array.from({ length: perClass }, (_, i) => ({
        name: `${name}/${String(i + 1).padStart(3, "0")}.png`,
        bytes: greyPng(draw(name), side, side),
      })),
    ),
  );

export function shapes({ seed = 17, perClass = 190 } = {}) {
  const draws = chance(seed);
  return folders(Object.keys(outlines), perClass, (name) => shape(outlines[name], draws));
}

/** A part of an ellipse, from one angle to another in degrees; 0 is to the right, 90 down. */
const arc = (cx, cy, rx, ry, from, to, points = 7) =>
  Array.from({ length: points }, (_, i) => {
    const angle = ((from + ((to - from) * i) / (points - 1)) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });

/** Ways to write each digit: strokes through points, x from −1 to 1 and y from −1 (top) to 1. A corner is a point twice. */
const handwriting = [
  [[arc(0, 0, 0.55, 0.9, -100, 265, 11)], [arc(0, 0, 0.42, 0.92, -60, 300, 11)]],
  [
    [
      [
        [0, -0.9],
        [0, 0],
        [0, 0.9],
      ],
    ],
    [
      [
        [-0.35, -0.5],
        [0.05, -0.9],
        [0.05, -0.9],
        [0.05, 0],
        [0.05, 0.9],
      ],
    ],
    [
      [
        [-0.3, -0.55],
        [0.02, -0.9],
        [0.02, -0.9],
        [0.02, 0.9],
      ],
      [
        [-0.35, 0.9],
        [0.38, 0.9],
      ],
    ],
  ],
  [
    [[...arc(0, -0.45, 0.5, 0.45, -170, 40), [-0.5, 0.88], [-0.5, 0.88], [0.55, 0.86]]],
    [[...arc(0, -0.45, 0.48, 0.45, -160, 60), [-0.35, 0.75], [-0.45, 0.6], [-0.1, 0.62], [0.6, 0.88]]],
  ],
  [
    [[...arc(-0.05, -0.45, 0.5, 0.43, -150, 80), [-0.1, -0.02], ...arc(-0.05, 0.45, 0.55, 0.47, -80, 150)]],
    [
      [
        [-0.5, -0.88],
        [0.45, -0.88],
        [0.45, -0.88],
        [-0.05, -0.2],
        [-0.05, -0.2],
        ...arc(-0.1, 0.35, 0.58, 0.55, -80, 150),
      ],
    ],
  ],
  [
    [
      [
        [-0.15, -0.9],
        [-0.55, 0.25],
        [-0.55, 0.25],
        [0.6, 0.25],
      ],
      [
        [0.25, -0.35],
        [0.22, 0.95],
      ],
    ],
    [
      [
        [0.3, 0.95],
        [0.3, -0.9],
        [0.3, -0.9],
        [-0.58, 0.35],
        [-0.58, 0.35],
        [0.62, 0.35],
      ],
    ],
  ],
  [
    [
      [
        [0.5, -0.88],
        [-0.4, -0.88],
        [-0.4, -0.88],
        [-0.45, -0.1],
        [-0.45, -0.1],
        ...arc(-0.05, 0.35, 0.55, 0.53, -110, 145),
      ],
    ],
    [
      [[-0.35, -0.85], [-0.42, -0.1], [-0.42, -0.1], ...arc(-0.05, 0.35, 0.55, 0.53, -110, 150)],
      [
        [-0.35, -0.86],
        [0.5, -0.9],
      ],
    ],
  ],
  [
    [[[0.35, -0.9], [-0.2, -0.35], [-0.5, 0.3], ...arc(0, 0.42, 0.5, 0.45, 170, -200, 10)]],
    [[[0.1, -0.92], [-0.35, -0.2], [-0.45, 0.4], ...arc(0.02, 0.48, 0.46, 0.42, 150, -190, 10)]],
  ],
  [
    [
      [
        [-0.55, -0.85],
        [0.55, -0.85],
        [0.55, -0.85],
        [0.1, 0.1],
        [-0.15, 0.92],
      ],
    ],
    [
      [
        [-0.55, -0.8],
        [0.55, -0.85],
        [0.55, -0.85],
        [0.05, 0.2],
        [-0.2, 0.92],
      ],
      [
        [-0.3, 0.05],
        [0.42, 0],
      ],
    ],
  ],
  [
    [
      [
        ...arc(0, -0.45, 0.42, 0.42, -60, -270, 7),
        [0.2, 0.15],
        ...arc(0, 0.48, 0.48, 0.42, -20, 200, 8),
        [-0.25, 0.1],
        [0.3, -0.25],
        [0.25, -0.78],
      ],
    ],
    [arc(0, -0.45, 0.42, 0.42, 90, 450, 10), arc(0, 0.46, 0.5, 0.46, -90, 270, 10)],
  ],
  [
    [[...arc(0, -0.4, 0.48, 0.45, -20, -350, 10), [0.48, -0.35], [0.42, 0.3], [0.3, 0.92]]],
    [[...arc(-0.02, -0.42, 0.45, 0.43, -10, -350, 10), [0.45, 0], [0.25, 0.75], [-0.25, 0.9]]],
  ],
];

/** Points of a smooth line through others (Catmull–Rom), close enough to be joined by straight ones. */
function smooth(points) {
  const at = (i) => points[Math.min(points.length - 1, Math.max(0, i))];
  return points.slice(1).flatMap((_, i) => {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    return [0, 0.25, 0.5, 0.75, 1].map((t) =>
      [0, 1].map(
        (k) =>
          (2 * b[k] +
            (c[k] - a[k]) * t +
            (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t +
            (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t * t * t) /
          2,
      ),
    );
  });
}

function toLine([px, py], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - part * dx, py - ay - part * dy);
}

/** Points move a little by themselves, the digit as a whole slants, turns, stretches and shifts. */
function written(digit, { gauss, between, pick }) {
  const turn = 0.09 * gauss();
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const slant = 0.12 + 0.14 * gauss();
  const [width, height] = [between(7.2, 10), between(8.4, 10.4)];
  const [cx, cy] = [side / 2 + gauss(), side / 2 + gauss()];
  const pen = between(0.8, 1.5);
  const place = ([x, y]) => {
    const [u, v] = [(x - slant * y) * width, y * height];
    return [cx + u * cos - v * sin, cy + u * sin + v * cos];
  };
  const strokes = pick(handwriting[digit]).map((stroke) => {
    const corners = new Map();
    const moved = stroke.map(([x, y]) => {
      const key = `${x} ${y}`;
      if (!corners.has(key)) corners.set(key, [x + 0.045 * gauss(), y + 0.045 * gauss()]);
      return corners.get(key);
    });
    return smooth(moved.map(place));
  });
  return picture((x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const stroke of strokes) {
      for (let i = 1; i < stroke.length; i++) nearest = Math.min(nearest, toLine([x, y], stroke[i - 1], stroke[i]));
    }
    return edge(nearest - pen);
  });
}

export function drawnDigits({ seed = 19, perClass = 60 } = {}) {
  const draws = chance(seed);
  const names = handwriting.map((_, digit) => String(digit));
  return folders(names, perClass, (name) => written(Number(name), draws));
}
