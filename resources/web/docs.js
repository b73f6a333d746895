// The page /docs.

import { ask } from "./server.js";
import { drawDocs } from "./admin.docs.js";
import { say } from "./admin.words.js";

const place = document.getElementById("docs");
try {
  drawDocs(place, await ask("/openapi.json"));
} catch {
  place.textContent = say("no_answer");
}
