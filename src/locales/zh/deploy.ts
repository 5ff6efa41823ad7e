/** @file “部署”步骤的文字。 */
import type { deploy as en } from "../en/deploy.ts";
import type { Translation } from "../types.ts";

export const deploy = {
  project: {
    title: "整个项目",
    text: "一个文件包含全部内容：可在本机或其他设备的 Layerwise 中打开，预测结果相同。",
    contents: {
      document: "文档：数据设置、模型、训练设置、随机种子",
      table: "表格本身：{{rows}} 行，{{columns}} 列",
      runs_one: "{{count}} 次运行及其曲线、报告和权重",
      runs_other: "{{count}} 次运行及其曲线、报告和权重",
      noTable: "还没有表格",
      noRuns: "还没有完成的运行",
    },
    privacy: "文件中有你的数据，只应交给可以看到这些数据的人。",
    open: "打开方法：把它拖到页面上，或在项目菜单中选择“打开项目文件…”。",
    export: "导出项目",
    writing: "正在写入 {{file}}…",
    writingShare: "正在写入 {{file}}：{{share}}",
    written: "已写入 {{file}}（内容 {{size}}）。",
    failed: "未能写入 {{file}}。",
    running: "正在进行的运行不在文件中；结束后才会包含。",
  },
  others: {
    title: "其他格式",
    text: "导出到 Keras、PyTorch、ONNX 和网页的功能尚未完成。项目文件保存了它们将来需要的一切。",
  },
  verification: {
    title: "核对",
    intro: "文件将包含的内容，便于在别处打开后对照。",
    columns: { part: "部分", what: "内容", check: "对照" },
    document: "项目",
    version: "格式 {{version}}",
    table: "表格",
    tableWhat: "{{file}}，{{rows}} 行",
    fingerprint: "指纹 {{id}}",
    run: "运行 {{name}}",
    runWhat: "{{epochs}} 轮，{{parameters}} 个参数，{{status}}",
    status: { running: "已中断", done: "已完成", stopped: "已停止", failed: "失败" },
    score: "测试部分 {{metric}} {{score}}（{{rows}} 行），基线 {{baseline}}",
    noScore: "没有测试得分",
    failed: "失败：没有数字",
    metric: { accuracy: "准确率", mae: "MAE" },
    otherTable: "用另一张表格训练（{{file}}）",
  },
} as const satisfies Translation<typeof en>;
