// The API document, /openapi.json, as a page: every call, its parameters, its body, its answers.

import { make } from "./cards.js";
import { say } from "./admin.words.js";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Draws `document` (OpenAPI 3.1) into `place`. */
export function drawDocs(place, document) {
  const groups = new Map();
  for (const [path, calls] of Object.entries(document.paths)) {
    for (const method of METHODS.filter((one) => calls[one])) {
      const [tag] = calls[method].tags ?? [""];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(drawCall(document, path, method, calls[method]));
    }
  }
  const drawn = [...groups].flatMap(([tag, calls]) => [make("h2", "", tag), ...calls]);
  place.replaceChildren(make("h1", "", `${document.info.title} API`), make("p", "small", document.info.version), ...drawn);
}

function drawCall(document, path, method, call) {
  const [first, ...rest] = (call.description ?? "").split("\n\nRaises:")[0].split("\n\n");
  const parts = [make("p", "", ...prose(rest.join("\n\n")))];
  const { parameters = [], requestBody, responses } = call;
  if (parameters.length) {
    const rows = parameters.map((one) => [`${one.name}${one.required ? " *" : ""}`, kind(one.schema), one.description ?? one.in]);
    parts.push(make("h3", "", say("parameters")), table(rows));
  }
  if (requestBody) parts.push(make("h3", "", say("body")), ...shape(document, content(requestBody)));
  for (const [status, answer] of Object.entries(responses)) {
    parts.push(make("h3", "", say("answers", { status })), make("p", "", ...prose(answer.description)));
    parts.push(...shape(document, content(answer)));
  }
  const summary = make("summary", "", make("b", "method", method.toUpperCase()), make("span", "path", path), make("span", "small", ...prose(first)));
  return make("details", "", summary, make("div", "call", ...parts));
}

/** Text whose `names` stand between backticks. */
const prose = (text = "") => text.split(/`+/).map((part, place) => (place % 2 ? make("code", "", part) : part));

const content = (part) => Object.values(part.content ?? {})[0]?.schema;

/** Tables of the fields of a schema, and of those that it is made of. */
function shape(document, schema, seen = new Set()) {
  if (!schema) return [];
  const found = [];
  for (const name of names(schema)) {
    if (seen.has(name)) continue;
    seen.add(name);
    const described = document.components.schemas[name];
    const rows = Object.entries(described.properties ?? {}).map(([field, one]) => [
      `${field}${described.required?.includes(field) ? " *" : ""}`, kind(one), one.description ?? "",
    ]);
    found.push(make("h3", "", say("fields", { name })), table(rows));
    for (const one of Object.values(described.properties ?? {})) found.push(...shape(document, one, seen));
  }
  if (!found.length && schema.properties) found.push(table(Object.entries(schema.properties).map(([field, one]) => [field, kind(one), ""])));
  return found;
}

/** The named schemas that one points to. */
function names(schema) {
  if (schema.$ref) return [schema.$ref.split("/").at(-1)];
  return [...(schema.anyOf ?? []), ...(schema.prefixItems ?? []), ...(schema.items ? [schema.items] : [])].flatMap(names);
}

function kind(schema = {}) {
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.anyOf) return schema.anyOf.map(kind).join(" | ");
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return `[${kind(schema.items)}]`;
  const bounds = ["minimum", "maximum", "minLength", "maxLength"].filter((one) => schema[one] !== undefined);
  return [schema.type ?? say("any"), ...bounds.map((one) => `${one} ${schema[one]}`)].join(", ");
}

function table(rows) {
  const drawn = rows.map((row) => make("tr", "", ...row.map((cell) => make("td", "", ...prose(cell)))));
  return make("table", "", make("tbody", "", ...drawn));
}
