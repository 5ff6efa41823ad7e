/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { mergeLayers as en } from "../../en/layers/merge.ts";
import type { Translation } from "../../types.ts";

export const mergeLayers = {
  kinds: {
    add: { gloss: "相加", help: "把各个输入逐个相加；与前面的层相加就构成跳跃连接。" },
    concatenate: { gloss: "拼接", help: "把各个输入并排放在一起，让下一层都能看到。" },
  },
  fields: {},
  fieldHelp: {},
} as const satisfies Translation<typeof en>;
