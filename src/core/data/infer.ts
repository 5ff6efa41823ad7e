/**
 * @file The type of a column, from what its cells look like. Rules in the order in which they decide; the user can
 * change each outcome, so a wrong guess costs a click, but a column wrongly taken as text costs the newcomer a feature.
 */
import type { ColumnProfile } from "./profile.ts";
import type { ColumnType } from "./types.ts";

/** Names of columns that only number or label the rows. `column_N` stands for a blank one: the index that pandas writes. */
const idName =
  /^(id|uuid|guid|key|index|idx|rowid|row|row_?(id|no|num|number|names?)|no\.?|nr\.?|#|unnamed: 0|编号|序号|主键|流水号)$|([ _-]|^)(id|uuid|guid)$|[a-z](Id|ID|UUID)$|^(id)[ _-]/i;
const blankName = /^column_\d+$/;

/** Categories are few, or come again and again. */
const fewCategories = 20;
const manyCategories = 1000;

function isNumeric({ numbers, notFinite, seen, distinct }: ColumnProfile): boolean {
  const rows = numbers.rows + notFinite.rows;
  if (numbers.rows === 0) return false;
  if (rows >= seen * 0.98) return true;
  // A few cells that are no numbers among many that are; but 0, 1, 2, "3+" are four categories.
  const others = distinct - numbers.distinct - notFinite.distinct;
  return rows >= seen * 0.8 && numbers.distinct >= 5 * others;
}

const isCategorical = ({ distinct, distinctCapped, rows, missing }: ColumnProfile): boolean => {
  const present = rows - missing;
  if (distinctCapped) return false;
  if (distinct <= fewCategories && distinct < present) return true;
  return distinct <= manyCategories ? distinct <= present * 0.5 : distinct <= present * 0.02;
};

/** `header`: the file has names, so a blank one is meant to be blank. */
export function inferType(profile: ColumnProfile, name: string, header: boolean): ColumnType {
  const {
    rows,
    missing,
    distinct,
    distinctCapped,
    seen,
    integers,
    numbers,
    leadingZeros,
    bigIntegers,
    booleans,
    dates,
    images,
  } = profile;
  if (images) return "image";
  const present = rows - missing;
  if (present === 0 || (distinct === 1 && rows > 1)) return "constant";
  const allDistinct = distinct === present && !distinctCapped;
  const named = idName.test(name.trim()) || (header && blankName.test(name));
  // Codes of digits: 00123 would lose its zeros, 2^53 + 1 its last digit. One such cell makes the others codes too.
  const digits = leadingZeros.rows + bigIntegers.rows;
  if (digits > 0 && digits + integers.rows >= seen * 0.98) {
    if (bigIntegers.rows > 0 || named) return allDistinct ? "id" : isCategorical(profile) ? "category" : "id";
    return isCategorical(profile) ? "category" : "text";
  }
  if (isNumeric(profile)) {
    if (integers.rows < numbers.rows) return "number";
    return named && allDistinct && present > 2 ? "id" : "integer";
  }
  if (booleans.rows === seen && booleans.both) return "boolean";
  if (dates.rows >= seen * 0.9) return "date";
  if (isCategorical(profile)) return "category";
  const looksLikeCode = allDistinct && profile.spaced.rows === 0 && profile.meanLength >= 6 && present > fewCategories;
  return (named || looksLikeCode) && distinct >= present * 0.99 ? "id" : "text";
}

const labelName = /^(label|labels|class|标签|类别)$/i;

/**
 * Beside images a label is a class, whatever it is called: digits number classes, and an empty column waits for those
 * that the user sorts the images into. Fractions stay numbers, which can be predicted of an image too.
 */
export const labelsBesideImages = (
  names: readonly string[],
  types: readonly ColumnType[],
  profiles: readonly ColumnProfile[],
): readonly ColumnType[] =>
  profiles.some(({ images }) => images)
    ? types.map((type, i) => {
        const { distinct, distinctCapped } = profiles[i] as ColumnProfile;
        const isLabel = labelName.test(names[i] as string) && type !== "number" && type !== "image";
        return isLabel && !distinctCapped && distinct <= manyCategories ? "category" : type;
      })
    : types;
