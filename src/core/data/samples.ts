/**
 * @file The data that come with the studio: what each holds, what is asked of it, and what it trains well with.
 * `scripts/makeSamples.mjs` makes the files; names and sentences are texts in `locales/<language>/samples.ts`.
 */
import type { TemplateName } from "../graph/templates.ts";
import { defaultTraining, type TrainingConfig } from "../training/types.ts";
import type { DataSettings, ImageInput, SequenceInput, SplitConfig, TextInput } from "./types.ts";

export const sampleKinds = ["table", "images", "series", "texts"] as const;
export type SampleKind = (typeof sampleKinds)[number];

export interface Sample {
  readonly id: string;
  readonly kind: SampleKind;
  /** Path of the file, from the page's address. */
  readonly file: string;
  /** Key of its name among the page's texts. */
  readonly title: string;
  /** Key of the line that says what it is good for. */
  readonly purpose: string;
  /** Rows of a table, images of an archive. */
  readonly rows: number;
  /** Columns of a table; of images, how many classes there are. */
  readonly columns: number;
  readonly target: string;
  /** Further settings, where reading cannot know them. */
  readonly data?: Partial<DataSettings>;
  /** The ready-made model that learns it well … */
  readonly template: TemplateName;
  /** … with these settings, in seconds on a plain laptop; absent: the usual ones. */
  readonly training?: Partial<TrainingConfig>;
  readonly license: string;
  /** null: the project itself made it. */
  readonly credit: { readonly text: string; readonly url: string } | null;
}

/** What a sample trains with. */
export const sampleTraining = ({ training }: Sample): TrainingConfig => ({ ...defaultTraining, ...training });

const made = { license: "CC0 1.0", credit: null } as const;
const inTime: SplitConfig = { strategy: "chronological", validation: 0.15, test: 0.15, seed: 1 };
/** Fewer, larger steps than for tables: a step of these takes long where there is no GPU. */
const forImages: Partial<TrainingConfig> = { epochs: 15, learningRate: 0.005 };
const forSeries: Partial<TrainingConfig> = { epochs: 10, batchSize: 64, learningRate: 0.01 };
const forTexts: Partial<TrainingConfig> = { epochs: 12, batchSize: 64, learningRate: 0.01 };

/** Half of the 28 pixels of a side tell as much here, at a quarter of the work. */
const halfSize: ImageInput = {
  kind: "image",
  column: "image",
  height: 14,
  width: 14,
  channels: 1,
  policy: "stretch",
  scale: "unit",
};

const forecast: SequenceInput = {
  kind: "sequence",
  mode: "forecast",
  time: null,
  group: null,
  length: 24,
  stride: 1,
  horizon: 1,
  gaps: "break",
  duplicates: "keep",
};

/** A recurrent layer ends on the last place, so padding stands before the text. */
const reviews: TextInput = {
  kind: "text",
  column: "text",
  tokenizer: "words",
  lowercase: true,
  vocabulary: 1000,
  length: 28,
  padding: "pre",
};

export const samples = [
  {
    id: "iris",
    kind: "table",
    file: "samples/iris.csv",
    title: "samples:iris.title",
    purpose: "samples:iris.purpose",
    rows: 150,
    columns: 5,
    target: "species",
    template: "mlp",
    license: "CC BY 4.0",
    credit: {
      text: "R. A. Fisher, Iris, UCI Machine Learning Repository, CC BY 4.0",
      url: "https://doi.org/10.24432/C56C76",
    },
  },
  {
    id: "digits",
    kind: "table",
    file: "samples/digits.csv",
    title: "samples:digits.title",
    purpose: "samples:digits.purpose",
    rows: 1797,
    columns: 65,
    target: "digit",
    template: "mlp",
    license: "CC BY 4.0",
    credit: {
      text: "E. Alpaydin & C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, CC BY 4.0",
      url: "https://doi.org/10.24432/C50P49",
    },
  },
  {
    id: "circles",
    kind: "table",
    file: "samples/circles.csv",
    title: "samples:circles.title",
    purpose: "samples:circles.purpose",
    rows: 500,
    columns: 3,
    target: "ring",
    template: "mlp",
    ...made,
  },
  {
    id: "spiral",
    kind: "table",
    file: "samples/spiral.csv",
    title: "samples:spiral.title",
    purpose: "samples:spiral.purpose",
    rows: 600,
    columns: 3,
    target: "arm",
    template: "mlp",
    ...made,
  },
  {
    id: "payments",
    kind: "table",
    file: "samples/payments.csv",
    title: "samples:payments.title",
    purpose: "samples:payments.purpose",
    rows: 2000,
    columns: 7,
    target: "fraud",
    template: "mlp",
    ...made,
  },
  {
    id: "loans",
    kind: "table",
    file: "samples/loans.csv",
    title: "samples:loans.title",
    purpose: "samples:loans.purpose",
    rows: 1000,
    columns: 8,
    target: "approved",
    template: "mlp",
    ...made,
  },
  {
    id: "shapes",
    kind: "images",
    file: "samples/shapes.zip",
    title: "samples:shapes.title",
    purpose: "samples:shapes.purpose",
    rows: 570,
    columns: 3,
    target: "label",
    data: { input: halfSize },
    template: "leNet",
    training: forImages,
    ...made,
  },
  {
    id: "drawnDigits",
    kind: "images",
    file: "samples/drawn-digits.zip",
    title: "samples:drawnDigits.title",
    purpose: "samples:drawnDigits.purpose",
    rows: 600,
    columns: 10,
    target: "label",
    data: { input: halfSize },
    template: "leNet",
    training: { ...forImages, epochs: 8 },
    ...made,
  },
  {
    id: "waves",
    kind: "series",
    file: "samples/waves.csv",
    title: "samples:waves.title",
    purpose: "samples:waves.purpose",
    rows: 600,
    columns: 25,
    target: "wave",
    template: "cnn1d",
    ...made,
  },
  {
    id: "sine",
    kind: "series",
    file: "samples/sine.csv",
    title: "samples:sine.title",
    purpose: "samples:sine.purpose",
    rows: 800,
    columns: 2,
    target: "value",
    // A quarter of the period ahead: there "as it was last" is at its worst.
    data: { input: { ...forecast, time: "time", horizon: 6 }, split: inTime },
    template: "lstm",
    training: forSeries,
    ...made,
  },
  {
    id: "shops",
    kind: "series",
    file: "samples/shops.csv",
    title: "samples:shops.title",
    purpose: "samples:shops.purpose",
    rows: 1460,
    columns: 3,
    target: "visitors",
    data: { input: { ...forecast, time: "date", group: "shop", length: 14 }, split: inTime },
    template: "lstm",
    training: forSeries,
    ...made,
  },
  {
    id: "reviewsEn",
    kind: "texts",
    file: "samples/reviews-en.csv",
    title: "samples:reviewsEn.title",
    purpose: "samples:reviewsEn.purpose",
    rows: 800,
    columns: 2,
    target: "opinion",
    data: { columns: { text: { type: "text" } }, input: reviews },
    template: "textClassifier",
    training: forTexts,
    ...made,
  },
  {
    id: "reviewsZh",
    kind: "texts",
    file: "samples/reviews-zh.csv",
    title: "samples:reviewsZh.title",
    purpose: "samples:reviewsZh.purpose",
    rows: 800,
    columns: 2,
    target: "opinion",
    data: { columns: { text: { type: "text" } }, input: { ...reviews, tokenizer: "characters", length: 32 } },
    template: "textClassifier",
    training: forTexts,
    ...made,
  },
] as const satisfies readonly Sample[];
