/** @file Sums of constants as Python does them: enough for `units = 64 * 2`. */
import type { KerasValue } from "../layers/define.ts";

/** The result, or null where it is not worked out: other operators, other values, nothing finite. */
export function arithmetic(operator: string, left: KerasValue, right: KerasValue): number | string | null {
  if (typeof left === "string" && typeof right === "string") {
    return operator === "+" && left.length + right.length <= 10_000 ? left + right : null;
  }
  if (typeof left !== "number" || typeof right !== "number") return null;
  const result = calculated(operator, left, right);
  return result !== null && Number.isFinite(result) ? result : null;
}

function calculated(operator: string, a: number, b: number): number | null {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "//":
      return Math.floor(a / b);
    case "%":
      return a - Math.floor(a / b) * b;
    case "**":
      return a ** b;
    default:
      return null;
  }
}
