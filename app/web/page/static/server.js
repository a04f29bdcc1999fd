// What the page asks of the server, and how it is told what went wrong.

/** Where the server's pages begin: empty, or the prefix under which a proxy shows them. */
export const root = document.body.dataset.root;
const API = `${root}/api/v1`;

/** What the server does not do; `message` is for people, `status` is HTTP's, `retryAfter` in seconds or null. */
export class Problem extends Error {
  constructor(message, status = 0, retryAfter = null) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** What the server's template wrote into the page. */
export function settings() {
  return JSON.parse(document.getElementById("settings").textContent);
}

/** Fetch an address; throws a Problem with the server's words where it does not answer as hoped. */
export async function ask(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("The server does not answer. Look whether it still runs, then try again.");
  }
  if (answer.ok) return answer;
  throw await problemOf(answer);
}

async function problemOf(answer) {
  let words = `The server answers ${answer.status} ${answer.statusText}.`;
  try {
    const told = await answer.json();
    words = told.detail || told.title || words;
  } catch {
    // whatever stands before the server has no words of ours
  }
  const after = Number.parseInt(answer.headers.get("Retry-After") ?? "", 10);
  return new Problem(sentence(words), answer.status, Number.isNaN(after) ? null : after);
}

/** Return a message with a capital at its beginning and a full stop at its end. */
export function sentence(words) {
  const text = words.trim();
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".");
}

/** Analyse one image; resolves to the server's account of it. */
export async function analyse(file, signal) {
  for (let tries = 0; ; tries++) {
    try {
      return await (await post(file, "", signal)).json();
    } catch (error) {
      const mayWait = error instanceof Problem && [429, 503].includes(error.status) && tries < 5;
      if (!mayWait) throw error;
      await pause(1000 * Math.min(error.retryAfter ?? 1, 10), signal);
    }
  }
}

/** Let the server draw what it finds; resolves to an image that every browser shows. */
export async function annotated(file, signal) {
  return (await post(file, "?annotated=1", signal)).blob();
}

function post(file, query, signal) {
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  return ask(`${API}/analyze${query}`, { method: "POST", body: file, headers, signal });
}

/** Wait; rejects where the signal says to stop. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    });
  });
}

/** How it goes with all sources of the site. */
export async function sources(signal) {
  return (await ask(`${API}/sources`, { signal })).json();
}

/** The address of a source's images: a stream of them, or the newest. */
export function liveAddress(name, ending) {
  return `${API}/live/${encodeURIComponent(name)}.${ending}`;
}

/** The address of the socket that takes the camera's images. */
export function cameraAddress() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}${root}/camera/frames`;
}
