// How pages say numbers, sizes, and how it goes with a video.

/** Say how many there are: one face, 3 faces. */
export function counted(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

/** Return a size as a person reads it; a file of a few bytes has 1 kB. */
export function sizeInWords(bytes) {
  const [unit, one] = bytes < 1e6 ? ["kB", 1e3] : bytes < 1e9 ? ["MB", 1e6] : ["GB", 1e9];
  const amount = Math.max(1, bytes / one);
  return `${amount.toLocaleString("en", { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${unit}`;
}

/** Return how far the analysis of a video is. */
export function progressInWords(status) {
  const told = [status.progress === null ? counted(status.frames ?? 0, "frame", "frames") : `${Math.floor(100 * status.progress)} %`];
  if (status.people) told.push(counted(status.people, "person", "people"));
  return told.join(", ");
}

/** Return how it goes with a video, in one line. */
export function stateInWords(status) {
  switch (status.state) {
    case "uploading":
      return `uploading, ${Math.floor((100 * status.received) / Math.max(1, status.bytes))} %`;
    case "queued":
      return "waits for its turn";
    case "running":
      return `analysing, ${progressInWords(status)}`;
    case "done":
      return counted(status.people ?? 0, "person", "people");
    default:
      return status.error || "the analysis was stopped";
  }
}

/** Return when the server erases a video; empty while that isn't known. */
export function erasedInWords(status) {
  if (!status.erased_at) return "";
  return new Date(status.erased_at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
