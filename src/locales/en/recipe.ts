/** @file English texts of the recipe: names and help of each step of preparation, its editor, and what was fitted. */
import type { StepGroup } from "../../core/data/steps/define.ts";
import type { StepKind } from "../../core/data/steps/index.ts";

export interface StepTexts {
  readonly name: string;
  readonly help: string;
  readonly fields: Readonly<Record<string, { readonly label: string; readonly help?: string }>>;
  readonly options?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const recipe = {
  title: "Recipe",
  list: "Steps of the preparation",
  intro: "Steps run in this order. What they learn comes from the training part alone.",
  empty: "No steps: numbers reach the model as they are, and categories not at all.",
  add: "Add step",
  reset: "Default steps",
  edit: "Settings of {{step}}",
  remove: "Remove {{step}}",
  up: "Move {{step}} up",
  down: "Move {{step}} down",
  moved: "{{step}} is now step {{place}} of {{all}}.",
  more: "More",
  on: "Columns",
  onAll: {
    filter: "no column chosen",
    impute: "all numbers",
    imputeCategory: "all categories",
    clip: "all numbers",
    power: "all numbers",
    bins: "all numbers",
    dateParts: "all dates",
    ordinal: "all categories",
    hash: "all categories",
    oneHot: "all categories",
    scale: "all numbers",
    selectFeatures: "of all columns",
  } satisfies Record<StepKind, string>,
  onNamed_one: "{{n}} column",
  onNamed_other: "{{n}} columns",
  onNone: "no column",
  choose: {
    all: "All that it suits",
    named: "Only these",
    search: "Find a column",
    list: "Columns of {{step}}",
    none: "No column is called that.",
    shown: "The first {{n}} of {{all}}. Type to find others.",
    gone: "not in this table",
  },
  groups: {
    rows: "Rows",
    missing: "Missing cells",
    numbers: "Numbers",
    categories: "Categories",
    dates: "Dates",
    selection: "Choice of columns",
  } satisfies Record<StepGroup, string>,
  fixes: {
    oneHot: "Add one-hot",
    impute: "Fill missing numbers",
  },
  steps: {
    filter: {
      name: "Filter rows",
      help: "Keeps the rows of which a comparison holds. Predictions are not filtered.",
      fields: {
        comparison: {
          label: "Keep rows where it",
          help: "A missing cell is equal to nothing: only “is not” and “is missing” hold for it.",
        },
        value: { label: "Value" },
      },
      options: {
        comparison: {
          equal: "is",
          notEqual: "is not",
          less: "is less than",
          atMost: "is at most",
          more: "is more than",
          atLeast: "is at least",
          contains: "contains",
          missing: "is missing",
          notMissing: "is not missing",
        },
      },
    },
    impute: {
      name: "Fill missing numbers",
      help: "Puts a number of the training part, or a fixed one, where a number or date is missing.",
      fields: {
        strategy: { label: "By" },
        fillValue: { label: "Number" },
        addIndicator: {
          label: "Tell where it was missing",
          help: "One more input: 1 where the cell was missing, else 0.",
        },
      },
      options: {
        strategy: { median: "Median", mean: "Mean", mostFrequent: "Most frequent", constant: "Fixed number" },
      },
    },
    imputeCategory: {
      name: "Fill missing categories",
      help: "Puts the most frequent category, or a fixed word, where one is missing.",
      fields: {
        strategy: { label: "By" },
        fillText: { label: "Word" },
        addIndicator: {
          label: "Tell where it was missing",
          help: "One more input: 1 where the cell was missing, else 0.",
        },
      },
      options: { strategy: { mostFrequent: "Most frequent", constant: "Fixed word" } },
    },
    clip: {
      name: "Clip outliers",
      help: "Numbers beyond two bounds become the bound, so that a few extremes do not rule the scale.",
      fields: {
        method: { label: "Bounds" },
        lowQuantile: { label: "Lower quantile", help: "0.01: one training row in a hundred lies below." },
        highQuantile: { label: "Upper quantile", help: "0.99: one training row in a hundred lies above." },
        factor: {
          label: "Factor",
          help: "Bounds lie this many quartile distances outside the quartiles; 1.5 is what box plots use.",
        },
        deviations: { label: "Deviations", help: "Bounds lie this many standard deviations from the mean." },
        low: { label: "Lower bound" },
        high: { label: "Upper bound" },
      },
      options: {
        method: {
          quantiles: "Quantiles",
          quartiles: "Quartile distance",
          deviations: "Deviations",
          fixed: "Fixed",
        },
      },
    },
    power: {
      name: "Power or logarithm",
      help: "Draws in a long tail, so that large numbers do not hide the differences of small ones.",
      fields: {
        method: {
          label: "Method",
          help: "Box-Cox and Yeo-Johnson find the exponent under which the training part is most nearly normal (of 100,000 rows at most). Box-Cox needs numbers above 0.",
        },
      },
      options: {
        method: {
          log1p: "Logarithm of 1 + x",
          squareRoot: "Square root",
          boxCox: "Box-Cox",
          yeoJohnson: "Yeo-Johnson",
        },
      },
    },
    bins: {
      name: "Cut into intervals",
      help: "A number becomes its interval: useful where only the range matters.",
      fields: {
        bins: { label: "Intervals" },
        strategy: { label: "Of equal" },
        encode: { label: "As", help: "A place each: one input an interval. Number: the interval’s number, from 0." },
      },
      options: {
        strategy: { quantile: "Row count", uniform: "Width" },
        encode: { oneHot: "A place each", ordinal: "Number" },
      },
    },
    dateParts: {
      name: "Date to parts",
      help: "A date becomes its year, month, weekday and so on.",
      fields: {
        year: { label: "Year" },
        month: { label: "Month" },
        day: { label: "Day of the month" },
        weekday: { label: "Weekday" },
        dayOfYear: { label: "Day of the year" },
        hour: { label: "Hour" },
        minute: { label: "Minute" },
        cyclic: {
          label: "On a circle",
          help: "Parts that begin anew become sine and cosine, so that December stands beside January. The year never does.",
        },
      },
    },
    ordinal: {
      name: "Ordinal",
      help: "A category becomes a number: its place in an order. For categories that have one.",
      fields: {
        order: {
          label: "Order",
          help: "Categories that training did not hold become −1.",
        },
      },
      options: { order: { name: "By name", frequency: "Most frequent first" } },
    },
    hash: {
      name: "Hashing",
      help: "A category becomes +1 or −1 at one of a fixed number of places. It learns nothing, so nothing of the target leaks.",
      fields: {
        buckets: {
          label: "Places",
          help: "Categories that share a place are confused: take more places than categories.",
        },
      },
    },
    oneHot: {
      name: "One-hot",
      help: "An input for each category, 1 at the cell’s own; one more for categories training did not hold.",
      fields: {
        maxCategories: { label: "Most categories", help: "The most frequent stay, the others count as one." },
        minRows: { label: "Least rows", help: "Categories of fewer training rows count as one." },
      },
    },
    scale: {
      name: "Scale",
      help: "Brings numbers to a common measure, without which large units drown small ones.",
      fields: {
        method: {
          label: "Method",
          help: "Standard: mean 0, deviation 1. Min-max: from 0 to 1. Robust: median and quartiles, which outliers hardly move.",
        },
      },
      options: { method: { standard: "Standard", minmax: "Min-max", robust: "Robust" } },
    },
    selectFeatures: {
      name: "Choose columns",
      help: "Leaves out columns that tell little of the target. Measured on the training part (of 20,000 rows at most).",
      fields: {
        method: {
          label: "Measure by",
          help: "Correlation: from 0 to 1. Mutual information: in nats, of numbers cut into ten intervals. Variance: before scaling. L1: the weight in a sparse linear model. Permutation: what a linear model loses when the column is shuffled.",
        },
        keep: { label: "Keep" },
        count: { label: "How many" },
        threshold: { label: "Threshold", help: "Columns whose score is above it stay." },
        alpha: { label: "Penalty", help: "The larger, the fewer columns have a weight." },
        seed: { label: "Seed" },
      },
      options: {
        method: {
          correlation: "Correlation",
          mutualInformation: "Mutual information",
          variance: "Variance",
          l1: "L1 weights",
          permutation: "Permutation",
        },
        keep: { best: "Best", above: "Above a threshold" },
      },
    },
  } satisfies Record<StepKind, StepTexts>,
  fitted: {
    title: "As fitted",
    rows: "Fitted on the training part only ({{rows}} rows)",
    preparing: "Fitting the recipe…",
    pending: "Choose a target, and what each column becomes is listed here with its numbers.",
    inputs_one: "{{n}} model input",
    inputs_other: "{{n}} model inputs",
    shape: "each sample {{shape}}",
    scroll: "Fitted recipe, scrollable",
    asIs: "as it is",
    target: "target",
    missing: "missing → {{value}}",
    indicator: "+ 1 where missing",
    clip: "from {{low}} to {{high}}",
    bin: "interval at {{edges}}",
    binOneHot: "a place an interval at {{edges}}",
    ordinal: "place among",
    oneHot: "one-hot",
    hash: "hash to {{n}} places, ±1",
    tokens: "{{n}} tokens of {{vocabulary}}",
    pixels: "{{height}} × {{width}} × {{channels}}",
    unseen: "unseen",
    unseenOrdinal: "else −1",
    more: "{{n}} more",
    circle: "{{part}} on a circle",
    day_one: "{{n}} day",
    day_other: "{{n}} days",
    hour_one: "{{n}} hour",
    hour_other: "{{n}} hours",
    parts: {
      year: "year",
      month: "month",
      day: "day",
      weekday: "weekday",
      dayOfYear: "day of year",
      hour: "hour",
      minute: "minute",
    },
    leftOut: "Left out",
    leftOutScore: "{{method}} {{score}}, limit {{limit}}",
  },
} as const;
