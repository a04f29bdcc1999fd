// The list of this tab's videos, each with a page of its people.

import { root } from "./server.js";
import { remembered } from "./videos.js";

const jobs = remembered();
document.getElementById("none").hidden = jobs.length > 0;
const list = document.getElementById("jobs");
list.hidden = jobs.length === 0;
for (const { id, name } of jobs) {
  const item = document.createElement("li");
  item.className = "card";
  const link = document.createElement("a");
  link.href = `${root}/people/${encodeURIComponent(id)}`;
  link.textContent = name;
  item.append(link);
  list.append(item);
}
