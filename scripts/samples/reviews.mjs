/**
 * @file Opinions in English, put together from parts: about some thing, good or bad of it, plain or turned by "not". The
 * words of both sides appear in both classes, so that a model has to read what stands before them.
 */
import { chance, shuffle } from "./chance.mjs";

/** What is spoken of: its parts, each with what is good and bad about it. */
const things = [
  {
    openings: ["We ate here on Friday.", "Lunch with my team.", "I booked a table for two."],
    parts: {
      "the soup": [
        ["warm", "rich", "full of flavour"],
        ["cold", "salty", "watery"],
      ],
      "the waiter": [
        ["friendly", "patient", "attentive"],
        ["rude", "slow", "careless"],
      ],
      "the menu": [
        ["varied", "fair in price", "clear"],
        ["boring", "overpriced", "confusing"],
      ],
      "the dessert": [
        ["delicious", "light", "fresh"],
        ["dry", "too sweet", "tasteless"],
      ],
    },
  },
  {
    openings: ["We stayed for three nights.", "A short business trip.", "I came here with my parents."],
    parts: {
      "the room": [
        ["spotless", "quiet", "spacious"],
        ["dirty", "noisy", "cramped"],
      ],
      "the breakfast": [
        ["generous", "fresh", "tasty"],
        ["stale", "poor", "bland"],
      ],
      "the bed": [
        ["comfortable", "soft", "clean"],
        ["hard", "broken", "uncomfortable"],
      ],
      "the reception": [
        ["helpful", "welcoming", "quick"],
        ["unfriendly", "chaotic", "slow"],
      ],
    },
  },
  {
    openings: ["I have used this phone for a month.", "Bought it as a gift.", "My second one of this brand."],
    parts: {
      "the screen": [
        ["bright", "sharp", "smooth"],
        ["dim", "blurry", "scratched"],
      ],
      "the battery": [
        ["reliable", "strong", "quick to charge"],
        ["weak", "hot", "quickly empty"],
      ],
      "the camera": [
        ["excellent", "fast", "sharp"],
        ["terrible", "slow", "useless"],
      ],
      "the case": [
        ["sturdy", "elegant", "well made"],
        ["flimsy", "ugly", "cheap"],
      ],
    },
  },
  {
    openings: ["Saw it in the cinema last night.", "A film for a rainy evening.", "My brother chose this one."],
    parts: {
      "the story": [
        ["gripping", "moving", "clever"],
        ["dull", "predictable", "silly"],
      ],
      "the acting": [
        ["convincing", "brilliant", "natural"],
        ["wooden", "awful", "forced"],
      ],
      "the music": [
        ["beautiful", "perfect", "subtle"],
        ["annoying", "loud", "boring"],
      ],
      "the ending": [
        ["surprising", "satisfying", "touching"],
        ["disappointing", "lazy", "confusing"],
      ],
    },
  },
  {
    openings: ["I took this course in spring.", "Ten lessons in five weeks.", "My first class in this subject."],
    parts: {
      "the teacher": [
        ["inspiring", "patient", "well prepared"],
        ["bored", "impatient", "unprepared"],
      ],
      "the material": [
        ["useful", "clear", "up to date"],
        ["useless", "outdated", "messy"],
      ],
      "the exercises": [
        ["helpful", "fun", "well chosen"],
        ["pointless", "tedious", "full of errors"],
      ],
      "the pace": [
        ["just right", "pleasant", "comfortable"],
        ["exhausting", "uneven", "far too fast"],
      ],
    },
  },
];

const very = ["", "", "very ", "really ", "so ", "quite "];
const closings = [
  [
    "I would come back.",
    "Highly recommended.",
    "Worth every penny.",
    "I am happy with it.",
    "No complaints.",
    "You will not regret it.",
  ],
  [
    "I would not come back.",
    "Not recommended.",
    "A waste of money.",
    "I am disappointed.",
    "Never again.",
    "You will regret it.",
  ],
];

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Ways to say something good (0) or bad (1) of a part; some turn a word of the other side around. */
const ways = [
  ({ part, was, said, strength }) => `${part} ${was} ${strength}${said}`,
  ({ part, they, said, strength, side }) =>
    `I ${side === 0 ? "liked" : "disliked"} ${part} because ${they} ${strength}${said}`,
  ({ part, was, turned, pick }) => `${part} ${was} ${pick(["not", "not at all", "never", "anything but"])} ${turned}`,
  ({ part, they, said, turned }) => `I expected ${part} to be ${turned}, but ${they} ${said}`,
  ({ part, was, turned }) => `I cannot say that ${part} ${was} ${turned}`,
];
const shares = [0.65, 0.21, 0.07, 0.05, 0.02];

/** Different ways, each as often as its share says. */
export function differentWays(from, parts, count, next) {
  const bounds = parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, share) => sum + share, 0));
  const chosen = new Set();
  while (chosen.size < count) {
    const drawn = next();
    chosen.add(from[bounds.findIndex((bound) => drawn < bound)] ?? from[0]);
  }
  return [...chosen];
}

function sentence(way, part, words, side, { pick }) {
  const plural = part.endsWith("s");
  const was = plural ? "were" : "was";
  const they = `${plural ? "they" : "it"} ${was}`;
  const said = pick(words[side]);
  const turned = pick(words[1 - side]);
  return `${capital(way({ part, was, they, said, turned, strength: pick(very), side, pick }))}.`;
}

function review(side, draws) {
  const { pick, happens, next } = draws;
  const { openings, parts } = pick(things);
  const names = shuffle(Object.keys(parts), next).slice(0, happens(0.6) ? 2 : 1);
  const said = differentWays(ways, shares, names.length, next);
  const sentences = names.map((name, i) => sentence(said[i], name, parts[name], side, draws));
  const opening = happens(0.5) ? [pick(openings)] : [];
  const closing = names.length === 1 || happens(0.65) ? [pick(closings[side])] : [];
  return [...opening, ...sentences, ...closing].join(" ");
}

/** Different texts, half of each class. */
export function opinions(write, { seed, perClass, classes }) {
  const draws = chance(seed);
  const rows = classes.flatMap((name, side) => {
    const texts = new Set();
    while (texts.size < perClass) texts.add(write(side, draws));
    return [...texts].map((text) => `${/[",]/.test(text) ? `"${text}"` : text},${name}`);
  });
  return ["text,opinion", ...shuffle(rows, draws.next)];
}

export const reviews = ({ seed = 43, perClass = 400 } = {}) =>
  opinions(review, { seed, perClass, classes: ["positive", "negative"] });
