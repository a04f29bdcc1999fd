// The list of this tab's videos: how it goes with each, and a page of the people of those that are done.

import { ask, pause, root } from "./server.js";
import { forget, remembered } from "./videos.js";
import { erasedInWords, stateInWords } from "./words.js";

const POLL_MS = 1000;
const list = document.getElementById("jobs");

for (const job of remembered()) list.append(entry(job));
showWhatIsThere();

function showWhatIsThere() {
  document.getElementById("none").hidden = list.children.length > 0;
  list.hidden = list.children.length === 0;
}

function entry({ id, name }) {
  const item = document.createElement("li");
  item.className = "card job";
  const title = document.createElement("span");
  title.className = "name";
  title.textContent = name;
  item.append(title, small("…"));
  follow(id, name, item);
  return item;
}

/** Ask how it goes with a video until it is over; one that the server has erased leaves the list. */
async function follow(id, name, item) {
  for (;;) {
    let status;
    try {
      status = await (await ask(`${root}/api/v1/jobs/${encodeURIComponent(id)}`)).json();
    } catch (error) {
      if (error.status === 404) {
        forget(id);
        item.remove();
        showWhatIsThere();
        return;
      }
      item.lastElementChild.textContent = error.message;
      await pause(5 * POLL_MS);
      continue;
    }
    show(status, id, name, item);
    if (["done", "failed"].includes(status.state)) return;
    await pause(POLL_MS);
  }
}

function show(status, id, name, item) {
  const at = erasedInWords(status);
  item.lastElementChild.textContent = [stateInWords(status), at && `erased at ${at}`].filter(Boolean).join(" · ");
  if (status.state !== "done") return;
  const link = document.createElement("a");
  link.href = `${root}/people/${encodeURIComponent(id)}`;
  link.textContent = name;
  link.className = "name";
  item.firstElementChild.replaceWith(link);
}

function small(text) {
  const element = document.createElement("span");
  element.className = "small number";
  element.setAttribute("role", "status");
  element.textContent = text;
  return element;
}
