/** @file 模型图问题的中文说明:发生了什么、为什么、接下来怎么做。 */
import type { GraphIssueContexts } from "../../core/graph/issues.ts";

export const graphIssues = {
  noInputLayer: "模型没有输入层,数据无法进入。请添加一个输入层。",
  severalInputLayers: "模型只能有一个输入层,这是多余的一个。请移除它。",
  noOutputLayer: "模型没有输出层,无法给出预测。请添加一个输出层。",
  severalOutputLayers: "模型只能有一个输出层,这是多余的一个。请移除它。",
  unknownLayer: "当前版本不认识“{{kind}}”层。请移除它,或用更新的版本打开此项目。",
  duplicateLayer: "有两个层使用了同一个内部名称“{{id}}”。请移除第二个。",
  layerCycle: "{{name}} 依赖于自身:它的输入 {{from}} 又由它计算得出。请断开这条连接。",
  layerIgnored: "{{name}} 没有通向输出层,因此不会参与训练。请连接它或将其移除。",
  layerInputMissing: "{{name}} 的一个输入层已不存在。请去掉这个失效的输入。",
  layerWithoutInput: "{{name}} 没有输入。请把某一层连接到它。",
  layerTooManyInputs: "{{name}} 只接受一个输入,现在有 {{count}} 个。请先将它们合并,或只保留一个。",
  layerTooFewInputs: "{{name}} 至少要合并两个输入,现在有 {{count}} 个。请再连接一层。",
  shapesDiffer: "{{name}} 的各个输入形状不匹配:{{shapes}}。请使形状一致,或改用拼接。",
  rankMismatch: "{{name}} 需要 {{expected}} 维的输入,实际为 {{got}}。请在它前面放一个能给出该形状的层。",
  fieldNotANumber: "{{name}} 的“$t(layers:fields.{{field}})”不是数字。请输入一个数字。",
  fieldNotAnInteger: "{{name}} 的“$t(layers:fields.{{field}})”必须是整数,现在是 {{value}}。",
  fieldOutOfRange: "{{name}} 的“$t(layers:fields.{{field}})”必须在 {{min}} 与 {{max}} 之间,现在是 {{value}}。",
  fieldOutOfOpenRange:
    "{{name}} 的“$t(layers:fields.{{field}})”必须在 {{min}} 与 {{max}} 之间($t(layers:open.{{open}})),现在是 {{value}}。",
  fieldNotAChoice: "{{name}} 的“$t(layers:fields.{{field}})”必须是以下之一:{{options}}。",
  outputUnits: "目标列要求输出层每行给出 {{expected}} 个数,现在是 {{units}} 个。请让它跟随任务。",
  outputActivation: "损失函数要求输出层使用 {{expected}},现在以 {{activation}} 结尾,得分会产生误导。请让它跟随任务。",
  tooManyParameters:
    "模型将有 {{count, number}} 个参数;超过 {{max, number}} 个时浏览器无法安全容纳。请缩小最大的几层。",
  tooMuchMemory:
    "训练大约需要 {{megabytes, number}} MB 内存;超过 {{max, number}} MB 时浏览器无法安全容纳。请缩小最大的几层。",
  noInputColumns: "没有可供模型学习的列。请在“数据”步骤中至少保留一个目标以外的列。",
} as const satisfies Record<keyof GraphIssueContexts, string>;
