/** @file Words that messages about data put in: what a file is and what to do with it, types of columns, date orders. */
import type { DateOrder, FileKind } from "../../core/data/readingIssues.ts";
import type { ColumnType } from "../../core/data/types.ts";

export const dataTerms = {
  kinds: {
    png: "This is a PNG image. Choose a CSV or TSV file.",
    jpeg: "This is a JPEG image. Choose a CSV or TSV file.",
    gif: "This is a GIF image. Choose a CSV or TSV file.",
    webp: "This is a WebP image. Choose a CSV or TSV file.",
    bmp: "This is a BMP image. Choose a CSV or TSV file.",
    tiff: "This is a TIFF image. Choose a CSV or TSV file.",
    heic: "This is a HEIC or AVIF image. Choose a CSV or TSV file.",
    pdf: "This is a PDF document. Copy the table into a spreadsheet and save it as CSV.",
    xlsx: "This is an Excel workbook. Open it in a spreadsheet program, save the sheet as “CSV UTF-8”, and choose that file.",
    xls: "This is an old Excel workbook or another Office file. Open it, save the sheet as “CSV UTF-8”, and choose that file.",
    ods: "This is an OpenDocument spreadsheet. Open it, save the sheet as CSV in UTF-8, and choose that file.",
    docx: "This is a Word document. Copy the table into a spreadsheet and save it as CSV.",
    zip: "This is a zip archive. Unpack it and choose the CSV file inside.",
    gzip: "This is a gzip archive. Unpack it and choose the file inside.",
    sevenZip: "This is a 7z archive. Unpack it and choose the CSV file inside.",
    rar: "This is a RAR archive. Unpack it and choose the CSV file inside.",
    parquet: "This is a Parquet file. Convert it to CSV first, for example with pandas: read_parquet, then to_csv.",
    arrow:
      "This is an Arrow or Feather file. Convert it to CSV first, for example with pandas: read_feather, then to_csv.",
    sqlite: "This is an SQLite database. Export one table as CSV and choose that file.",
    hdf5: "This is an HDF5 file. Export the table as CSV and choose that file.",
    numpy: "This is a NumPy file. Save the array with numpy.savetxt and choose that file.",
    html: "This is a web page. Perhaps the download asked for a sign-in: open it in a browser, download the CSV itself and choose that.",
    xml: "This is an XML or SVG file. Export the table as CSV and choose that file.",
    json: "This is a JSON file. Convert it to CSV first, for example with pandas: read_json, then to_csv.",
    audioVideo: "This is a sound or video file. Choose a CSV or TSV file.",
    executable: "This is a program. Choose a CSV or TSV file.",
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
  } satisfies Record<ColumnType, string>,
} as const;
