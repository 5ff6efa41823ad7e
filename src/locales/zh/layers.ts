/** @file 各层与各参数的一句话说明；类名与激活函数名沿用 Keras。 */
import type { layers as en } from "../en/layers.ts";
import type { Translation } from "../types.ts";

export const layers = {
  groups: { io: "两端", core: "核心", normalization: "归一化", merge: "合并" },
  kinds: {
    input: { gloss: "输入", help: "一行处理好的数据。大小由“数据”步骤中选定的列决定。" },
    dense: { gloss: "全连接", help: "每个单元对所有输入加权求和，再经激活函数弯曲。处理表格数据的主力。" },
    activation: { gloss: "激活", help: "对每个数应用一个函数，单独作为一层。" },
    dropout: { gloss: "随机失活", help: "训练时随机关闭一部分输入，使模型不依赖其中任何一个。" },
    batchNormalization: { gloss: "批归一化", help: "让层与层之间的数值保持居中、尺度一致，使较深的模型训练得更快。" },
    add: { gloss: "相加", help: "把各个输入逐个相加；与前面的层相加就构成跳跃连接。" },
    concatenate: { gloss: "拼接", help: "把各个输入并排放在一起，让下一层都能看到。" },
    output: { gloss: "输出", help: "模型的预测。单元数与激活函数默认跟随任务，也可自行选择。" },
  },
  fields: {
    units: "单元数",
    activation: "激活函数",
    useBias: "使用偏置",
    rate: "失活比例",
    momentum: "动量",
    epsilon: "Epsilon",
    center: "平移 (beta)",
    scale: "缩放 (gamma)",
  },
  fieldHelp: {
    units: "该层为每一行输出多少个数。",
    activation: "作用于每个结果的函数。",
    useBias: "为每个单元加上一个可学习的常数。",
    rate: "训练时被关闭的输入所占比例。",
    momentum: "移动平均跟随的快慢。训练轮数少时宜取较小的值。",
    epsilon: "数值几乎不变时，避免除法结果爆炸。",
    center: "学习归一化之后要加上的值。",
    scale: "学习归一化之后要乘上的值。",
  },
  open: { min: "不含下限", max: "不含上限", both: "不含两端" },
  auto: "跟随任务",
  autoValue: "{{value}}（随任务）",
  autoUnknown: "随任务",
} as const satisfies Translation<typeof en>;
