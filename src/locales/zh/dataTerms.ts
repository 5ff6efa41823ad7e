/** @file 数据消息中用到的词：文件是什么、该怎么办，列的类型，日期顺序。 */
import type { dataTerms as en } from "../en/dataTerms.ts";
import type { Translation } from "../types.ts";

export const dataTerms = {
  kinds: {
    png: "这是 PNG 图片。请选择 CSV 或 TSV 文件。",
    jpeg: "这是 JPEG 图片。请选择 CSV 或 TSV 文件。",
    gif: "这是 GIF 图片。请选择 CSV 或 TSV 文件。",
    webp: "这是 WebP 图片。请选择 CSV 或 TSV 文件。",
    bmp: "这是 BMP 图片。请选择 CSV 或 TSV 文件。",
    tiff: "这是 TIFF 图片。请选择 CSV 或 TSV 文件。",
    heic: "这是 HEIC 或 AVIF 图片。请选择 CSV 或 TSV 文件。",
    pdf: "这是 PDF 文档。请把表格复制到电子表格中，并另存为 CSV。",
    xlsx: "这是 Excel 工作簿。请在电子表格程序中打开，把工作表另存为“CSV UTF-8”，再选择该文件。",
    xls: "这是旧版 Excel 工作簿或其他 Office 文件。请打开它，把工作表另存为“CSV UTF-8”，再选择该文件。",
    ods: "这是 OpenDocument 电子表格。请打开它，把工作表另存为 UTF-8 编码的 CSV，再选择该文件。",
    docx: "这是 Word 文档。请把表格复制到电子表格中，并另存为 CSV。",
    zip: "这是 zip 压缩包。请解压后选择其中的 CSV 文件。",
    gzip: "这是 gzip 压缩文件。请解压后选择其中的文件。",
    sevenZip: "这是 7z 压缩包。请解压后选择其中的 CSV 文件。",
    rar: "这是 RAR 压缩包。请解压后选择其中的 CSV 文件。",
    parquet: "这是 Parquet 文件。请先转换为 CSV，例如用 pandas：read_parquet，然后 to_csv。",
    arrow: "这是 Arrow 或 Feather 文件。请先转换为 CSV，例如用 pandas：read_feather，然后 to_csv。",
    sqlite: "这是 SQLite 数据库。请把其中一个表导出为 CSV，再选择该文件。",
    hdf5: "这是 HDF5 文件。请把表格导出为 CSV，再选择该文件。",
    numpy: "这是 NumPy 文件。请用 numpy.savetxt 保存数组，再选择该文件。",
    html: "这是网页。下载时可能需要登录：请在浏览器中打开它，下载 CSV 文件本身后再选择。",
    xml: "这是 XML 或 SVG 文件。请把表格导出为 CSV，再选择该文件。",
    json: "这是 JSON 文件。请先转换为 CSV，例如用 pandas：read_json，然后 to_csv。",
    audioVideo: "这是音频或视频文件。请选择 CSV 或 TSV 文件。",
    executable: "这是可执行程序。请选择 CSV 或 TSV 文件。",
  },
  order: {
    dayFirst: "已按日在前读取",
    monthFirst: "已按月在前读取",
  },
  types: {
    number: "数字",
    integer: "整数",
    category: "类别",
    boolean: "布尔值",
    date: "日期",
    text: "文字",
    id: "编号",
    constant: "常量",
  },
} as const satisfies Translation<typeof en>;
