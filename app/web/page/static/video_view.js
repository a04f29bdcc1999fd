// A video on the first page: how far it is, then the annotated copy and what there is to download.

import { root } from "./server.js";
import { counted, erasedInWords, progressInWords, sizeInWords } from "./words.js";

/** Shows one video on the stage and beside it. */
export class VideoView {
  /**
   * @param {HTMLElement} stage where the video is seen
   * @param {HTMLElement} details beside it: facts, downloads
   * @param {(job: object) => void} onErased is told once a video is gone
   */
  constructor(stage, details, onErased) {
    this.stage = stage;
    this.details = details;
    this.onErased = onErased;
    this.shown = null;
  }

  show(item) {
    const key = `${item.file.name} ${item.state} ${item.job?.id}`;
    if (item.state === "done") {
      if (this.shown !== key || !this.details.hasChildNodes()) this.#showResult(item);
    } else if (item.state === "failed") {
      this.stage.replaceChildren();
      this.stage.classList.remove("filled");
    } else {
      if (this.shown !== key) this.#beginProgress(item);
      this.#showProgress(item);
    }
    this.shown = key;
  }

  #beginProgress(item) {
    this.stage.classList.remove("filled");
    this.stage.innerHTML =
      '<div class="invitation plain-invitation"><div class="progress"><h2></h2><progress max="1"></progress><p class="small number" role="status"></p></div>' +
      '<div class="buttons"><button type="button">Cancel</button></div></div>';
    this.stage.querySelector("button").addEventListener("click", () => this.#erase(item.job));
  }

  #showProgress(item) {
    const { title, share, words } = progressOf(item);
    const bar = this.stage.querySelector("progress");
    this.stage.querySelector("h2").textContent = title;
    bar.setAttribute("aria-label", title);
    if (share === null) bar.removeAttribute("value");
    else bar.value = share;
    const told = this.stage.querySelector("p");
    if (told.textContent !== words) told.textContent = words;
  }

  #showResult(item) {
    const { status } = item.job;
    const copy = status.files.find((file) => file.kind === "video");
    this.stage.classList.add("filled");
    this.stage.innerHTML = '<div class="canvas-box"></div>';
    if (copy) {
      const video = document.createElement("video");
      video.controls = video.muted = video.playsInline = true;
      video.src = copy.url;
      video.setAttribute("aria-label", `Annotated copy of ${item.file.name}`);
      this.stage.firstElementChild.append(video);
    }
    const downloads = status.files.map(download);
    const people = link(`${root}/people/${item.job.id}`, `Who was seen: ${counted(status.people, "person", "people")}`);
    people.className = "button";
    const actions = document.createElement("div");
    actions.className = "actions";
    const erase = document.createElement("button");
    erase.type = "button";
    erase.textContent = "Erase now";
    erase.addEventListener("click", () => this.#erase(item.job));
    actions.append(people, ...(downloads.length ? [heading("Download"), group(downloads)] : []), erase, small(keptWords(status)));
    this.details.replaceChildren(actions);
  }

  async #erase(job) {
    await job.erase();
    this.onErased(job);
  }
}

function progressOf({ job, state }) {
  if (state === "waiting") return { title: "Waiting", share: null, words: "Another video goes first." };
  if (job.sent < 1) return { title: "Uploading", share: job.sent, words: `${Math.floor(100 * job.sent)} %` };
  const { status } = job;
  if (!status || status.state === "queued") return { title: "Waiting for its turn", share: null, words: "The server works on other videos first." };
  return { title: "Analysing", share: status.progress, words: progressInWords(status) };
}

function keptWords(status) {
  const at = erasedInWords(status);
  return at === "" ? "" : `The server erases the video and all of this at ${at}.`;
}

function link(address, text) {
  const element = document.createElement("a");
  element.href = address;
  element.textContent = text;
  return element;
}

function download(file) {
  const element = link(file.url, file.name);
  element.download = file.name;
  element.append(small(sizeInWords(file.bytes), "span"));
  return element;
}

function heading(text) {
  const element = document.createElement("h3");
  element.textContent = text;
  return element;
}

function group(children) {
  const element = document.createElement("div");
  element.className = "downloads";
  element.append(...children);
  return element;
}

function small(text, tag = "p") {
  const element = document.createElement(tag);
  element.className = "small";
  element.textContent = text;
  return element;
}
