/** @file What a sample is like, drawn from its nature: a scatter of flowers, an 8×8 digit, the arms of a spiral, three waves. */
import type { ReactElement } from "react";

/** Sepals against petals, by eye: three clouds, the first apart. */
const flowers = {
  core: [
    [7, 30],
    [9, 33],
    [8, 27],
    [11, 31],
    [12, 28],
    [6, 34],
    [10, 35],
  ],
  pool: [
    [20, 20],
    [23, 22],
    [22, 17],
    [26, 19],
    [25, 24],
    [28, 16],
    [19, 24],
  ],
  merge: [
    [30, 12],
    [33, 9],
    [32, 14],
    [36, 11],
    [35, 6],
    [29, 8],
    [37, 15],
  ],
} as const;

function Flowers() {
  return Object.entries(flowers).map(([hue, points]) => (
    <g key={hue} fill={`var(--${hue})`}>
      {points.map(([x, y]) => (
        <circle key={`${x}-${y}`} cx={x} cy={y} r={1.9} />
      ))}
    </g>
  ));
}

/** A three on the grid of the digits: 0 is paper, 4 is full ink. */
const digit = ["00344200", "01400430", "00000430", "00034200", "00001430", "00000340", "01300440", "00344300"];

const inked = digit.flatMap((row, y) =>
  [...row].flatMap((ink, x) =>
    ink === "0" ? [] : [{ x: 4.4 + x * 4, y: 4 + y * 4, opacity: 0.25 + Number(ink) * 0.1875 }],
  ),
);

function Digit() {
  return inked.map(({ x, y, opacity }) => (
    <rect key={`${x} ${y}`} x={x} y={y} width={3.7} height={3.7} rx={0.6} fill="var(--accent)" opacity={opacity} />
  ));
}

const spiralTurns = 0.8;

function Spiral() {
  return ["--core", "--merge", "--conv"].map((hue, arm) => (
    <g key={hue} fill={`var(${hue})`}>
      {Array.from({ length: 13 }, (_, i) => {
        const part = (i + 1) / 13;
        const angle = part * spiralTurns * 2 * Math.PI + (arm * 2 * Math.PI) / 3;
        return (
          <circle key={part} cx={20 + 16 * part * Math.cos(angle)} cy={20 + 16 * part * Math.sin(angle)} r={1.8} />
        );
      })}
    </g>
  ));
}

/** A sine, a square and a sawtooth, one above the other. */
const wavePaths = {
  core: "M4 9C6 3 9 3 12 9S18 15 20 9S26 3 28 9S34 15 36 9",
  merge: "M4 24V17H10V24H16V17H22V24H28V17H34V24H36",
  conv: "M4 36L12 29V36L20 29V36L28 29V36L36 29",
} as const;

function Waves() {
  return Object.entries(wavePaths).map(([hue, d]) => (
    <path key={hue} d={d} fill="none" stroke={`var(--${hue})`} strokeWidth={1.8} strokeLinejoin="round" />
  ));
}

/** Any other table: rows and columns. */
function Grid() {
  return [0, 1, 2, 3].map((row) => (
    <g key={row} fill={row === 0 ? "var(--accent)" : "var(--line-strong)"}>
      {[0, 1, 2].map((column) => (
        <rect key={column} x={5 + column * 10.5} y={6 + row * 7.5} width={9} height={5} rx={1} />
      ))}
    </g>
  ));
}

const drawings: Readonly<Record<string, () => ReactElement[]>> = {
  iris: Flowers,
  digits: Digit,
  spiral: Spiral,
  waves: Waves,
};

export function SampleThumbnail({ id, size = 40 }: { readonly id: string; readonly size?: number }) {
  const Drawing = drawings[id] ?? Grid;
  return (
    <svg viewBox="0 0 40 40" width={size} height={size} aria-hidden="true">
      <Drawing />
    </svg>
  );
}
