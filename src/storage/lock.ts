/**
 * @file One writer a project: the tab that holds the project's lock. Another tab waits for it, or asks the holder to let
 * go, which first saves. A browser without locks has one tab as far as we can know.
 */

/** What a tab is told while it waits for or holds a project. */
export interface LockListener {
  /** The lock is ours; what is stored is newer than what we show if we waited. */
  granted(waited: boolean): void;
  /** Another tab has it; we go on waiting. */
  waiting(): void;
  /** Another tab asks for it: save what is unsaved, then we let go. */
  letGo(): Promise<void>;
  /** It was taken by force, from a tab that did not answer: nothing may be written any more. */
  lost(): void;
}

export interface ProjectLock {
  /** Asks the holder to let go; takes the lock by force from one that does not answer. */
  takeOver(): void;
  release(): void;
}

const answerMs = 3000;

interface Message {
  readonly type: "letGo";
  readonly id: string;
}

const isAbort = (error: unknown): boolean => (error as { name?: string } | null)?.name === "AbortError";

export function lockProject(id: string, listener: LockListener): ProjectLock {
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined || typeof BroadcastChannel === "undefined") {
    listener.granted(false);
    return { takeOver: () => undefined, release: () => undefined };
  }
  return new Holder(locks, id, listener);
}

class Holder implements ProjectLock {
  readonly #name: string;
  readonly #channel = new BroadcastChannel("layerwise:projects");
  #waiting: AbortController | null = null;
  #free: (() => void) | null = null;
  #closed = false;

  constructor(
    readonly locks: LockManager,
    readonly id: string,
    readonly listener: LockListener,
  ) {
    this.#name = `layerwise:project:${id}`;
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (data.type === "letGo" && data.id === id && this.#free !== null) void this.#yield();
    });
    void this.#tryNow();
  }

  async #tryNow() {
    const held = this.#hold({ ifAvailable: true }, false);
    if (!(await held) && !this.#closed) {
      this.listener.waiting();
      this.#queue();
    }
  }

  /** Resolves false where the lock is not free; where it is, resolves when we have let it go again. */
  async #hold(options: LockOptions, waited: boolean): Promise<boolean> {
    try {
      return await this.locks.request(this.#name, options, (lock) => {
        if (lock === null || this.#closed) return this.#closed;
        this.#waiting = null;
        const held = new Promise<boolean>((resolve) => {
          this.#free = () => resolve(true);
        });
        this.listener.granted(waited);
        return held;
      });
    } catch (error) {
      if (!isAbort(error)) throw error;
      // Aborted while waiting, by us; or stolen while held.
      if (this.#free === null) return true;
      this.#free = null;
      if (this.#closed) return true;
      this.listener.lost();
      this.#queue();
      return true;
    }
  }

  #queue() {
    if (this.#closed) return;
    const controller = new AbortController();
    this.#waiting = controller;
    void this.#hold({ signal: controller.signal }, true);
  }

  async #yield() {
    await this.listener.letGo();
    const free = this.#free;
    this.#free = null;
    free?.();
    this.listener.waiting();
    // The tab that asked is first in the queue.
    this.#queue();
  }

  takeOver() {
    if (this.#waiting === null) return;
    this.#channel.postMessage({ type: "letGo", id: this.id } satisfies Message);
    setTimeout(() => {
      if (this.#waiting === null || this.#closed) return;
      this.#waiting.abort();
      void this.#hold({ steal: true }, true);
    }, answerMs);
  }

  release() {
    this.#closed = true;
    this.#waiting?.abort();
    this.#waiting = null;
    const free = this.#free;
    this.#free = null;
    free?.();
    this.#channel.close();
  }
}
