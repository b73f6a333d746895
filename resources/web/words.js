// Every sentence of the pages, in both languages, and the way into the page.

const EN = {
  all: "See all",
  all_live: "All live broadcasts",
  away_list: "No answer from the server. The list may be old; this page keeps asking.",
  away_playing: "No answer from the server. The picture plays on.",
  away_waiting: "No answer from the server. This page keeps asking.",
  blocked: "The browser will not play this",
  blocked_line: "This page is encrypted (https) but the picture is not (http). Open the page with http://, or ask the host for an https address.",
  clear_search: "Clear search",
  copied: "Copied",
  copy_failed: "The browser did not allow copying. Copy the address from its address bar.",
  delay: "delay {n} s",
  ended: "Ended",
  ended_head: "The broadcast has ended",
  ended_line: "The host may come back on this page.",
  fullscreen: "Full screen",
  interrupted: "Interrupted",
  leave_open: "Leave this page open.",
  like: "Like",
  like_enough: "That is plenty for now. Your next like counts in a minute.",
  like_failed: "That like was not counted. Try again in a moment.",
  likes: "{n} likes",
  live: "On air",
  live_list: "On air now",
  moment: "One moment…",
  more: "Show more",
  mute: "Sound off",
  no_page: "There is no page at this address",
  no_page_line: "Check the address for a missing letter, or see who is live.",
  no_picture_line: "The picture does not come. This page keeps trying.",
  nobody: "Nobody is on air.",
  nothing_matches: "Nothing matches “{q}”.",
  offline: "Offline",
  offline_head: "The host is offline",
  on_now: "On air now",
  pause: "Pause",
  picture: "Picture",
  play: "Play",
  ready: "Not on air yet",
  ready_head: "Not on air yet",
  search: "Search titles and hosts",
  search_label: "Search",
  see_live: "See who is live",
  share: "Share",
  since: "since {time}",
  sound: "Turn on the sound",
  starts_itself: "It starts by itself when they are back",
  starts_itself_first: "It starts by itself when the host comes on",
  two_characters: "Type two characters or more to search.",
  unknown_head: "There is no such broadcast",
  unknown_line: "Check the address for a missing letter, or see who is live.",
  unmute: "Sound on",
  unplayable: "This browser cannot play the broadcast",
  unplayable_line: "None of its addresses works here. Try another browser, or tell the host.",
  was_on_air: "was on air for {span}",
  watching: "{n} watching",
  on_air_since: "on air since {time}",
  span_hours: "{h} h",
  span_both: "{h} h {m} min",
  span_minutes: "{m} min",
  span_seconds: "{s} s",
};

const ZH = {
  all: "全部",
  all_live: "全部直播",
  away_list: "服务器没有应答。列表可能不是最新，本页会继续尝试。",
  away_playing: "服务器没有应答，画面继续播放。",
  away_waiting: "服务器没有应答，本页会继续尝试。",
  blocked: "浏览器不允许播放",
  blocked_line: "此页面已加密（https），但画面没有（http）。请用 http:// 打开此页面，或向主播索取 https 地址。",
  clear_search: "清除搜索",
  copied: "已复制",
  copy_failed: "浏览器不允许复制，请从地址栏复制此页地址。",
  delay: "延迟 {n} 秒",
  ended: "已结束",
  ended_head: "直播已结束",
  ended_line: "主播可能会再次回到此页面。",
  fullscreen: "全屏",
  interrupted: "直播中断",
  leave_open: "请不要关闭此页面。",
  like: "喜欢",
  like_enough: "先喜欢到这里，过一分钟再点。",
  like_failed: "这次没有计上，请稍后再点。",
  likes: "{n} 次喜欢",
  live: "直播中",
  live_list: "正在直播",
  moment: "请稍候…",
  more: "显示更多",
  mute: "静音",
  no_page: "这个地址没有页面",
  no_page_line: "请检查地址是否完整，或看看谁在直播。",
  no_picture_line: "画面没有到达，本页会继续尝试。",
  nobody: "现在没有人直播。",
  nothing_matches: "没有与“{q}”匹配的直播。",
  offline: "主播已离线",
  offline_head: "主播已离线",
  on_now: "正在直播",
  pause: "暂停",
  picture: "画面",
  play: "播放",
  ready: "尚未开播",
  ready_head: "尚未开播",
  search: "搜索标题或主播",
  search_label: "搜索",
  see_live: "看看谁在直播",
  share: "分享",
  since: "{time} 起",
  sound: "开启声音",
  starts_itself: "主播回来后会自动播放",
  starts_itself_first: "主播开播后会自动播放",
  two_characters: "请输入至少两个字再搜索。",
  unknown_head: "没有这场直播",
  unknown_line: "请检查地址是否完整，或看看谁在直播。",
  unmute: "打开声音",
  unplayable: "此浏览器无法播放这场直播",
  unplayable_line: "没有适用于此浏览器的播放地址。请换一个浏览器，或告诉主播。",
  was_on_air: "播出了 {span}",
  watching: "{n} 人在看",
  on_air_since: "{time} 开播",
  span_hours: "{h} 小时",
  span_both: "{h} 小时 {m} 分",
  span_minutes: "{m} 分钟",
  span_seconds: "{s} 秒",
};

const spoken = (navigator.languages ?? [navigator.language]).map((tag) => tag.toLowerCase());
const first = spoken.find((tag) => tag.startsWith("zh") || tag.startsWith("en")) ?? "en";
export const language = first.startsWith("zh") ? "zh-CN" : "en";
const words = language === "en" ? EN : ZH;

/** The sentence `key` with its `{names}` filled from `facts`. */
export function word(key, facts = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

const numbers = new Intl.NumberFormat(language);
const delays = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const times = new Intl.DateTimeFormat(language, hours);
const days = new Intl.DateTimeFormat(language, { month: "short", day: "numeric", ...hours });

export const number = (n) => numbers.format(n);
export const tenths = (n) => delays.format(n);
/** RFC 3339 text as 20:01 in the viewer's own time zone; with the day where that is not today. */
export function time(text) {
  const at = new Date(text);
  return (at.toDateString() === new Date().toDateString() ? times : days).format(at);
}

/** Seconds as 01:12:45. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Seconds in words: 1 h 35 min. */
export function span(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return word("span_seconds", { s });
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  if (h && m) return word("span_both", { h, m });
  return h ? word("span_hours", { h }) : word("span_minutes", { m });
}

document.documentElement.lang = language;
for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
for (const element of document.querySelectorAll("[data-label]")) label(element, element.dataset.label);
for (const element of document.querySelectorAll("[data-placeholder]")) {
  element.placeholder = word(element.dataset.placeholder);
}

/** Names a control that shows only an icon, for readers and for the pointer. */
export function label(element, key) {
  element.setAttribute("aria-label", word(key));
  if (element.matches("a, button")) element.title = word(key);
}
