/** @file English texts of what fitting the steps of preparation finds. */
import type { StepIssueContexts } from "../../core/data/stepIssues.ts";

export const stepIssues = {
  stepSetting:
    "The step “$t(recipe:steps.{{step}}.name)” is left out, because its setting “{{field}}” is outside its range. Enter another value.",
  stepColumnMissing:
    "The step “$t(recipe:steps.{{step}}.name)” names the column “{{column}}”, which is not in this table. Choose the step’s columns again.",
  stepNotSuited:
    "The step “$t(recipe:steps.{{step}}.name)” does nothing to “{{column}}”, because it does not suit what the column holds at that place. Move the step, or choose other columns.",
  clipCrossed:
    "Clipping is left out, because its lower bound ({{low}}) is not below the upper one ({{high}}). Enter a lower and a larger value.",
  clipFlattens:
    "Clipping leaves “{{column}}” as it is, because it would make every cell {{value}}: at least half of the cells are equal. Choose quantiles or fixed bounds for this column.",
  powerNotPositive:
    "“{{column}}” stays as it is, because $t(recipe:steps.power.options.method.{{method}}) is not defined for its least number, {{least}}. Choose Yeo-Johnson, which takes any number.",
  powerConstant:
    "“{{column}}” stays as it is, because it varies too little in the training part for an exponent to be found.",
  binsConstant:
    "“{{column}}” has a single value in the training part, so it cannot be cut into intervals and stays as it is. You may drop it.",
  binsMerged:
    "“{{column}}” has {{bins}} intervals instead of {{wanted}}, because many of its cells are equal. Choose fewer intervals or ones of equal width.",
  datePartsNone: "The step that takes dates apart is left out, because no part is chosen. Choose at least one.",
  filterNoColumn: "A filter names no column, so it keeps every row. Choose its column.",
  filterNotOrdered:
    "The filter on “{{column}}” keeps every row, because “{{value}}” cannot be compared that way with what the column holds. Enter a number or a date as the column has, or compare with “is” or “contains”.",
  filterLeavesNone:
    "No row is left after the filter on “{{column}}”. Change what it compares with, or remove the filter.",
  rowsFiltered: "The filter on “{{column}}” leaves rows out: {{count}}. Rows that stay: {{left}}.",
  featureLeftOut:
    "“{{column}}” is left out: its score is {{score}} and the limit is {{limit}}, by $t(recipe:steps.selectFeatures.options.method.{{method}}). To keep it, lower the limit or keep more columns.",
  selectionLeavesNone:
    "The choice of columns keeps none: the best score is {{best}} and the threshold is {{limit}}, by $t(recipe:steps.selectFeatures.options.method.{{method}}). Lower the threshold.",
  selectionOfForecast:
    "Columns are not chosen for a forecast: what a row says of a later one cannot be measured row by row. Drop columns by hand instead.",
  selectionTooWide:
    "Columns are not chosen, because $t(recipe:steps.selectFeatures.options.method.{{method}}) takes up to {{limit}} numbers a row and these are {{width}}. Choose by correlation or variance first.",
  selectionNotSettled:
    "The scores by $t(recipe:steps.selectFeatures.options.method.{{method}}) are approximate: the fit did not come to rest. A larger penalty settles sooner.",
} as const satisfies Record<keyof StepIssueContexts, string>;
