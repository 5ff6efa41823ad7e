/**
 * @file The bytes of one file as readers take them: in slices, with the file's name in every failure, stopped when the
 * user cancels. A file that cannot be read any more (changed, removed, a folder) is an `AppError`.
 */
import { AppError } from "../../core/fault.ts";
import { ContentHash } from "./contentHash.ts";

export class Source {
  readonly file: Blob;
  readonly fileName: string;
  readonly signal: AbortSignal;

  constructor(file: Blob, fileName: string, signal: AbortSignal) {
    this.file = file;
    this.fileName = fileName;
    this.signal = signal;
  }

  get size(): number {
    return this.file.size;
  }

  /**
   * What there is of [start, end): places beyond the file, as a damaged one may name, hold nothing. Throws where the file
   * gives fewer bytes than it has, so that no loop waits for those that never come.
   */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    this.checkCancelled();
    const within = (place: number): number => Math.min(Math.max(0, Math.trunc(place)), this.size);
    const [from, to] = [within(start), within(end)];
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = new Uint8Array(await this.file.slice(from, to).arrayBuffer());
    } catch (cause) {
      throw this.unreadable(cause);
    }
    if (bytes.length < to - from) throw this.unreadable(new Error("it became shorter"));
    return bytes;
  }

  /** The failure of a read, as the user is told of it. */
  unreadable(cause: unknown): AppError {
    const message = cause instanceof Error ? cause.message : String(cause);
    return new AppError("fileUnreadable", { fileName: this.fileName, message }, cause);
  }

  checkCancelled(): void {
    if (this.signal.aborted) throw new AppError("cancelled", {});
  }

  /** Of all bytes, for readers that do not pass through them in order. */
  async hash(): Promise<string> {
    const hash = new ContentHash();
    const piece = 4 << 20;
    for (let at = 0; at < this.size; at += piece) hash.update(await this.read(at, at + piece));
    return hash.digest();
  }
}
