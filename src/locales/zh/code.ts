/** @file Keras 代码面板的文字。 */
import type { code as en } from "../en/code.ts";
import type { Translation } from "../types.ts";

export const code = {
  open: "Keras 代码",
  title: "Keras 代码",
  label: "模型的 Keras 代码",
  close: "关闭代码",
  copy: "复制",
  copied: "已复制",
  copyFailed: "浏览器不允许复制。请选中文字后按 Ctrl+C。",
  discard: "放弃我的修改",
  applyAnyway: "仍然应用我的代码",
  live: "显示当前的模型图。可在此编辑，或粘贴一个模型，图会随之改变。",
  waiting: "正在读取…",
  applied: "模型图已与代码一致。",
  appliedProblems_one: "模型图有 {{count}} 个问题，见标出的行。",
  appliedProblems_other: "模型图有 {{count}} 个问题，见标出的行。",
  problems_one: "{{count}} 个问题：模型图保持不变。",
  problems_other: "{{count}} 个问题：模型图保持不变。",
  stale: "此后模型图有了改动；这段代码尚未应用。",
  readOnly: "该项目已在别处打开，此处只能查看代码。",
  noData: "有了数据、尺寸确定之后，这里会显示代码。现在也可以粘贴一个模型。",
  unwritable: "图中有缺失的值，暂时无法写成代码。请先修正，或在此粘贴一个模型。",
  issues: "代码中的问题",
  line: "第 {{line}} 行",
  placeholder: "model = keras.Sequential([…])",
} as const satisfies Translation<typeof en>;
