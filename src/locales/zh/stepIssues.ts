/** @file 准备步骤在拟合时发现的问题（中文）。 */
import type { StepIssueContexts } from "../../core/data/stepIssues.ts";

export const stepIssues = {
  stepSetting: "步骤“$t(recipe:steps.{{step}}.name)”没有执行，因为它的设置“{{field}}”超出范围。请输入别的值。",
  stepColumnMissing: "步骤“$t(recipe:steps.{{step}}.name)”指定的列“{{column}}”不在这张表里。请重新选择该步骤的列。",
  stepNotSuited:
    "步骤“$t(recipe:steps.{{step}}.name)”对“{{column}}”不起作用，因为它不适合该列到这一步时的内容。请移动该步骤，或选择别的列。",
  clipCrossed: "没有执行截断，因为下界（{{low}}）不小于上界（{{high}}）。请让下界小于上界。",
  clipFlattens:
    "“{{column}}”没有截断，因为那样所有单元格都会变成 {{value}}：至少一半的单元格相等。请为这一列改用分位数或固定界限。",
  powerNotPositive:
    "“{{column}}”保持不变，因为$t(recipe:steps.power.options.method.{{method}})对其中最小的数 {{least}} 没有定义。请改用 Yeo-Johnson，它接受任何数。",
  powerConstant: "“{{column}}”保持不变，因为它在训练部分几乎不变，无法确定指数。",
  binsConstant: "“{{column}}”在训练部分只有一个值，无法分箱，保持不变。可以去掉这一列。",
  binsMerged:
    "“{{column}}”只分成 {{bins}} 个区间，而不是 {{wanted}} 个，因为许多单元格相等。请减少区间数，或改用等宽区间。",
  datePartsNone: "没有执行日期拆分，因为一个部分都没有选。请至少选一个。",
  filterNoColumn: "有一个筛选没有指定列，因此所有行都保留。请选择它的列。",
  filterNotOrdered:
    "对“{{column}}”的筛选保留了所有行，因为“{{value}}”不能与该列的内容这样比较。请输入与该列相同形式的数或日期，或改用“等于”“包含”。",
  filterLeavesNone: "按“{{column}}”筛选后一行也不剩。请修改比较的值，或删除这个筛选。",
  rowsFiltered: "按“{{column}}”筛选去掉的行：{{count}}。保留的行：{{left}}。",
  featureLeftOut:
    "“{{column}}”被去掉：按$t(recipe:steps.selectFeatures.options.method.{{method}})，它的得分是 {{score}}，界限是 {{limit}}。若要保留，请降低界限或多保留几列。",
  selectionLeavesNone:
    "按$t(recipe:steps.selectFeatures.options.method.{{method}})选择后一列也不剩：最高得分是 {{best}}，阈值是 {{limit}}。请降低阈值。",
  selectionOfForecast: "预测任务不做列的选择：某一行对之后各行的作用无法逐行衡量。请手动去掉列。",
  selectionTooWide:
    "没有选择列，因为$t(recipe:steps.selectFeatures.options.method.{{method}})每行最多处理 {{limit}} 个数，而这里有 {{width}} 个。请先按相关性或方差选择。",
  selectionNotSettled:
    "按$t(recipe:steps.selectFeatures.options.method.{{method}})得到的得分是近似值：拟合没有收敛。惩罚更大时收敛更快。",
} as const satisfies Record<keyof StepIssueContexts, string>;
