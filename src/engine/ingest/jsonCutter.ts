/**
 * @file Cuts JSON text into its values, from UTF-8 bytes in pieces of any size, without parsing them: the elements of a
 * list at the top, or values one after another. A value that begins a line ends with it at the latest where the lines
 * before were values of their own, so that one broken line does not swallow the others.
 */
import { decodeUtf8 } from "../../core/data/utf8.ts";

/** No row is longer; the rest of a text that is no JSON would be. */
const valueLimit = 64 << 20;

const quote = 0x22;
const backslash = 0x5c;
const lf = 0x0a;
const comma = 0x2c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

export class JsonCutter {
  readonly #onValue: (text: string, line: number) => boolean;
  #carry = new Uint8Array(0);
  /** Scanned bytes of the value that is not whole yet. */
  #scanned = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  /** Line in which the value under way began. */
  #startLine = 1;
  #mode: "unknown" | "list" | "values" = "unknown";
  /** So far every value stood in a line of its own. */
  #byLine = true;
  #ended = false;
  /** A value longer than any row: what follows it was not looked at. */
  tooLong: { readonly text: string; readonly line: number } | undefined;

  /** `onValue` gets the text of each value and the line it begins in; it returns false to stop. */
  constructor(onValue: (text: string, line: number) => boolean) {
    this.#onValue = onValue;
  }

  /** False when no more is wanted. */
  push(piece: Uint8Array): boolean {
    let bytes = piece;
    if (this.#carry.length > 0) {
      bytes = new Uint8Array(this.#carry.length + piece.length);
      bytes.set(this.#carry);
      bytes.set(piece, this.#carry.length);
    }
    const at = this.#run(bytes);
    if (at < 0) return false;
    this.#carry = bytes.slice(at);
    if (this.#carry.length <= valueLimit) return true;
    this.tooLong = { text: decodeUtf8(this.#carry, 0, 200), line: this.#startLine };
    return false;
  }

  /** A value that is not whole at the end is given as it is: whoever parses it finds it broken. */
  finish(): void {
    if (this.#carry.length > 0) this.#onValue(decodeUtf8(this.#carry), this.#startLine);
  }

  /** Gives the place from which the bytes are needed again, or -1 to stop. */
  #run(bytes: Uint8Array): number {
    let start = 0;
    let i = this.#scanned;
    for (;;) {
      if (i === start && this.#depth === 0 && !this.#inString) {
        i = this.#skipBetween(bytes, i);
        start = i;
        if (i === bytes.length) break;
        this.#startLine = this.#line;
      }
      const found = this.#endOfValue(bytes, i);
      if (found < 0) break;
      // A bracket that closes nothing is a value of its own, a broken one: every turn takes at least a byte.
      const end = Math.max(found, start + 1);
      const wanted = this.#onValue(decodeUtf8(bytes, start, end), this.#startLine);
      this.#depth = 0;
      this.#inString = false;
      this.#escaped = false;
      if (!wanted) return -1;
      start = end;
      i = end;
    }
    this.#scanned = bytes.length - start;
    return start;
  }

  /** Over white space, the commas of a list and its brackets. */
  #skipBetween(bytes: Uint8Array, from: number): number {
    let i = from;
    for (; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (byte === lf) this.#line++;
      else if (isSpace(byte)) continue;
      else if (this.#mode === "unknown") {
        this.#mode = byte === openList ? "list" : "values";
        if (this.#mode === "values") return i;
      } else if (this.#mode === "list" && byte === closeList && !this.#ended) this.#ended = true;
      else if (byte !== comma) return i;
    }
    return i;
  }

  /** Place behind the value, or -1 where it is not whole. Keeps what it knows for the next piece. */
  #endOfValue(bytes: Uint8Array, from: number): number {
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (byte === lf) {
        const isCut = this.#mode === "values" && (this.#depth === 0 || this.#byLine);
        if (isCut && !this.#mayGoOn()) return i;
        this.#line++;
        // A text holds no line end; one that seems to was never closed.
        this.#inString = false;
        this.#escaped = false;
      } else if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inString = false;
      } else if (byte === quote) this.#inString = true;
      else if (byte === openObject || byte === openList) this.#depth++;
      else if (byte === closeObject || byte === closeList) {
        if (this.#depth === 0) {
          if (this.#mode === "list" && byte === closeList) return i;
          continue;
        }
        this.#depth--;
        if (this.#depth === 0) {
          this.#values++;
          return i + 1;
        }
      } else if (byte === comma && this.#depth === 0 && this.#mode === "list") return i;
    }
    return -1;
  }

  #values = 0;

  /** The first value may be written over several lines, and then the others are too. */
  #mayGoOn(): boolean {
    if (this.#depth === 0) return false;
    if (this.#values > 0) return false;
    this.#byLine = false;
    return true;
  }
}
