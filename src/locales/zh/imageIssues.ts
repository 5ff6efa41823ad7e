/** @file Chinese texts of what reading and decoding images and arrays finds. */
import type { ImageIssueContexts } from "../../core/data/imageIssues.ts";

export const imageIssues = {
  noImages:
    "在“{{fileName}}”中没有找到能读取的图片。请选择 PNG、JPEG、GIF、WebP 或 BMP 文件，包含它们的文件夹或 zip 压缩包，或者 IDX、NumPy、CIFAR-10 文件。",
  tooManyImages: "共有 {{count}} 张图片，上限为 {{limit}} 张。请只取前 {{limit}} 张。",
  imagesTooLarge: "这些图片大约需要 {{needed}} MB 内存，上限为 {{limit}} MB。请只取前 {{images}} 张，或先把图片缩小。",
  arrayTooLarge: "“{{fileName}}”中的数组超过上限 {{limit}} MB。请只保存一部分，或减少图片的像素。",
  arrayDamaged: "“{{fileName}}”的开头像数组文件，但文件头无法读取。请重新保存该数组。",
  arrayLength:
    "按照文件头，“{{fileName}}”应有 {{expected}} 字节，实际有 {{found}} 字节。文件不完整或已损坏，请重新获取。",
  arrayType: '“{{fileName}}”中的值类型为 {{type}}，这里无法使用。请把它们保存为数字，例如使用 array.astype("uint8")。',
  arrayShape:
    "“{{fileName}}”中数组的形状为 {{shape}}。图片需要（数量, 高, 宽）或（数量, 高, 宽, 1、3 或 4）；表格需要（行, 列）。",
  arrayNotFinite:
    "“{{fileName}}”中有些像素不是数字或为无穷大。请替换它们（例如使用 numpy.nan_to_num），然后重新保存数组。",
  arrayShapesDiffer: "这些数组中的图片大小不一致：{{shapes}}。请选择大小相同的数组，或把图片另存为文件。",
  labelsAlone: "“{{fileName}}”只有标签，没有图片。请把图片文件和它一起选择。",
  labelsMismatch:
    "“{{imagesFile}}”有 {{images}} 张图片，而“{{labelsFile}}”有 {{labels}} 个标签。请选择互相对应的两个文件。",
  imageUnreadable: "图片“{{fileName}}”无法读取。请用图像软件打开并另存为 PNG 或 JPEG。",
  imageTooManyPixels: "图片“{{fileName}}”超过 {{limit}} 百万像素的上限。请先缩小。",

  imagesEmpty: "没有内容的文件已略去，共 {{count}} 个（{{examples}}）。请重新复制这些文件。",
  imagesNotImages: "名为图片但内容不是图片的文件已略去，共 {{count}} 个（{{examples}}）。请打开看看它们是什么。",
  imagesTruncated: "缺少结尾的图片已略去，共 {{count}} 张（{{examples}}）。请重新复制或下载。",
  imagesDamaged: "字节损坏的图片已略去，共 {{count}} 张（{{examples}}）。请重新复制或下载。",
  imagesUndecodable:
    "此浏览器无法解码的图片已略去，共 {{count}} 张（{{examples}}）。请用图像软件打开并另存为 PNG 或 JPEG。",
  imagesTooManyPixels:
    "超过 {{limit}} 百万像素的图片已略去，解码它们会占满内存，共 {{count}} 张（{{examples}}）。请先缩小。",
  imagesSvg: "SVG 图形已略去：它们是程序而不是像素，共 {{count}} 个（{{examples}}）。请导出为 PNG。",
  imagesOtherFormat:
    "各浏览器支持不一致的图片格式（TIFF、HEIC、AVIF 等）已略去，共 {{count}} 张（{{examples}}）。请转换为 PNG 或 JPEG。",
  entriesEncrypted: "zip 压缩包中有密码保护的文件已略去，共 {{count}} 个（{{examples}}）。请解压后选择文件夹。",
  junkFilesIgnored: "操作系统留在文件夹里的文件（如 Thumbs.db）已忽略，共 {{count}} 个。无需处理。",
  otherFilesIgnored: "不是图片的文件已忽略，共 {{count}} 个（{{examples}}）。如果它们不属于数据，则无需处理。",
  tableRowsUnmatched:
    "“{{fileName}}”中有些行指向的图片不在所选文件中，已略去这些行，共 {{count}} 行（{{examples}}）。请一并选择缺少的图片，或更正名称。",
  tableNotUsed:
    "没有使用表格“{{fileName}}”：没有哪一列是图片的名称。请在某一列中写出图片名称，可带或不带文件夹和扩展名。",
  imagesTaken: "从 {{total}} 张图片中取了 {{count}} 张，均匀取自所有文件夹。要使用全部图片，请取消此限制重新读取。",

  imagesUnmatched:
    "“{{fileName}}”没有提到的图片在它的各列中没有值，共 {{count}} 张（{{examples}}）。请为它们添加行，或不使用它们。",
  duplicateFileNames: "有多个文件同名，已全部保留，共 {{count}} 个名称（{{examples}}）。请检查是否有重复的图片。",
  imagesReduced:
    "超过 8 位、带透明度或 CMYK 的图片已转换为 8 位红绿蓝，透明处为白色，共 {{count}} 张（{{examples}}）。如果符合预期，则无需处理。",
  imagesAnimated: "动态图片只使用第一帧，共 {{count}} 张（{{examples}}）。要使用所有帧，请把它们另存为单独的图片。",
  imagesTurned: "照片已按相机记录的方向旋转，共 {{count}} 张。无需处理。",
  imageSizesMixed:
    "图片有 {{sizes}} 种不同的大小，从 {{smallest}} 到 {{largest}}。它们会统一为一种大小：请选择拉伸、裁剪或填充。",
  oneClassFolder: "所有图片都在同一个文件夹“{{folder}}”中，因此只有一个类别。要学习区分类别，请添加其他类别的图片。",
  imagesWithoutFolder:
    "类别文件夹之外的图片没有类别，不参与训练，共 {{count}} 张（{{examples}}）。请把它们移到某个文件夹，或在这里归入某个类别。",
  emptyFolders: "没有可读取图片的文件夹不构成类别，共 {{count}} 个（{{examples}}）。请放入图片，或保持原样。",
  foldersNested: "文件夹中还有文件夹；最内层的文件夹名为类别，如“{{example}}”。如果不对，请换一种方式组织。",
  arrayWithoutLabels: "图片没有附带标签，共 {{count}} 张。请把标签文件和图片一起选择，或在这里给图片分类。",
  arrayRescaled:
    "“{{fileName}}”中的像素值从 {{min}} 到 {{max}}，已转换到 0 至 255。除非其他图片的尺度不同，否则无需处理。",
} as const satisfies Record<keyof ImageIssueContexts, string>;
