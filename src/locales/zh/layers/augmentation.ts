/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { augmentationLayers as en } from "../../en/layers/augmentation.ts";
import type { Translation } from "../../types.ts";

export const augmentationLayers = {
  kinds: {
    randomFlip: { gloss: "随机翻转", help: "训练时翻转部分图像。若左右有含义（如文字），请勿使用。" },
    randomRotation: { gloss: "随机旋转", help: "训练时把每张图像旋转一点。" },
    randomTranslation: { gloss: "随机平移", help: "训练时把每张图像平移一点，使目标的位置不那么重要。" },
    randomZoom: { gloss: "随机缩放", help: "训练时把每张图像放大或缩小一点，使目标的大小不那么重要。" },
    randomContrast: { gloss: "随机对比度", help: "训练时减弱或增强每张图像的对比度。" },
    randomBrightness: { gloss: "随机亮度", help: "训练时把每张图像调暗或调亮。" },
  },
  fields: {
    mode: "方向",
    factor: "强度",
    heightFactor: "高度比例",
    widthFactor: "宽度比例",
    keepRatio: "保持宽高比",
    fillMode: "边缘之外",
    fillValue: "边缘值",
    valueMin: "最小值",
    valueMax: "最大值",
  },
  fieldHelp: {
    mode: "图像沿哪个方向翻转。",
    factor: "图像最多改变多少。旋转时为整圈的比例：0.1 即 36 度。",
    heightFactor: "沿高度方向的最大变化，占高度的比例。",
    widthFactor: "沿宽度方向的最大变化，占宽度的比例。",
    keepRatio: "宽与高一同变化，此时不使用宽度比例。",
    fillMode: "图像边缘之外显示什么：镜像、边缘像素、另一侧，或一个固定值。",
    fillValue: "当边缘之外为固定值（constant）时所用的值。",
    valueMin: "处理后的数据中像素的最小值；结果会在此截断。",
    valueMax: "处理后的数据中像素的最大值；结果会在此截断。",
  },
} as const satisfies Translation<typeof en>;
