/** @file 项目文件与已存项目的问题：哪里不对、为什么、怎么办。 */
import type { ProjectIssueContexts } from "../../core/project/issues.ts";

export const projectIssues = {
  fault: "项目之外的环节出了故障，请重试。",
  notJson: "这不是项目：其文本无法按 JSON 读取（{{detail}}）。文件可能不完整或被手工修改过，请换一份副本。",
  tooDeep: "这不是工作室的项目：其内容嵌套超过 {{detail}} 层。",
  tooLarge: "项目文本超过 {{detail}} 个字符，工作室的项目不会这么长。请换一份副本。",
  notAProject: "这不是工作室的项目（{{detail}} 缺失或无法识别）。请选择由“导出项目”生成的文件。",
  newerVersion:
    "此项目由更新版本的 Layerwise 保存：其格式为 {{found}}，当前版本支持 {{known}}。在这里只能查看，不能编辑。请更新工作室后再使用。",
  invalidField: "项目的某一部分不符合要求：{{path}}（{{reason}}）。文件可能被手工修改过，请换一份副本。",
  notAnArchive: "此文件不是项目。项目是由“导出项目”生成的 .layerwise 文件；表格请在“数据”步骤中打开。",
  otherKindOfFile:
    "这是 {{looksLike}} 文件，不是项目。项目是由“导出项目”生成的 .layerwise 文件；表格请在“数据”步骤中打开。",
  archiveTruncated: "项目文件不完整：缺少结尾部分。请重新复制或下载。",
  archiveDamaged: "项目文件已损坏：其中“{{entry}}”的内容与应有的不符。请重新复制或下载。",
  archiveEncrypted: "文件受密码保护，而工作室从不加密项目。请解压后重新导出项目。",
  archiveTooLarge: "解压后文件将超过 {{megabytes}} MB。为保护此设备，没有打开它。",
  archiveTooManyEntries: "文件包含 {{count}} 个部分，工作室最多打开 {{limit}} 个。没有打开它。",
  duplicateEntry: "文件中“{{entry}}”出现了两次，无法判断以哪一个为准。请重新导出项目。",
  entriesIgnored: "已忽略文件中不属于工作室的部分：{{count}} 个，例如“{{example}}”。",
  projectMissing: "此文件中没有项目：缺少“project.json”。请选择由“导出项目”生成的文件。",
  weightsDamaged: "训练记录“{{run}}”的权重已损坏（长度不对，或含有无效数字）。已略去该记录，其余内容已打开。",
  startWeightsDamaged:
    "训练原本要使用的初始权重“{{source}}”已损坏（长度不对，或含有无效数字）。训练将从随机权重开始，其余内容已打开。",
  weightsMissing: "文件中缺少训练记录“{{run}}”的权重。已略去该记录，其余内容已打开。",
  partsDamaged: "训练 {{run}} 所用各行的划分列表已损坏，未被载入。该次训练本身完好；重新训练即可再次得到此列表。",
  runDamaged: "一条训练记录已损坏（{{run}}，{{path}}）。已略去该记录，其余内容已打开。",
  datasetMissing: "文件中没有此项目的表格。设置已保留，请在“数据”步骤重新选择表格。",
  layerNotInTfjs:
    "TensorFlow.js 没有 {{layer}} 层（“{{name}}”），因此无法导出为它的模型。请改用“导出 ONNX”，或去掉该层后重新训练。",
  settingNotInTfjs:
    "{{name}} 的“$t(layers:fields.{{setting}})”设置在 TensorFlow.js 的 {{layer}} 中没有对应，预测结果会不同。请改用“导出 ONNX”，或更改该设置后重新训练。",
  maskNotInTfjs:
    "被遮蔽的时间步到达 {{name}}，而 TensorFlow.js 的 {{layer}} 处理方式不同。请改用“导出 ONNX”，或去掉遮蔽后重新训练。",
} as const satisfies Record<keyof ProjectIssueContexts, string>;
