// The site's sources: images while somebody looks, and how it goes with each.

import { Banner } from "./notices.js";
import { liveAddress, pause, sources } from "./server.js";

// a browser opens six connections to a server: four streams leave room for everything else
const MOST_STREAMS = 4;
const STATES_MS = 2000;
const STILLS_MS = 1000;

const at = (id) => document.getElementById(id);
const banner = new Banner();
const cards = [...document.querySelectorAll(".source")];
const visible = new Set();
const button = at("pause");
const dialog = at("large");
let isPaused = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// --- images -----------------------------------------------------------------------------------

/** Stream the first of those that are seen; of the others a still comes now and then. */
function play() {
  const isHeld = isPaused || document.hidden || dialog.open;
  const playing = isHeld ? [] : cards.filter((card) => visible.has(card) && isAlive(card)).slice(0, MOST_STREAMS);
  for (const card of cards) {
    const image = card.querySelector("img");
    const wanted = playing.includes(card) ? liveAddress(card.dataset.source, "mjpg") : "";
    if (image.dataset.stream === wanted) continue;
    image.dataset.stream = wanted;
    if (wanted) image.src = wanted;
    else if (image.getAttribute("src")) image.src = stillAddress(card);
  }
}

function stillAddress(card) {
  return `${liveAddress(card.dataset.source, "jpg")}?at=${Date.now()}`;
}

function isAlive(card) {
  return card.querySelector(".state").dataset.state === "running";
}

async function refreshStills() {
  for (;;) {
    await pause(STILLS_MS);
    if (isPaused || document.hidden || dialog.open) continue;
    for (const card of cards.filter((one) => visible.has(one) && isAlive(one))) {
      const image = card.querySelector("img");
      if (!image.dataset.stream) image.src = stillAddress(card);
    }
  }
}

for (const card of cards) {
  const image = card.querySelector("img");
  image.dataset.stream = "";
  image.addEventListener("load", () => reveal(card, true));
  image.addEventListener("error", () => {
    reveal(card, false);
    image.dataset.stream = "";
  });
  card.querySelector(".larger").addEventListener("click", () => enlarge(card.dataset.source));
}

function reveal(card, isThere) {
  card.querySelector("img").hidden = !isThere;
  card.querySelector(".said").hidden = isThere;
}

const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) visible.add(target);
    else visible.delete(target);
  }
  play();
});
cards.forEach((card) => observer.observe(card));
document.addEventListener("visibilitychange", play);

// --- controls ------------------------------------------------------------------------------------

function showPause() {
  button.setAttribute("aria-pressed", String(isPaused));
  button.querySelector("span").textContent = isPaused ? "Play" : "Pause";
}
button.addEventListener("click", () => {
  isPaused = !isPaused;
  showPause();
  play();
});

function enlarge(name) {
  at("large-name").textContent = name;
  at("large-image").alt = `Live image of ${name}`;
  at("large-image").src = liveAddress(name, "mjpg");
  dialog.showModal();
  play();
}
at("close").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  at("large-image").removeAttribute("src");
  play();
});

// --- states -----------------------------------------------------------------------------------------

async function watchStates() {
  for (;;) {
    if (!document.hidden) {
      try {
        showStates((await sources()).sources);
        banner.clear();
      } catch (error) {
        banner.show(error.message);
      }
    }
    await pause(STATES_MS);
  }
}

function showStates(states) {
  for (const state of states) {
    const card = cards.find((one) => one.dataset.source === state.name);
    if (card === undefined) continue;
    const shown = card.querySelector(".state");
    shown.dataset.state = shown.textContent = state.activity;
    card.querySelector(".figures").textContent = figures(state);
    const reason = card.querySelector(".reason");
    reason.hidden = !state.reason;
    reason.textContent = state.reason ?? "";
    if (state.activity !== "running") {
      reveal(card, false);
      card.querySelector(".said").textContent = said(state);
    }
  }
  const people = states.reduce((sum, state) => sum + state.people, 0);
  const total = `${states.length} ${states.length === 1 ? "source" : "sources"} · ${people} in view`;
  if (at("total").textContent !== total) at("total").textContent = total;
  play();
}

function figures(state) {
  const told = [`${state.people} in view`, `${state.visits} ${state.visits === 1 ? "visit" : "visits"}`];
  if (state.activity === "running") told.push(`${state.fps.toFixed(0)} frames a second`);
  for (const [name, count] of Object.entries(state.counts ?? {})) told.push(`${name} ${count}`);
  return told.join(" · ");
}

function said(state) {
  return {
    opening: "Waiting for an image…", away: "Gives no images; tried again", ended: "All of it has been analysed", failed: "Can't be watched",
  }[state.activity];
}

showPause();
refreshStills();
watchStates();
