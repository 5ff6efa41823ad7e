/** @file 关于外来模型和训练起始权重的文字。 */
import type { modelImport as en } from "../en/modelImport.ts";
import type { Translation } from "../types.ts";

export const modelImport = {
  button: "打开模型…",
  title: "打开模型",
  intro:
    "打开训练好的模型，它会连同权重成为当前的图。支持 TensorFlow.js（model.json 及其 .bin 文件）、Keras（.keras）以及仅含结构的文件（model.json、config.json）。",
  choose: "选择文件…",
  files: "模型文件",
  drop: "或把模型的所有文件一起拖到这里。",
  url: "想从网址打开？",
  urlWhy:
    "本程序的安全策略只允许连接自身，这样您的数据无论如何都不会离开此设备。请在浏览器中下载模型的全部文件，再在这里选择。对 TensorFlow.js 来说，就是 model.json 和旁边的 .bin 文件。",
  opening: "正在打开模型",
  cancel: "取消",
  opened: "“{{name}}”已成为当前的图，共 {{count}} 层。撤销可恢复之前的图。",
  refused: "模型未能打开；图保持不变。",
  done: "完成",
  chooseWeights: "选择它的权重文件…",
  weightFiles: "权重文件（.bin）",
  readOnly: "该项目已在别处打开，无法替换其模型。",
  notFiles: "不能把文件夹作为模型打开。请拖入其中的文件。",
  start: {
    title: "起始权重",
    from: "训练开始于",
    random: "随机权重",
    run: "运行 {{name}}",
    remove: "改为从随机权重开始",
    fit: "权重适用于 {{total}} 层中的 {{matched}} 层；其余从随机权重开始。",
    fitAll: "权重适用于全部 {{total}} 个带权重的层。",
    fitNone: "这些权重不适用于图中的任何层，因此不起作用。层按名称和大小匹配。",
    fitUnknown: "图中没有问题之后，才能知道权重适用于多少层。",
    missing: "这些权重已不在此设备上。请另选。",
    first: "迁移学习从训练好的模型开始：请打开一个模型，或在“起始权重”中选择之前的运行。",
    head: "迁移学习：换上新的输出层",
    headHelp:
      "保留到“{{end}}”为止的各层及其权重并冻结（其中 {{frozen}} 层带权重），在其后放上符合目标的新 Output。只有它会学习；之后可解冻其他层进行微调。",
  },
} as const satisfies Translation<typeof en>;
