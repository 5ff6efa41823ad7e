/**
 * @file XML cut into tags and texts as it arrives, for the parts of spreadsheets: no tree is built, so a sheet of a
 * gigabyte takes no memory. Names come without their prefix. Documents that declare entities are refused.
 */

export interface XmlEvents {
  /** `attributes`: the raw text behind the name, for `attribute`. */
  readonly open: (name: string, attributes: string) => void;
  readonly close: (name: string) => void;
  /** Characters as they are meant; a text may come in several parts. */
  readonly text: (text: string) => void;
}

/** The text is no XML that this reads. */
export class XmlError extends Error {}

/** Longer than any cell may be: a tag or a text this long is no sheet's. */
const pendingLimit = 8 << 20;

export class XmlCutter {
  readonly #events: XmlEvents;
  #pending = "";

  constructor(events: XmlEvents) {
    this.#events = events;
  }

  push(piece: string): void {
    const text = this.#pending === "" ? piece : this.#pending + piece;
    const end = this.#cut(text);
    this.#pending = text.slice(end);
    if (this.#pending.length > pendingLimit) throw new XmlError("a tag without an end");
  }

  finish(): void {
    if (this.#pending.trim() !== "") throw new XmlError("it ends within a tag");
  }

  /** Gives the place up to which all was taken. */
  #cut(text: string): number {
    let at = 0;
    for (;;) {
      const open = text.indexOf("<", at);
      if (open < 0) return at;
      const end = endOfMarkup(text, open);
      if (end < 0) return at;
      if (open > at) this.#events.text(unescapeXml(text.slice(at, open)));
      this.#markup(text, open, end);
      at = end;
    }
  }

  #markup(text: string, open: number, end: number): void {
    const mark = text.charCodeAt(open + 1);
    if (mark === 0x2f) {
      this.#events.close(localName(text.slice(open + 2, end - 1).trim()));
      return;
    }
    if (mark === 0x3f) return;
    if (mark === 0x21) {
      if (text.startsWith("<![CDATA[", open)) this.#events.text(text.slice(open + 9, end - 3));
      return;
    }
    const isEmpty = text.charCodeAt(end - 2) === 0x2f;
    const last = isEmpty ? end - 2 : end - 1;
    let space = open + 1;
    while (space < last && text.charCodeAt(space) > 0x20) space++;
    const name = localName(text.slice(open + 1, space));
    this.#events.open(name, text.slice(space, last));
    if (isEmpty) this.#events.close(name);
  }
}

const localName = (name: string): string => {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
};

/** The place behind the markup that begins at `open`, or -1 where it is not whole. */
function endOfMarkup(text: string, open: number): number {
  if (text.startsWith("<!", open)) {
    if (text.length < open + 9) return -1;
    if (text.startsWith("<!--", open)) return behind(text, "-->", open + 4);
    if (text.startsWith("<![CDATA[", open)) return behind(text, "]]>", open + 9);
    throw new XmlError("a document type");
  }
  if (text.startsWith("<?", open)) return behind(text, "?>", open + 2);
  return endOfTag(text, open);
}

const behind = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
};

/** A value may hold the sign that ends a tag, any number of times: each character is looked at once. */
function endOfTag(text: string, open: number): number {
  for (let i = open; i < text.length; i++) {
    const sign = text[i];
    if (sign === ">") return i + 1;
    if (sign !== '"' && sign !== "'") continue;
    const close = text.indexOf(sign, i + 1);
    if (close < 0) return -1;
    i = close;
  }
  return -1;
}

const entities: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Characters written as entities; what is none stays as it stands. */
export function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** The value of an attribute, by its local name. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (at > 0 && before > 0x20 && before !== 0x3a) continue;
    let i = at + name.length;
    while (attributes.charCodeAt(i) <= 0x20) i++;
    if (attributes.charCodeAt(i) !== 0x3d) continue;
    i++;
    while (attributes.charCodeAt(i) <= 0x20) i++;
    const quote = attributes.charAt(i);
    if (quote !== '"' && quote !== "'") continue;
    const end = attributes.indexOf(quote, i + 1);
    return end < 0 ? undefined : unescapeXml(attributes.slice(i + 1, end));
  }
  return undefined;
}
