/** @file What a sample is like, drawn from its nature: a scatter of flowers, an 8×8 digit, the arms of a spiral, waves, speech. */
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

/** A ring around another, as points. */
function Rings() {
  const ring = (hue: string, radius: number, count: number) => (
    <g key={hue} fill={`var(--${hue})`}>
      {Array.from({ length: count }, (_, i) => {
        const angle = (i * 2 * Math.PI) / count;
        const away = radius + (((i * 5) % 7) - 3) * 0.35;
        return <circle key={angle} cx={20 + away * Math.cos(angle)} cy={20 + away * Math.sin(angle)} r={1.6} />;
      })}
    </g>
  );
  return [ring("core", 15, 22), ring("merge", 7, 11)];
}

const six = [5, 11, 17, 23, 29, 35];

/** One in a crowd. */
function Payments() {
  return six.map((y) => (
    <g key={y} fill="var(--line-strong)">
      {six.map((x) =>
        x === 23 && y === 17 ? (
          <circle key={x} cx={x} cy={y} r={2.8} fill="var(--bad)" />
        ) : (
          <circle key={x} cx={x} cy={y} r={1.7} />
        ),
      )}
    </g>
  ));
}

/** Of two equal groups one is granted more. */
function Loans() {
  return [
    { x: 7, granted: 12, hue: "merge" },
    { x: 22, granted: 23, hue: "core" },
  ].map(({ x, granted, hue }) => (
    <g key={hue}>
      <rect x={x} y={6} width={11} height={28} rx={2} fill={`var(--${hue})`} opacity={0.25} />
      <rect x={x} y={34 - granted} width={11} height={granted} rx={2} fill={`var(--${hue})`} />
    </g>
  ));
}

function Shapes() {
  return [
    <circle key="circle" cx={11} cy={12} r={7} fill="var(--conv)" />,
    <rect key="square" x={22.5} y={6} width={12} height={12} fill="var(--merge)" transform="rotate(18 28.5 12)" />,
    <path key="triangle" d="M20 21L29 35.5H11Z" fill="none" stroke="var(--norm)" strokeWidth={2.4} />,
  ];
}

function Stroke() {
  const d = "M12 10C16 4 28 5 27 12C26.4 17 20 18.5 18 18.5C24 18.5 29 21 28.5 27C28 34 17 36.5 11.5 30.5";
  return [<path key="stroke" d={d} fill="none" stroke="var(--accent)" strokeWidth={3.6} strokeLinecap="round" />];
}

/** What was, and what comes. */
function Forecast() {
  const line = { fill: "none", strokeWidth: 2.2, strokeLinecap: "round", strokeLinejoin: "round" } as const;
  return [
    <path
      key="past"
      d="M4 23L6 17L8 14L10 9L12 11L14 16L16 21L18 28L20 31L22 29L24 24"
      stroke="var(--core)"
      {...line}
    />,
    <path key="future" d="M26 18C29 8 32 7 36 17" stroke="var(--merge)" strokeDasharray="1 3.6" {...line} />,
  ];
}

/** Bars of a week, of two shops. */
function Shops() {
  return [
    { hue: "core", heights: [7, 6, 7, 8, 10, 14, 11], bottom: 19 },
    { hue: "norm", heights: [11, 12, 11, 10, 9, 4, 3], bottom: 36 },
  ].map(({ hue, heights, bottom }) => (
    <g key={hue} fill={`var(--${hue})`}>
      {heights.map((height, day) => {
        const x = 4 + day * 4.7;
        return <rect key={x} x={x} y={bottom - height} width={3.4} height={height} rx={0.8} />;
      })}
    </g>
  ));
}

/** Said for and against. */
function speech(letter: string) {
  return () => [
    <path
      key="bubble"
      d="M8 5H32A4 4 0 0 1 36 9V25A4 4 0 0 1 32 29H18L11 35V29H8A4 4 0 0 1 4 25V9A4 4 0 0 1 8 5Z"
      fill="var(--rnn)"
      opacity={0.16}
    />,
    <text key="letter" x={20} y={23} textAnchor="middle" fontSize={16} fontWeight={600} fill="var(--rnn)">
      {letter}
    </text>,
  ];
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
  circles: Rings,
  payments: Payments,
  loans: Loans,
  shapes: Shapes,
  drawnDigits: Stroke,
  sine: Forecast,
  shops: Shops,
  reviewsEn: speech("Aa"),
  reviewsZh: speech("文"),
};

export function SampleThumbnail({ id, size = 40 }: { readonly id: string; readonly size?: number }) {
  const Drawing = drawings[id] ?? Grid;
  return (
    <svg viewBox="0 0 40 40" width={size} height={size} aria-hidden="true">
      <Drawing />
    </svg>
  );
}
