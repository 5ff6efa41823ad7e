/** @file 自带示例数据的名称与用途。 */
import type { samples as en } from "../en/samples.ts";
import type { Translation } from "../types.ts";

export const samples = {
  kinds: { table: "表格", images: "图像", series: "序列", texts: "文本" },
  figures: {
    images: "{{rows}} 张图像 · {{columns}} 个类别",
    series: "{{rows}} 行 · 预测 {{target}}",
    texts: "{{rows}} 条文本 · 预测 {{target}}",
  },
  suits: "可试：{{template}}。",
  generated: "未注明来源的数据均为虚构，由 Layerwise 生成，CC0 1.0。",
  iris: { title: "鸢尾花", purpose: "入门表格，很快就能学会。" },
  digits: { title: "手写数字", purpose: "每列是小图的一个像素。" },
  circles: { title: "两个圆环", purpose: "一条直线分不开。" },
  spiral: { title: "螺旋", purpose: "三类的边界弯弯曲曲。" },
  payments: { title: "刷卡交易", purpose: "欺诈仅 3%，准确率骗人。" },
  loans: { title: "贷款审批", purpose: "虚构且有意不公：看看模型从“gender”（性别）一列学到什么。" },
  shapes: { title: "几何图形", purpose: "适合第一个 CNN。" },
  drawnDigits: { title: "手绘数字", purpose: "0 到 9 的笔画。" },
  waves: { title: "随时间变化的波形", purpose: "按形状分辨信号。" },
  sine: { title: "带噪声的正弦", purpose: "预测六步之后。" },
  shops: { title: "两家商店", purpose: "每日客流，两个分组。" },
  reviewsEn: { title: "英文评论", purpose: "留意“not”。" },
  reviewsZh: { title: "中文评论", purpose: "逐字阅读。" },
} as const satisfies Translation<typeof en>;
