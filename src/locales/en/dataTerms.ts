/** @file Words that messages about data put in: what a file is and what to do with it, types of columns, date orders. */
import type { DateOrder, FileKind } from "../../core/data/readingIssues.ts";
import type { ColumnType } from "../../core/data/types.ts";

export const dataTerms = {
  kinds: {
    png: "This is a PNG image. Choose a table: CSV, Excel, Parquet or JSON lines.",
    jpeg: "This is a JPEG image. Choose a table: CSV, Excel, Parquet or JSON lines.",
    gif: "This is a GIF image. Choose a table: CSV, Excel, Parquet or JSON lines.",
    webp: "This is a WebP image. Choose a table: CSV, Excel, Parquet or JSON lines.",
    bmp: "This is a BMP image. Choose a table: CSV, Excel, Parquet or JSON lines.",
    tiff: "This is a TIFF image. Convert it to PNG or JPEG if you want to use it as an image.",
    heic: "This is a HEIC or AVIF image. Convert it to PNG or JPEG if you want to use it as an image.",
    pdf: "This is a PDF document. Copy the table into a spreadsheet and save it as CSV or Excel (.xlsx).",
    xlsx: "This is an Excel workbook. Choose it by itself, not inside another file.",
    xlsb: "This is a binary Excel workbook. Open it, save it as .xlsx or as “CSV UTF-8”, and choose that file.",
    xls: "This is an old Excel workbook or another old Office file. Open it, save it as .xlsx or as “CSV UTF-8”, and choose that file.",
    officeEncrypted:
      "This is an Office file with a password. Open it, save it without the password, and choose that file.",
    ods: "This is an OpenDocument spreadsheet. Open it, save it as .xlsx or as CSV in UTF-8, and choose that file.",
    docx: "This is a Word document. Copy the table into a spreadsheet and save it as CSV or Excel (.xlsx).",
    zip: "This is a zip archive without a table. Unpack it and choose the files inside.",
    gzip: "This is a gzip archive inside another file. Unpack it and choose the file inside.",
    sevenZip: "This is a 7z archive. Unpack it and choose the files inside.",
    rar: "This is a RAR archive. Unpack it and choose the files inside.",
    bzip2: "This is a bzip2 archive. Unpack it and choose the file inside.",
    xz: "This is an xz archive. Unpack it and choose the file inside.",
    zstd: "This is a Zstandard archive. Unpack it and choose the file inside.",
    parquet: "This is a Parquet file. Choose it by itself, not inside another file.",
    parquetEncrypted: "This is an encrypted Parquet file. Write it without encryption and choose that file.",
    arrow:
      "This is an Arrow or Feather file. Convert it to Parquet or CSV first, for example with pandas: read_feather, then to_parquet.",
    sqlite: "This is an SQLite database. Export one table as CSV and choose that file.",
    hdf5: "This is an HDF5 file. Export the table as CSV and choose that file.",
    numpy: "This is a NumPy array, which is no table. Save it with numpy.savetxt and choose that file.",
    idx: "This is an IDX array, such as MNIST’s, which is no table. Choose it as images.",
    cifar: "These are CIFAR-10 images, which are no table. Choose them as images.",
    html: "This is a web page. Perhaps the download asked for a sign-in: open it in a browser, download the CSV itself and choose that.",
    xml: "This is an XML or SVG file. Export the table as CSV and choose that file.",
    json: 'This is JSON that is no list of objects. Write one object a line, or a list of objects, for example with pandas: to_json(orient="records").',
    audioVideo: "This is a sound or video file. Choose a table or images.",
    executable: "This is a program. Choose a table or images.",
  } satisfies Record<FileKind, string>,
  order: {
    dayFirst: "the day was taken to come first",
    monthFirst: "the month was taken to come first",
  } satisfies Record<DateOrder, string>,
  types: {
    number: "number",
    integer: "integer",
    category: "category",
    boolean: "boolean",
    date: "date",
    text: "text",
    id: "ID",
    constant: "constant",
    image: "image",
  } satisfies Record<ColumnType, string>,
} as const;
