/**
 * @file From raw rows to the numbers the model takes, and from its outputs to answers, as recipe.json says.
 *
 *     const x = prepare(rows, recipe); // rows: a list of {column: cell}
 *     const y = model.predict(tf.tensor(x.values, x.shape));
 *     const found = answers(await y.array(), recipe);
 *
 * A cell is a text as the table has it, a number, a boolean, a Date, or null where it is missing; an image is
 * {width, height, data} as a canvas' getImageData gives it. A date as a number is in milliseconds since 1970, UTC.
 *
 * Plain JavaScript, for pages and Node; needs nothing.
 */

/** The model's input as float32, one sample a row; where the model takes windows, one a window (see `samples`). */
export function prepare(rows, recipe) {
  const width = recipe.features.reduce((sum, feature) => sum + widthOf(feature), 0);
  const table = new Float32Array(rows.length * width);
  let place = 0;
  for (const feature of recipe.features) {
    const cells = rows.map((row) => cellOf(row, feature.column));
    for (const [row, numbers] of encode(feature, cells, recipe).entries()) table.set(numbers, row * width + place);
    place += widthOf(feature);
  }
  const { window, features } = recipe;
  if (window !== null) {
    const windows = samples(rows, recipe);
    const values = new Float32Array(windows.length * window.length * width);
    for (const [i, row] of windows.flat().entries())
      values.set(table.subarray(row * width, (row + 1) * width), i * width);
    return { values, shape: [windows.length, window.length, width] };
  }
  const last = features.length === 1 ? features[0].ops.at(-1) : undefined;
  const shape = last?.kind === "pixels" ? [last.height, last.width, last.channels] : [width];
  return { values: table, shape: [rows.length, ...shape] };
}

/** What each sample's outputs mean: {value}, of classes with their probabilities, of several numbers with each. */
export function answers(outputs, { target }) {
  return Array.from(outputs, (one) => {
    const own = Array.from(one);
    if (target.kind === "classes") {
      const shares = own.length === 1 ? [1 - own[0], own[0]] : own;
      const value = target.classes[shares.indexOf(Math.max(...shares))];
      return { value, probabilities: Object.fromEntries(target.classes.map((name, i) => [name, shares[i]])) };
    }
    if (target.kind === "number") return { value: own[0] * target.scale + target.offset };
    const numbers = target.outputs.map(({ column, offset, scale }, i) => [column, own[i] * scale + offset]);
    return { value: numbers[0][1], values: Object.fromEntries(numbers) };
  });
}

const cellOf = (row, column) => (Object.hasOwn(row, column) ? (row[column] ?? null) : null);

// Windows of rows

/** The rows (from 0) of each sample, in order: of windows, every one there is; none goes across groups or gaps. */
export function samples(rows, recipe) {
  const { window } = recipe;
  if (window === null) return rows.map((_, row) => [row]);
  const column = (name, otherwise, read) => {
    // As the feature is, if the column is one too.
    const feature = recipe.features.find((one) => one.column === name) ?? otherwise;
    return rows.map((row) => read(cellOf(row, name), feature, recipe));
  };
  const names = { type: "category", rename: window.groupRename };
  const groups = window.group === null ? rows.map(() => "") : column(window.group, names, categoryOf);
  const times = window.time === null ? rows.map(() => 0) : column(window.time, { type: window.timeType }, numberOf);
  const placed = [...rows.keys()].filter((row) => groups[row] !== null && !Number.isNaN(times[row]));
  const first = new Map();
  for (const [row, group] of groups.entries()) if (!first.has(group)) first.set(group, row);
  placed.sort((a, b) => first.get(groups[a]) - first.get(groups[b]) || times[a] - times[b]);
  const stretches = [];
  let before = null;
  for (const row of placed) {
    const same = before !== null && groups[row] === groups[before];
    const repeats = same && window.time !== null && times[row] === times[before];
    if (repeats && window.duplicates === "first") continue;
    const gap = same && window.step !== null && (times[row] - times[before]) / window.step > 1.5;
    if (!same || gap) stretches.push([]);
    stretches.at(-1).push(row);
    before = row;
  }
  const { length } = window;
  const windowsOf = (own) =>
    Array.from({ length: Math.max(0, own.length - length + 1) }, (_, i) => own.slice(i, i + length));
  return stretches.flatMap(windowsOf);
}

// A feature: its cells go through a chain of operations

const widths = {
  binOneHot: ({ edges }) => edges.length + 1,
  dateParts: ({ parts }) => parts.reduce((sum, { cyclic }) => sum + (cyclic ? 2 : 1), 0),
  oneHot: ({ values }) => values.length + 1,
  hash: ({ buckets }) => buckets,
  tokens: ({ length }) => length,
  pixels: ({ height, width, channels }) => height * width * channels,
};

/** How many numbers a feature is. */
function widthOf({ ops }) {
  const last = ops.at(-1);
  const own = widths[last?.kind]?.(last) ?? 1;
  return own + ops.filter(({ indicator }) => indicator).length;
}

/** Of each cell its numbers. */
function encode(feature, cells, recipe) {
  if (feature.type === "text" || feature.type === "image") {
    const end = feature.ops.find(({ kind }) => kind === "tokens" || kind === "pixels");
    if (end === undefined) return cells.map(() => []);
    return operations[end.kind](end)(feature.type === "text" ? cells.map((cell) => textOf(cell, recipe)) : cells);
  }
  const read = feature.type === "category" || feature.type === "boolean" ? categoryOf : numberOf;
  const chain = feature.ops.map((op) => ({ op, apply: operations[op.kind](op) }));
  const through = (cell) => {
    let value = read(cell, feature, recipe);
    const flags = [];
    for (const { op, apply } of chain) {
      if (op.indicator) flags.push(Number(isMissing(value)));
      value = apply(value);
    }
    return { value, flags };
  };
  return cells.map((cell) => {
    const { value, flags } = through(cell);
    if (Array.isArray(value)) return [...value, ...flags];
    if (typeof value === "number" && Math.abs(value) < 3.4e38) return [value, ...flags];
    // What is still missing, or beyond a float32, counts as missing does.
    const instead = through(null).value;
    return [typeof instead === "number" && !Number.isNaN(instead) ? instead : 0, ...flags];
  });
}

/** Numbers: NaN where missing. Categories: null. */
const isMissing = (value) => value === null || Number.isNaN(value);

const powers = {
  log1p: () => Math.log1p,
  squareRoot: () => Math.sqrt,
  boxCox: (k) => (x) => (k === 0 ? Math.log(x) : Math.expm1(k * Math.log(x)) / k),
  yeoJohnson: (k) => (x) => {
    if (x >= 0) return k === 0 ? Math.log1p(x) : Math.expm1(k * Math.log1p(x)) / k;
    return k === 2 ? -Math.log1p(-x) : -Math.expm1((2 - k) * Math.log1p(-x)) / (2 - k);
  },
};

const binOf = (x, edges) => edges.filter((edge) => x >= edge).length;

/** Zeros with a 1 at a place; null: zeros only. */
function oneAt(place, size, one = 1) {
  const numbers = new Array(size).fill(0);
  if (place !== null) numbers[place] = one;
  return numbers;
}

const placesOf = (values) => new Map(values.map((value, i) => [value, i]));

const dayMs = 86_400_000;
const periods = { month: 12, day: 31, weekday: 7, dayOfYear: 366, hour: 24, minute: 60 };
/** Of a date's day since 1970, its minute, and its year, month and day. */
const partReaders = {
  year: ({ year }) => year,
  month: ({ month }) => month,
  day: ({ day }) => day,
  weekday: ({ days }) => (((days + 3) % 7) + 7) % 7, // Monday is 0.
  dayOfYear: ({ days, year }) => days - daysTo(year, 1, 1) + 1,
  hour: ({ minutes }) => Math.floor(minutes / 60),
  minute: ({ minutes }) => minutes % 60,
};

/** Hinnant, "chrono-compatible low-level date algorithms": years begin in March, eras have 400 of them. */
function calendar(ms) {
  const days = Math.floor(Math.trunc(ms) / dayMs);
  const minutes = Math.floor((Math.trunc(ms) - days * dayMs) / 60_000);
  const era = Math.floor((days + 719_468) / 146_097);
  const ofEra = days + 719_468 - era * 146_097;
  const leaps = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const yearOfEra = Math.floor((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const day = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  return { days, minutes, year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Days since 1970; NaN where there is no such day. */
function daysTo(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const days = era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
  const found = calendar(days * dayMs);
  return month >= 1 && found.month === month && found.day === day ? days : Number.NaN;
}

/** 32-bit MurmurHash3, seed 0, signed. */
function murmur3(bytes) {
  const rotated = (x, by) => (x << by) | (x >>> (32 - by));
  const scrambled = (block) => Math.imul(rotated(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
  const little = (from, to) => bytes.subarray(from, to).reduce((sum, byte, i) => sum | (byte << (8 * i)), 0);
  const whole = bytes.length & ~3;
  let h = 0;
  for (let i = 0; i < whole; i += 4) h = (Math.imul(rotated(h ^ scrambled(little(i, i + 4)), 13), 5) + 0xe6546b64) | 0;
  h ^= scrambled(little(whole)) ^ bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Each makes of an operation what it does to a cell; of texts and images, to all cells. */
const operations = {
  impute: (op) => (x) => (Number.isNaN(x) ? op.value : x),
  scale: (op) => (x) => (x - op.offset) / op.scale,
  clip: (op) => (x) => Math.min(Math.max(x, op.low), op.high),
  power: (op) => powers[op.method](op.lambda),
  bin: (op) => (x) => (Number.isNaN(x) ? x : binOf(x, op.edges)),
  binOneHot: (op) => (x) => oneAt(Number.isNaN(x) ? null : binOf(x, op.edges), op.edges.length + 1),
  dateParts: (op) => (ms) => {
    if (Number.isNaN(ms)) return oneAt(null, widths.dateParts(op));
    const date = calendar(ms);
    return op.parts.flatMap(({ part, cyclic, offset, scale }) => {
      const value = partReaders[part](date);
      const angle = (2 * Math.PI * value) / periods[part];
      return cyclic ? [Math.sin(angle), Math.cos(angle)] : [(value - offset) / scale];
    });
  },
  imputeCategory: (op) => (value) => value ?? op.value,
  ordinal: (op) => {
    const places = placesOf(op.values);
    return (value) => places.get(value) ?? -1;
  },
  /** The last place is for values that training never saw. */
  oneHot: (op) => {
    const places = placesOf(op.values);
    return (value) => oneAt(value === null ? null : (places.get(value) ?? op.values.length), op.values.length + 1);
  },
  /** As scikit-learn's FeatureHasher: 1 or -1 at one of the places. */
  hash: (op) => (value) => {
    if (value === null) return oneAt(null, op.buckets);
    const h = murmur3(new TextEncoder().encode(value));
    const size = h === -2147483648 ? 2147483648 - op.buckets : Math.abs(h);
    return oneAt(size % op.buckets, op.buckets, h >= 0 ? 1 : -1);
  },
  tokens: (op) => (texts) => texts.map((text) => text ?? "").map(tokenNumbers(op)),
  pixels: (op) => (images) => images.map((image) => pixelNumbers(op, image)),
};

// Texts as word numbers: 0 is padding, 1 an unknown token

const space = "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
/** Characters of scripts written without spaces between words. */
const lone =
  "\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
const letter = `(?:(?![${lone}])[\\p{L}\\p{N}\\p{M}])`;
const spaces = new RegExp(`[${space}]+`, "gu");
const anyWord = new RegExp(`[${lone}]|${letter}+(?:['’]${letter}+)*|[^${space}]`, "gu");
const anyPiece = new RegExp(`([${space}]*)([${lone}]{1,64}|${letter}{1,64}|[^${space}])`, "gu");

const tokenizers = {
  characters: (text) => [...text.replace(spaces, " ").replace(/^ | $/g, "")],
  words: (text) => text.match(anyWord) ?? [],
  /** Pieces are marked where a word begins; of the known pairs the first learnt is merged first. */
  bytePairs: (text, ranks) =>
    [...text.matchAll(anyPiece)].flatMap(({ index, 1: before, 2: piece }) =>
      merged([...(index === 0 || before !== "" ? `▁${piece}` : piece)], ranks),
    ),
};

function merged(symbols, ranks) {
  for (;;) {
    const pairs = symbols.slice(1).map((right, i) => ranks.get(JSON.stringify([symbols[i], right])) ?? ranks.size);
    const best = Math.min(...pairs, ranks.size);
    if (best === ranks.size) return symbols;
    const next = [];
    for (let i = 0; i < symbols.length; i++) {
      const isPair = pairs[i] === best;
      next.push(isPair ? symbols[i] + symbols[i + 1] : symbols[i]);
      if (isPair) i++;
    }
    symbols = next;
  }
}

function tokenNumbers({ tokenizer, lowercase, vocabulary, merges, length, padding }) {
  const numbers = new Map(vocabulary.map((token, i) => [token, i + 2]));
  const ranks = new Map();
  for (const pair of merges) if (!ranks.has(JSON.stringify(pair))) ranks.set(JSON.stringify(pair), ranks.size);
  return (text) => {
    const composed = text.normalize("NFC");
    const cut = tokenizers[tokenizer](lowercase ? composed.toLowerCase() : composed, ranks).slice(0, length);
    const own = cut.map((token) => numbers.get(token) ?? 1);
    const free = new Array(length - own.length).fill(0);
    return padding === "pre" ? [...free, ...own] : [...own, ...free];
  };
}

// Images

/** (value / 255 - offset) / scale, rows first, channels last; a missing image is all 0. */
function pixelNumbers(op, image) {
  if (image === null) return new Array(widths.pixels(op)).fill(0);
  return Array.from(fitted(image, op), (value, i) => {
    const channel = i % op.channels;
    return (value / 255 - op.offset[channel]) / op.scale[channel];
  });
}

/** In the input's size: stretched, its middle cut out, or with black beside it. */
function fitted(image, to) {
  const { width, height } = image;
  const { channels } = to;
  const wide = width * to.height > height * to.width;
  let [box, size] = [
    { left: 0, top: 0, width, height },
    { width: to.width, height: to.height },
  ];
  if (to.policy === "crop") {
    const cutWidth = wide ? Math.max(1, Math.floor((height * to.width) / to.height)) : width;
    const cutHeight = wide ? height : Math.max(1, Math.floor((width * to.height) / to.width));
    box = { left: (width - cutWidth) >> 1, top: (height - cutHeight) >> 1, width: cutWidth, height: cutHeight };
  } else if (to.policy === "pad") {
    size = wide
      ? { width: to.width, height: Math.max(1, Math.floor((2 * height * to.width + width) / (2 * width))) }
      : { width: Math.max(1, Math.floor((2 * width * to.height + height) / (2 * height))), height: to.height };
  }
  const cut = pixelsOf(image, box, channels);
  const across = resized(
    cut,
    { count: box.width, step: channels, lines: box.height, lineStep: box.width * channels },
    size.width,
    channels,
  );
  const down = resized(
    across,
    { count: box.height, step: size.width * channels, lines: 1, lineStep: 0 },
    size.height,
    size.width * channels,
  );
  const [left, top] = [(to.width - size.width) >> 1, (to.height - size.height) >> 1];
  const result = new Uint8Array(to.width * to.height * channels);
  const line = size.width * channels;
  for (let row = 0; row < size.height; row++)
    result.set(down.subarray(row * line, (row + 1) * line), ((top + row) * to.width + left) * channels);
  return result;
}

/** The part of an image, grey or red, green, blue, transparency over white. */
function pixelsOf({ width, height, data }, box, channels) {
  const depth = data.length / (width * height);
  const cut = new Uint8Array(box.width * box.height * channels);
  let at = 0;
  for (let y = box.top; y < box.top + box.height; y++) {
    for (let x = box.left; x < box.left + box.width; x++) {
      const from = (y * width + x) * depth;
      const alpha = depth === 4 ? data[from + 3] : 255;
      const rgb = [0, 1, 2].map((c) => {
        const value = data[from + (depth === 1 ? 0 : c)];
        return alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
      });
      if (channels === 3) cut.set(rgb, at);
      else cut[at] = (rgb[0] * 19595 + rgb[1] * 38470 + rgb[2] * 7471 + 0x8000) >> 16;
      at += channels;
    }
  }
  return cut;
}

/**
 * One direction of Pillow's BILINEAR: a triangle that widens when it shrinks, with weights in units of 2^-22. `group`
 * neighbouring values belong to one place.
 */
function resized(values, { count, step, lines, lineStep }, to, group) {
  if (count === to) return values;
  const ratio = count / to;
  const support = Math.max(1, ratio);
  const result = new Uint8Array(lines * to * group);
  for (let place = 0; place < to; place++) {
    const middle = (place + 0.5) * ratio;
    const start = Math.max(0, Math.floor(middle - support + 0.5));
    const length = Math.min(count, Math.floor(middle + support + 0.5)) - start;
    const shares = Array.from({ length }, (_, i) => Math.max(0, 1 - Math.abs((i + start - middle + 0.5) / support)));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const weights = shares.map((share) => Math.floor(0.5 + (share / total) * 2 ** 22));
    for (let line = 0; line < lines; line++) {
      for (let k = 0; k < group; k++) {
        let sum = 2 ** 21;
        for (let i = 0; i < length; i++) sum += values[line * lineStep + (start + i) * step + k] * weights[i];
        result[(line * to + place) * group + k] = sum >> 22;
      }
    }
  }
  return result;
}

// What a cell says

/** The cell as a table would have it; null where it is missing. */
function textOf(cell, { decimal, missing }) {
  if (cell === null || Number.isNaN(cell)) return null;
  const text = typeof cell === "number" ? String(cell).replace(".", decimal) : String(cell);
  const known = text.trim().toLowerCase();
  return missing.some((word) => word.trim().toLowerCase() === known) ? null : text;
}

/** NaN where the cell is missing or cannot be read. */
function numberOf(cell, { type }, recipe) {
  if (typeof cell?.getTime === "function") return cell.getTime();
  const text = typeof cell === "number" ? null : textOf(cell, recipe);
  let value = Number.NaN;
  if (typeof cell === "number") value = Number.isFinite(cell) ? cell : Number.NaN;
  else if (text !== null)
    value = type === "date" ? parseDate(text, recipe.dayFirst) : parseNumber(text, recipe.decimal);
  return type === "integer" && !Number.isInteger(value) ? Number.NaN : value;
}

const booleans = new Map([
  ...["true", "yes", "y", "t", "on", "1"].map((word) => [word, "true"]),
  ...["false", "no", "n", "f", "off", "0"].map((word) => [word, "false"]),
]);

/** The cell's name under the recipe's other names; null where it is missing. */
function categoryOf(cell, feature, recipe) {
  const text = textOf(cell, recipe);
  if (text === null) return null;
  let key = text.trim();
  if (feature.type === "boolean") key = booleans.get(key.toLowerCase()) ?? null;
  else if (feature.type !== "category") {
    const value = numberOf(cell, feature, recipe);
    key = Number.isNaN(value) ? null : String(value);
  }
  const rename = feature.rename ?? {};
  return key !== null && Object.hasOwn(rename, key) ? rename[key] : key;
}

const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

function numberPattern(decimal) {
  const point = decimal === "." ? "\\." : ",";
  const other = decimal === "." ? "," : "\\.";
  const [sign, currency] = ["[+-]?", "[$€£¥₹₩₽₺₫]"];
  const grouped = `[1-9]\\d{0,2}(?:([${other} '’\\u00a0\\u202f\\u2009])\\d{3})(?:\\3\\d{3})*`;
  return new RegExp(
    `^(${sign}${currency}?|${currency}${sign}) ?(${grouped}|\\d+|(?=${point}\\d))(?:${point}(\\d*))?(e${sign}\\d+)? ?(?:%|${currency})?$`,
    "i",
  );
}
const numbers = { ".": numberPattern("."), ",": numberPattern(",") };

/** Signs of percent and currency and separators of thousands are dropped; codes (007) and infinity are no numbers. */
function parseNumber(text, decimal) {
  const narrow = text
    .trim()
    .replace(invisible, "")
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\u2212/g, "-")
    .replace(/\uffe5/g, "¥")
    .trim();
  const found = text.trim().length <= 400 ? numbers[decimal].exec(narrow) : null;
  if (found === null) return Number.NaN;
  const [, prefix, whole, separator, fraction, exponent] = found;
  if (separator === undefined && whole.length > 1 && whole.startsWith("0")) return Number.NaN;
  const digits = separator === undefined ? whole : whole.split(separator).join("");
  const value = Number(`${prefix.includes("-") ? "-" : ""}${digits || "0"}.${fraction ?? ""}0${exponent ?? ""}`);
  const plain = fraction === undefined && exponent === undefined;
  return !Number.isFinite(value) || (plain && !Number.isSafeInteger(value)) ? Number.NaN : value;
}

const time =
  "(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?m\\.?)?\\s*(z|utc|gmt|[+-]\\d{2}:?(?:\\d{2})?)?)?";
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthWord = `(${months.join("|")})[a-z]*\\.?`;
const dayName = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?";
const datePattern = (form) => new RegExp(`^${form}$`, "i");
const monthNumber = (word) => months.indexOf(word.toLowerCase()) + 1;

/** Forms of dates, and how each is read: year, month, day and the parts of the time. */
const dateForms = [
  {
    form: datePattern(`(\\d{4})([-/.])(\\d{1,2})(?:\\2(\\d{1,2})${time})?`),
    // 2020-07 is a month; 2020.07 is a number.
    read: ([year, separator, month, day, ...rest]) =>
      day === undefined && separator === "." ? null : [year, month, day ?? 1, rest],
  },
  {
    form: datePattern(`(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${time}`),
    // The cell itself may show which of the two is the day.
    read: ([a, , b, year, ...rest], dayFirst) =>
      a > 12 || (b <= 12 && dayFirst) ? [year, b, a, rest] : [year, a, b, rest],
  },
  {
    form: datePattern(`${dayName}(\\d{1,2})(?:st|nd|rd|th)?[ -]+${monthWord},?[ -]+(\\d{4}|\\d{2})${time}`),
    read: ([day, month, year, ...rest]) => [year, monthNumber(month), day, rest],
  },
  {
    form: datePattern(`${dayName}${monthWord} +(\\d{1,2})(?:st|nd|rd|th)?,? +(\\d{4})${time}`),
    read: ([month, day, year, ...rest]) => [year, monthNumber(month), day, rest],
  },
  {
    form: datePattern(`(\\d{4})\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*[日号]${time}`),
    read: ([year, month, day, ...rest]) => [year, month, day, rest],
  },
];

/** Milliseconds since 1970; a time without a zone counts as UTC. NaN where the text is no date. */
function parseDate(text, dayFirst) {
  const cell = text.trim();
  if (cell.length < 6 || cell.length > 48) return Number.NaN;
  for (const { form, read } of dateForms) {
    const found = form.exec(cell);
    if (found === null) continue;
    const parts = read(found.slice(1), dayFirst);
    return parts === null ? Number.NaN : momentOf(...parts);
  }
  return Number.NaN;
}

/** Two digits of a year: 70 to 99 are of the last century. */
function momentOf(year, month, day, [hours, minutes, seconds = "0", fraction = "", half, zone]) {
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900);
  const start = daysTo(full, Number(month), Number(day)) * dayMs;
  if (hours === undefined) return start;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  // 60 is a leap second, which counts as the next minute's first.
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return Number.NaN;
  const local =
    start + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Math.floor(Number(`0.${fraction}0`) * 1000);
  if (zone === undefined || !/^[+-]/.test(zone)) return local;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const offset = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60000;
  return zone.startsWith("-") ? local + offset : local - offset;
}
