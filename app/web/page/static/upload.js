// The first page: images and videos come in, and what was found in them is shown.

import { FaceList, drawCrop } from "./faces.js";
import { Banner, wait } from "./notices.js";
import { drawFaces, faceAt, fit, prepare } from "./overlay.js";
import { analyse, annotated, sentence, settings } from "./server.js";
import { isVideo, VideoJob } from "./videos.js";
import { VideoView } from "./video_view.js";
import { counted, sizeInWords } from "./words.js";

const { limits } = settings();
const MOST_AT_ONCE = 2;

const at = (id) => document.getElementById(id);
const image = at("image");
const overlay = at("overlay");
const banner = new Banner();
const list = new FaceList(at("faces"), point);
const videoView = new VideoView(at("video-viewer"), at("details"), erased);

/** What was uploaded, in its order; of an image {file, url, state, result, error, work}, of a video also {job}. */
const items = [];
let shown = null;
let chosen = -1;
let place = null;

// --- what comes in ----------------------------------------------------------------------------

for (const input of document.querySelectorAll("input.choose")) {
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
}

let depth = 0;
document.addEventListener("dragenter", (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  depth += 1;
  document.body.classList.add("dragging");
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("dragleave", () => {
  depth = Math.max(0, depth - 1);
  if (depth === 0) document.body.classList.remove("dragging");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  depth = 0;
  document.body.classList.remove("dragging");
  add(event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length > 0) {
    event.preventDefault();
    add(files);
  }
});
at("example").addEventListener("click", async (event) => {
  const answer = await fetch(event.currentTarget.dataset.url);
  add([new File([await answer.blob()], "example.jpg", { type: "image/jpeg" })]);
});

function add(files) {
  banner.clear();
  let first = null;
  for (const file of files) {
    const refused = whyRefused(file);
    if (refused) {
      banner.show(refused);
      continue;
    }
    const item = { file, isVideo: isVideo(file), url: URL.createObjectURL(file), state: "waiting", result: null, error: "" };
    items.push(item);
    first ??= item;
  }
  if (first === null) return;
  show(first);
  work();
}

/** Say why a file is not worth sending; the server looks at what is in it. */
function whyRefused(file) {
  if (file.size === 0) return sentence(`${file.name} is empty`);
  const most = isVideo(file) ? limits.video_bytes : limits.image_bytes;
  if (file.size > most) {
    return `${file.name} is too large: ${sizeInWords(file.size)}, where ${isVideo(file) ? "videos" : "images"} may have ${sizeInWords(most)}.`;
  }
  return "";
}

// --- the work -----------------------------------------------------------------------------------

function work() {
  const busy = (kind) => items.filter((item) => item.state === "working" && item.isVideo === kind).length;
  for (const item of items.filter((one) => one.state === "waiting")) {
    if (busy(item.isVideo) >= (item.isVideo ? 1 : MOST_AT_ONCE)) continue;
    item.state = "working";
    item.work = item.isVideo ? workOnVideo(item) : workOnImage(item);
    item.work.finally(() => {
      refresh(item);
      work();
    });
  }
  drawStrip();
}

async function workOnImage(item) {
  try {
    item.result = await analyse(item.file);
    item.state = "done";
  } catch (error) {
    item.state = "failed";
    item.error = named(item, error.message);
  }
}

async function workOnVideo(item) {
  item.job = new VideoJob(item.file, () => refresh(item));
  try {
    await item.job.run();
    item.state = "done";
  } catch (error) {
    item.state = error.name === "AbortError" ? "erased" : "failed";
    item.error = named(item, error.message);
    if (item.state === "erased") erased(item.job);
  }
}

function named(item, message) {
  return message.includes(item.file.name) ? message : `${item.file.name}: ${message}`;
}

function erased(job) {
  const index = items.findIndex((item) => item.job === job);
  if (index < 0) return;
  URL.revokeObjectURL(items[index].url);
  const [gone] = items.splice(index, 1);
  if (shown === gone) show(items[Math.min(index, items.length - 1)] ?? null);
  drawStrip();
}

// --- what is seen -----------------------------------------------------------------------------------

function show(item) {
  shown = item;
  chosen = -1;
  image.removeAttribute("src");
  at("empty").hidden = item !== null;
  at("viewer").hidden = item === null || item.isVideo;
  at("video-viewer").hidden = item === null || !item.isVideo;
  at("file-name").textContent = item?.file.name ?? "";
  at("details").replaceChildren();
  if (item !== null && !item.isVideo) {
    image.alt = item.file.name;
    image.src = item.drawnUrl ?? item.url;
  }
  refresh(item);
}

function refresh(item) {
  drawStrip();
  if (item !== shown) return;
  if (item === null) {
    showFaces([], null);
    at("count").textContent = "0 faces";
    return;
  }
  if (item.state === "failed") banner.show(item.error);
  if (item.isVideo) {
    videoView.show(item);
    showFaces([], null);
    const people = item.job?.status?.people;
    at("count").textContent = people === undefined || people === null ? "People" : counted(people, "person", "people");
    at("hint").hidden = item.state === "done";
    at("hint").textContent = "Who is in the video appears here once it has been analysed.";
    return;
  }
  wait(item.state === "waiting" ? "Waiting" : item.state === "working" ? "Analysing" : "");
  const faces = item.result?.faces ?? [];
  showFaces(faces, item);
  at("count").textContent = item.state === "done" ? counted(faces.length, "face", "faces") : "Faces";
  at("hint").hidden = faces.length > 0;
  at("hint").textContent = item.state === "done" ? "No face was found in this image." : "Whoever is in the image appears here.";
}

function showFaces(faces, item) {
  list.show(faces, (context, face, side) => {
    if (item !== null && !item.drawnUrl && image.naturalWidth) drawCrop(context, image, face.box, side);
    else context.clearRect(0, 0, side, side);
  });
  draw();
}

function draw() {
  const { context, width, height } = prepare(overlay);
  const faces = shown?.result?.faces ?? [];
  if (shown === null || shown.isVideo || !image.naturalWidth || shown.drawnUrl) return;
  place = fit(shown.result?.width ?? image.naturalWidth, shown.result?.height ?? image.naturalHeight, width, height);
  drawFaces(context, faces, place, { width, height }, chosen);
}

image.addEventListener("load", () => refresh(shown));
image.addEventListener("error", async () => {
  const item = shown;
  if (item === null || item.isVideo || item.drawnUrl || !image.getAttribute("src")) return;
  // a format that this browser does not show, such as HEIC: the server draws instead, where it can read it
  await item.work;
  if (item.state === "failed") return;
  try {
    item.drawnUrl = URL.createObjectURL(await annotated(item.file));
    if (item === shown) image.src = item.drawnUrl;
    drawStrip();
  } catch {
    // that it can't be read has been said where it was analysed
  }
});
new ResizeObserver(draw).observe(overlay);
document.addEventListener("themechange", draw);

function point(index) {
  if (chosen === index) return;
  chosen = index;
  list.mark(index);
  draw();
}
overlay.addEventListener("pointermove", (event) => {
  if (place !== null) point(faceAt(shown?.result?.faces ?? [], place, event.offsetX, event.offsetY));
});
overlay.addEventListener("pointerleave", () => point(-1));
overlay.addEventListener("click", () => {
  if (chosen >= 0) at("faces").children[chosen]?.scrollIntoView({ block: "nearest" });
});

function drawStrip() {
  const strip = at("strip-list");
  at("strip").hidden = items.length === 0;
  while (strip.children.length > items.length) strip.lastElementChild.remove();
  items.forEach((item, index) => {
    const entry = strip.children[index] ?? addEntry(strip, index);
    const button = entry.firstElementChild;
    const picture = button.querySelector("img");
    const address = item.drawnUrl ?? (item.isVideo ? "" : item.url);
    picture.hidden = address === "";
    if (address && picture.getAttribute("src") !== address) picture.src = address;
    const badge = button.querySelector(".badge");
    badge.classList.toggle("error", item.state === "failed");
    badge.textContent = badgeOf(item);
    button.querySelector(".kind").textContent = item.isVideo ? "Video" : "";
    button.setAttribute("aria-label", `${item.file.name}, ${stateOf(item)}`);
    if (item === shown) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
}

function addEntry(strip, index) {
  const entry = document.createElement("li");
  entry.innerHTML = '<button type="button"><img alt="" hidden><span class="kind"></span><span class="badge"></span></button>';
  entry.firstElementChild.addEventListener("click", () => show(items[index]));
  strip.append(entry);
  return entry;
}

function badgeOf(item) {
  if (item.state === "failed") return "!";
  if (item.state !== "done") return "…";
  return String(item.isVideo ? (item.job.status?.people ?? "\u2713") : item.result.faces.length);
}

function stateOf(item) {
  if (item.state === "failed") return "failed";
  if (item.state !== "done") return item.state === "working" ? "being analysed" : "waiting";
  return item.isVideo ? "analysed" : counted(item.result.faces.length, "face", "faces");
}
