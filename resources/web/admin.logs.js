// What only grows: refused pushes, and what admins did. Newest first, older ones on demand.

import { make } from "./cards.js";
import { call, told } from "./admin.api.js";
import { action, moment, say } from "./admin.words.js";
import { span } from "./words.js";

const PAGE = 50;
const $ = (id) => document.getElementById(id);

/** A list at `address` under the ids `name`-list, `name`-none and more-`name`; answers what looks at it. */
function log(name, address, drawOne) {
  const list = $(`${name}-list`);
  let before = null; // of the next older page

  async function look() {
    const page = await call("GET", `${address}?limit=${PAGE}`);
    const newest = page.items.filter((one) => one.id > Number(list.firstElementChild?.dataset.id ?? 0));
    if (newest.length === page.items.length) list.replaceChildren(); // the first time, or a whole page is new
    if (!list.children.length) before = page.next_before;
    list.prepend(...newest.map(drawRow));
    draw();
  }

  async function older() {
    const page = await call("GET", `${address}?limit=${PAGE}&before=${before}`);
    before = page.next_before;
    list.append(...page.items.map(drawRow));
    draw();
  }

  function drawRow(one) {
    const row = make("li", "", ...drawOne(one));
    row.dataset.id = one.id;
    return row;
  }

  function draw() {
    $(`${name}-none`).hidden = list.children.length > 0;
    $(`more-${name}`).hidden = before === null;
  }

  $(`more-${name}`).addEventListener("click", () => older().catch(() => {})); // the next look says what is wrong
  return look;
}

export const lookAtRefused = log("refused", "/v1/refused-pushes", (one) => [
  moment(one.at),
  make("span", "", one.host.name, " ", make("span", "mono", one.code)),
  make("span", "", told(one.why)),
]);

export const lookAtAudit = log("audit", "/v1/audit", (one) => [
  moment(one.at),
  make("span", "", action(one.action), " ", one.title ? `“${one.title}” ` : "", make("span", "mono", one.target)),
  make("span", "", ...detail(one), make("span", "by", one.admin === "command" ? say("command") : say("by", { admin: one.admin }))),
]);

/** How long it was held, in words: "300 s. Too loud". */
function detail(one) {
  const [, held, reason] = (one.action === "hold" && /^(\d+) s\. ?(.*)$/.exec(one.detail)) || [];
  const parts = held ? [span(Number(held)), reason] : [one.detail];
  return parts.filter(Boolean).flatMap((part) => [part, " · "]);
}
