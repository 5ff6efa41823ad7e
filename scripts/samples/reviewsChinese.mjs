/** @file Opinions in Chinese, put together from parts as the English ones: “不”, “没有”, “一点也不” turn a word around. */
import { shuffle } from "./chance.mjs";
import { differentWays, opinions } from "./reviews.mjs";

/** Of each part: what is good about it and what is bad, each with a form that stands after “不” or “没有那么”. */
const things = [
  {
    openings: ["周末和朋友来吃饭，", "公司聚餐选了这家，", "路过随便进来的，"],
    parts: {
      菜: [
        ["很好吃", "很新鲜", "分量足"],
        ["太咸了", "很油腻", "没什么味道"],
        ["好吃", "新鲜"],
        ["咸", "油腻"],
      ],
      服务员: [
        ["很热情", "很周到", "有耐心"],
        ["很冷淡", "没礼貌", "爱答不理"],
        ["热情", "周到"],
        ["冷淡", "敷衍"],
      ],
      环境: [
        ["很安静", "很干净", "很温馨"],
        ["很吵", "很乱", "又脏又挤"],
        ["安静", "干净"],
        ["吵", "乱"],
      ],
      价格: [
        ["很实惠", "很合理", "挺公道"],
        ["太贵了", "偏高", "高得离谱"],
        ["实惠", "合理"],
        ["贵", "离谱"],
      ],
    },
  },
  {
    openings: ["出差住了两晚，", "带父母来旅游，", "第一次住这家酒店，"],
    parts: {
      房间: [
        ["很宽敞", "很明亮", "很整洁"],
        ["很潮湿", "很狭小", "有异味"],
        ["宽敞", "明亮"],
        ["潮湿", "狭小"],
      ],
      床: [
        ["很舒服", "很干净", "软硬合适"],
        ["太硬了", "很旧", "吱吱作响"],
        ["舒服", "干净"],
        ["硬", "旧"],
      ],
      早餐: [
        ["很丰富", "很可口", "品种多"],
        ["很单调", "很差", "都是凉的"],
        ["丰富", "可口"],
        ["单调", "差"],
      ],
      前台: [
        ["很客气", "很专业", "办事快"],
        ["很傲慢", "很慢", "态度差"],
        ["客气", "专业"],
        ["傲慢", "慢"],
      ],
    },
  },
  {
    openings: ["用了一个月，", "买来送人的，", "刚收到货，"],
    parts: {
      屏幕: [
        ["很清晰", "很细腻", "色彩好"],
        ["很模糊", "发黄", "有划痕"],
        ["清晰", "细腻"],
        ["模糊", "刺眼"],
      ],
      系统: [
        ["很流畅", "很稳定", "反应快"],
        ["很卡", "老是死机", "很慢"],
        ["流畅", "稳定"],
        ["卡", "慢"],
      ],
      电池: [
        ["很耐用", "充电快", "能用两天"],
        ["很不经用", "发烫", "掉电太快"],
        ["耐用", "经用"],
        ["烫", "差"],
      ],
      做工: [
        ["很精致", "很扎实", "手感好"],
        ["很粗糙", "很廉价", "有缝隙"],
        ["精致", "扎实"],
        ["粗糙", "廉价"],
      ],
    },
  },
  {
    openings: ["昨晚刚看完，", "朋友推荐的片子，", "陪孩子去看的，"],
    parts: {
      剧情: [
        ["很紧凑", "很感人", "有新意"],
        ["很拖沓", "很老套", "漏洞百出"],
        ["紧凑", "感人"],
        ["拖沓", "老套"],
      ],
      演技: [
        ["很自然", "很出色", "打动人"],
        ["很生硬", "很尴尬", "浮夸"],
        ["自然", "出色"],
        ["生硬", "尴尬"],
      ],
      音乐: [
        ["很动听", "很贴切", "让人难忘"],
        ["很刺耳", "很吵", "不搭"],
        ["动听", "贴切"],
        ["刺耳", "吵"],
      ],
      结尾: [
        ["很精彩", "很温暖", "出人意料"],
        ["很牵强", "很无聊", "莫名其妙"],
        ["精彩", "温暖"],
        ["牵强", "无聊"],
      ],
    },
  },
  {
    openings: ["学了五个星期，", "零基础报的班，", "听同学介绍来的，"],
    parts: {
      老师: [
        ["很耐心", "很幽默", "讲得清楚"],
        ["很敷衍", "很严厉", "照本宣科"],
        ["耐心", "幽默"],
        ["敷衍", "凶"],
      ],
      内容: [
        ["很实用", "很充实", "循序渐进"],
        ["很空洞", "很过时", "东拼西凑"],
        ["实用", "充实"],
        ["空洞", "过时"],
      ],
      作业: [
        ["很有用", "很有趣", "批改及时"],
        ["很枯燥", "没人批改", "太多了"],
        ["有用", "有趣"],
        ["枯燥", "无聊"],
      ],
      节奏: [
        ["很合适", "很舒服", "张弛有度"],
        ["太快了", "很乱", "让人跟不上"],
        ["合适", "舒服"],
        ["赶", "乱"],
      ],
    },
  },
];

const closings = [
  ["下次还会选择。", "值得推荐。", "很满意。", "没有什么可挑剔的。", "强烈推荐给大家。", "超出预期。"],
  ["不会再选择了。", "不推荐。", "很失望。", "没有什么可夸的。", "劝大家别上当。", "白花钱了。"],
];

/** Ways to say something good (0) or bad (1) of a part; the last ones turn a word of the other side around. */
const ways = [
  ({ part, said }) => part + said,
  ({ part, said }) => `${part}确实${said}`,
  ({ part, turned }) => `${part}一点也不${turned}`,
  ({ part, turned }) => `${part}并不${turned}`,
  ({ part, turned }) => `${part}没有想象中那么${turned}`,
  ({ part, said, turned }) => `本以为${part}会很${turned}，结果${said}`,
];
const shares = [0.6, 0.15, 0.06, 0.08, 0.04, 0.07];

function review(side, draws) {
  const { pick, happens, next } = draws;
  const { openings, parts } = pick(things);
  const names = shuffle(Object.keys(parts), next).slice(0, happens(0.6) ? 2 : 1);
  const said = differentWays(ways, shares, names.length, next);
  const clauses = names.map((part, i) => {
    const words = parts[part];
    return said[i]({ part, said: pick(words[side]), turned: pick(words[3 - side]) });
  });
  const opening = happens(0.5) ? pick(openings) : "";
  const closing = names.length === 1 || happens(0.7) ? pick(closings[side]) : "";
  return `${opening}${clauses.join("，")}。${closing}`;
}

export const reviewsChinese = ({ seed = 47, perClass = 400 } = {}) =>
  opinions(review, { seed, perClass, classes: ["好评", "差评"] });
