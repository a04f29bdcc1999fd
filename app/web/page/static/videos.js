// A video's way: sent in chunks, analysed on the server, looked after until it is erased.

import { Problem, ask, pause, root, sentence, settings } from "./server.js";

const { limits } = settings();
const API = `${root}/api/v1`;
const CHUNK = limits.chunk_bytes;
const POLL_MS = 700;
const MOST_TRIES = 6;
const KEY = "facelens-jobs";
const ENDINGS = /\.(mp4|m4v|mov|mkv|avi|webm|mpe?g|ts|m2ts|wmv|flv|3gp)$/i;

/** Tell whether a file is a video, by what the browser makes of it or by its ending. */
export function isVideo(file) {
  return file.type.startsWith("video/") || (!file.type.startsWith("image/") && ENDINGS.test(file.name));
}

/** One video: `sent` is the share that the server has, 0..1; `status` is the server's account of the job. */
export class VideoJob {
  constructor(file, onChange) {
    this.file = file;
    this.id = null;
    this.sent = 0;
    this.status = null;
    this.onChange = onChange;
    this.stopping = new AbortController();
  }

  /** Send it, and wait until it is analysed; rejects with a Problem, or an AbortError where it was erased. */
  async run() {
    const { signal } = this.stopping;
    await this.#begin(signal);
    await this.#send(signal);
    await this.#wait(signal);
  }

  /** Stop, and let the server erase what it has. */
  async erase() {
    this.stopping.abort();
    if (this.id === null) return;
    forget(this.id);
    await ask(`${API}/jobs/${this.id}`, { method: "DELETE" }).catch((error) => {
      if (error.status !== 404) throw error;
    });
  }

  async #begin(signal) {
    const answer = await patiently(
      () => ask(`${API}/videos`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ name: this.file.name, bytes: this.file.size }),
        signal,
      }),
      signal,
    );
    this.id = (await answer.json()).id;
    remember({ id: this.id, name: this.file.name });
  }

  async #send(signal) {
    let offset = 0;
    while (offset < this.file.size) {
      offset = await patiently(() => this.#sendFrom(offset, signal), signal, async () => {
        offset = await this.#received(signal);
      });
      this.sent = offset / this.file.size;
      this.onChange();
    }
  }

  async #sendFrom(offset, signal) {
    const answer = await ask(`${API}/videos/${this.id}`, {
      method: "PATCH",
      headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) },
      body: this.file.slice(offset, offset + CHUNK),
      signal,
    });
    return Number(answer.headers.get("Upload-Offset"));
  }

  /** How much the server has: where an upload that was cut off goes on. */
  async #received(signal) {
    return Number((await ask(`${API}/videos/${this.id}`, { method: "HEAD", signal })).headers.get("Upload-Offset"));
  }

  async #wait(signal) {
    for (;;) {
      this.status = await (await patiently(() => ask(`${API}/jobs/${this.id}`, { signal }), signal)).json();
      this.onChange();
      if (this.status.state === "done") return;
      if (["failed", "cancelled"].includes(this.status.state)) {
        throw new Problem(sentence(this.status.error || "the analysis was stopped"));
      }
      await pause(POLL_MS, signal);
    }
  }
}

/** Do something that may fail for a moment: the network, or a server that is busy. */
async function patiently(action, signal, before = async () => {}) {
  for (let tries = 1; ; tries++) {
    try {
      if (tries > 1) await before();
      return await action();
    } catch (error) {
      const mayPass = error instanceof Problem && [0, 409, 429, 502, 503].includes(error.status);
      if (!mayPass || tries === MOST_TRIES) throw error;
      await pause(1000 * Math.min(error.retryAfter ?? tries, 15), signal);
    }
  }
}

/** The videos that this browser tab has uploaded, newest first: {id, name}. */
export function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

function remember(job) {
  keep([job, ...remembered().filter((one) => one.id !== job.id)]);
}

/** Leave a video out of the list. */
export function forget(id) {
  keep(remembered().filter((one) => one.id !== id));
}

function keep(jobs) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(jobs));
  } catch {
    // a browser that keeps nothing has no list
  }
}
