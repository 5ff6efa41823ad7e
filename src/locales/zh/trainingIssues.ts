/** @file Chinese texts of the training issues: what happened, why, what to do next. */
import type { TrainingIssueContexts } from "../../core/training/issues.ts";

export const trainingIssues = {
  settingOutOfRange: "“{{field}}”超出允许范围。请输入 {{min}} 到 {{max}} 之间的值。",
  lossDoesNotFit: "损失函数“{{loss}}”不适合当前任务。请选择其他损失函数，或让它跟随任务。",
  warmupTooLong:
    "预热和整个运行一样长，因此永远达不到设定的学习率。预热：{{warmup}} 轮，运行：{{epochs}} 轮。请缩短预热，或训练更久。",
  manyCheckpoints: "这次运行会保留很多检查点，每个都占用本设备的空间。检查点：{{count}} 个。请降低保留频率。",
  forkAtEnd: "分支从第 {{epoch}} 轮之后开始，而运行到第 {{epochs}} 轮就结束。轮数从最初的运行算起：请设得更大。",
  plateauAfterStop:
    "在平台期降低学习率之前，训练就会提前停止。连续 {{reduceAfter}} 轮没有改善才降低，而 {{stopAfter}} 轮就停止。请减小调度的容忍轮数，或推迟停止。",
  layerTooLargeForDevice:
    "该层需要一整块 {{megabytes}} MB 的内存，而此设备最多允许 {{max}} MB。请减小批大小或缩小该层。",
  bufferTooLarge: "权重需要一整块 {{megabytes}} MB 的内存，而此设备最多允许 {{max}} MB。请缩小最大的几层。",
  trainingTooLarge:
    "训练大约需要 {{megabytes}} MB 内存；超过 {{max}} MB 时浏览器无法安全容纳。请减小批大小或缩小各层。",
  trainingLarge: "训练大约需要 {{megabytes}} MB 内存，并非每个 GPU 都有这么多。如果失败，请减小批大小或缩小各层。",

  noTarget: "尚未选择目标列。请选择模型要预测的列。",
  targetNotFound: "此表中没有目标列“{{column}}”。请另选目标列。",
  tooManyClasses:
    "目标列“{{column}}”的类别过多，无法训练和评估。类别数：{{count}}，上限：{{limit}}。如果它是编号，请另选目标列；如果它是数量，请将任务改为回归。",
  columnNotEncoded: "“{{column}}”是类别列，但没有步骤把它变成数字，模型看不到它。请添加独热、序数或哈希编码步骤。",
  columnHasMissing:
    "“{{column}}”在训练部分有缺失单元格（{{count}} 个），但没有步骤填补，模型看不到它。请添加填补缺失数值的步骤。",
  inputIsTarget:
    "“{{column}}”既是模型读取的输入，又是要预测的目标：模型只会照抄输入。请选择其他输入，或改选要预测的列。",
  targetTooLarge: "“{{column}}”的数值太大，无法计算。请换用更大的单位，或选择其他目标。",
  inputColumnMissing: "要输入模型的列“{{column}}”不在数据中。请选择其他输入。",
  rowsWithoutImage: "没有可读图像的行已被排除：{{count}} 行。",
  rowsLeftOut: "被手动或筛选移除的行已被排除：{{count}} 行。",
  noFeatures: "没有可用于预测的列：所有列都被弃用、为空、恒定不变，或是文本、编号。请恢复某一列，或更改列的类型。",
  columnEmptyInTraining:
    "列“{{column}}”已被排除，因为训练集中没有任何一行在该列有可用的值。请弃用该列，或更改其类型或数据划分。",
  columnConstantInTraining: "列“{{column}}”在训练集的每一行都相同，模型无法从中学到任何内容。可以弃用该列。",
  columnTooLarge: "列“{{column}}”已被排除，因为其数值即使缩放后对模型来说仍然过大。请选择其他缩放方式，或修正文件。",
  categoriesCapped:
    "列“{{column}}”的类别很多。出现最多的类别被保留，其余合并为一类。类别数：{{total}}，保留：{{kept}}。如果它是编号，请弃用该列。",
  preparedTooLarge:
    "处理后的数据表需要 {{megabytes}} MB，上限为 {{limit}} MB。每一行会变成 {{width}} 个数字：请弃用类别很多的列，或减少行数。",

  splitFractions: "验证集与测试集的比例无效，或没有为训练留下任何行。请选择不小于 0 % 且总和小于 100 % 的比例。",
  splitTooFewRows: "有目标值的行太少，无法划分。行数：{{rows}}，至少需要：3。请增加数据。",
  fewTrainingRows: "可用于训练的行很少，得分会受偶然因素影响。训练行数：{{count}}。请增加数据，或缩小其他部分。",
  emptyValidation:
    "行数太少，验证集一行也分不到，训练时无法判断何时该停止。行数：{{rows}}。请增大验证集的比例，或增加数据。",
  emptyTest:
    "行数太少，测试集一行也分不到，无法判断模型在未见过的数据上的表现。行数：{{rows}}。请增大测试集的比例，或增加数据。",
  singleRowClasses:
    "只有一行的类别无法划分，因此这一行用于训练，不会被测试。类别数：{{count}}，例如“{{example}}”。请为这些类别增加数据，或将其删除。",
  classNotInTraining:
    "训练集中没有某些类别的行，模型无法学到这些类别。类别数：{{count}}，例如“{{example}}”。请使用分层划分，或增加数据。",
  classNotInValidation:
    "验证集中没有某些类别的行，无法看出这些类别学得如何。类别数：{{count}}，例如“{{example}}”。请使用分层划分，或增加数据。",
  classNotInTest:
    "测试集中没有某些类别的行，这些类别的得分无法衡量，ROC-AUC 也没有定义。类别数：{{count}}，例如“{{example}}”。请使用分层划分，或增加数据。",
  splitColumnMissing:
    "按时间划分需要一个日期列或数值列来确定行的先后，而“{{column}}”不是。请选择该列，或改用其他划分方式。",
  splitTimeMissing:
    "在“{{column}}”中没有值的行无法确定时间先后，因此用于训练。行数：{{count}}。如果它们属于最近的数据，请修正文件。",
  splitTimeTied: "在“{{column}}”上取值相同的行分处两个部分的交界两侧。行数：{{count}}。这些行按文件中的顺序划分。",
  splitGroupColumnMissing:
    "这种划分需要一列来说明哪些行属于同一组，而此表中没有可用的“{{column}}”列。请选择该列，或改用其他划分方式。",
  splitGroupMissing:
    "在“{{column}}”中没有值的行不属于任何组，因此用于训练。行数：{{count}}。如果知道它们属于哪一组，请补全这些单元格。",
  splitOneGroup: "所有行在“{{column}}”中的值都相同或缺失，无法留出任何一组。请选择其他列，或改用其他划分方式。",
  splitFewGroups: "“{{column}}”的组数少于折数，有些折会是空的。组数：{{count}}，折数：{{folds}}。请减少折数。",
  splitTooManyGroups:
    "“{{column}}”的组太多，无法逐一留出。组数：{{count}}，上限：{{limit}}。请改用 k 折，并让同组的行保持在一起。",
  splitGroupGone: "要留出的组“{{group}}”已不在“{{column}}”中。请选择其他组。",
  splitValidationShares:
    "“{{column}}”的组太少，无法用完整的组凑出接近比例的验证集。验证行取自训练集中也有的组；测试行则不会。",
  splitFoldGone: "要留出第 {{fold}} 折，但一共只有 {{folds}} 折。请选择其中一折。",
  splitFewRowsForFolds:
    "有目标值的行数少于折数，有些折会是空的。行数：{{rows}}，折数：{{folds}}。请减少折数，或增加数据。",
  splitClassBelowFolds:
    "某些类别的行数少于折数，有些折不会测试到它们。类别数：{{count}}，例如“{{example}}”；折数：{{folds}}。请减少折数，或为这些类别增加数据。",
  splitPartColumnMissing:
    "这种划分需要一列来写明每一行属于哪个部分，而此表中没有可用的“{{column}}”列。请选择该列，或改用其他划分方式。",
  splitPartUnknown:
    "“{{column}}”中的“{{text}}”不是任何部分的名称。这样的行数：{{count}}。单元格应为 train、validation 或 test（训练、验证、测试）；请在“列”中或文件里改名，或改用其他划分方式。",
  splitPartMissing:
    "在“{{column}}”中没有值的行没有写明属于哪个部分，因此用于训练。行数：{{count}}。如果它们属于其他部分，请补全这些单元格。",
  splitPartNoTraining: "“{{column}}”中没有任何有目标值的行被标为训练，因此无法训练。请选择其他列，或改用其他划分方式。",
  splitPartNoTest:
    "“{{column}}”中没有任何行被标为测试，因此无法判断模型在未见过的数据上的表现。请把一些行标为测试，或改用其他划分方式。",
  splitColumnNotLearnt: "“{{column}}”用于划分各行，因此不作为模型的输入：留出的行在该列中的值与训练行不同。无需处理。",
  rowsInTwoParts:
    "部分测试行以相同的值也出现在训练集中，得分会因此偏高。行数：{{count}} / {{rows}}。请从文件中删除重复的行。",

  predictMissing: "“{{column}}”缺失，已用从训练集得到的值代替。行数：{{count}}。",
  predictUnreadable: "“{{column}}”中的“{{text}}”无法按该列的类型读取，已用从训练集得到的值代替。行数：{{count}}。",
  predictUnseen:
    "“{{column}}”中的“{{text}}”不在训练时见过的类别之中，模型无法将它与其他新类别区分开。行数：{{count}}。",
  predictColumnMissing: "此表中没有列“{{column}}”，每一行都用从训练集得到的值代替。请检查表头。",
  predictNoColumn:
    "此表中没有模型学过的列，每一行都会得到同样的回答。模型需要的列数：{{count}}，例如 {{columns}}。请检查表头，或选择另一个文件。",
  predictColumnsExtra: "模型不认识的列已被忽略：{{columns}}。列数：{{count}}。",
} as const satisfies Record<keyof TrainingIssueContexts, string>;
