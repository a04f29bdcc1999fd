// The browser's camera: frames go to the server over a socket, boxes come back.

import { FaceList, drawCrop } from "./faces.js";
import { Banner, wait } from "./notices.js";
import { cover, drawFaces, faceAt, fit, prepare } from "./overlay.js";
import { cameraAddress, sentence } from "./server.js";

// while the server looks at one frame the next is on its way
const MOST_IN_FLIGHT = 2;
const LONGEST_SIDE = 640;
const QUALITY = 0.8;
const PACE_MS = 2000;

const at = (id) => document.getElementById(id);
const video = at("video");
const overlay = at("overlay");
const privacy = at("privacy");
const mirror = at("mirror");
const banner = new Banner();
const list = new FaceList(at("faces"), point);

let stream = null;
let socket = null;
/** Frames of which no answer has come, by their number: {bitmap, sentAt}. */
let inFlight = new Map();
let sent = 0;
/** The last answer with the frame that it is about. */
let last = null;
let place = null;
let chosen = -1;
let isCapturing = false;
let answers = [];
let seen = new Set();
const capture = document.createElement("canvas");

// --- beginning and ending -----------------------------------------------------------------------

at("start").addEventListener("click", () => start());
at("stop").addEventListener("click", () => stop(""));
at("device").addEventListener("change", () => start(at("device").value));
for (const control of [privacy, mirror]) control.addEventListener("change", draw);
window.addEventListener("pagehide", () => stop(""));

async function start(device = "") {
  stop("");
  banner.clear();
  if (!navigator.mediaDevices?.getUserMedia) {
    banner.show("Browsers give a camera only to pages from this computer or over HTTPS. Open the page by 127.0.0.1 where the server runs here; elsewhere put a server with TLS in front of it.");
    return;
  }
  show(true);
  wait("Waiting for the camera");
  const wanted = { width: { ideal: 1280 }, height: { ideal: 720 } };
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: device ? { ...wanted, deviceId: { exact: device } } : { ...wanted, facingMode: "user" },
    });
  } catch (error) {
    stop(wordsOf(error));
    return;
  }
  const [track] = stream.getVideoTracks();
  track.addEventListener("ended", () => stop("The camera gives no more images: it was unplugged, or another program took it."));
  mirror.checked = track.getSettings().facingMode !== "environment";
  video.srcObject = stream;
  await video.play();
  at("viewer").classList.toggle("tall", video.videoHeight > video.videoWidth);
  await offerDevices(track.getSettings().deviceId);
  connect();
}

/** What a browser means by an error of its camera. */
function wordsOf(error) {
  if (["NotAllowedError", "SecurityError"].includes(error.name)) {
    return "The browser does not give its camera to this page. Allow it beside the address, then start again.";
  }
  if (["NotFoundError", "OverconstrainedError"].includes(error.name)) {
    return "There is no camera. Plug one in, then start again.";
  }
  if (error.name === "NotReadableError") return "The camera is busy: another program uses it. Close that, then start again.";
  return sentence(`The camera can't be opened: ${error.message || error.name}`);
}

async function offerDevices(current) {
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
  at("device").hidden = cameras.length < 2;
  at("device").replaceChildren(
    ...cameras.map((camera, index) => new Option(camera.label || `Camera ${index + 1}`, camera.deviceId, false, camera.deviceId === current)),
  );
}

function stop(message) {
  socket?.close();
  socket = null;
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.srcObject = null;
  for (const frame of inFlight.values()) frame.bitmap.close();
  last?.bitmap.close();
  [inFlight, sent, last, answers, seen] = [new Map(), 0, null, [], new Set()];
  isCapturing = false;
  wait("");
  showPeople();
  show(false);
  if (message) banner.show(message);
}

function show(isRunning) {
  at("empty").hidden = isRunning;
  at("viewer").hidden = !isRunning;
  at("controls").hidden = !isRunning;
  if (isRunning) at("stop").focus();
}

// --- frames out, answers in --------------------------------------------------------------------------

function connect() {
  wait("Waiting for the server");
  const own = new WebSocket(cameraAddress());
  socket = own;
  own.addEventListener("open", () => {
    wait("");
    onNextFrame();
  });
  own.addEventListener("message", (event) => own === socket && take(JSON.parse(event.data)));
  own.addEventListener("close", (event) => {
    if (own === socket) stop(sentence(event.reason || "The server has ended the connection. Look whether it still runs, then start again"));
  });
}

/** Look at the camera's next frame, and send it unless enough are on their way; the ones between are left out. */
function onNextFrame() {
  if (stream === null) return;
  if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(onFrame);
  else requestAnimationFrame(onFrame);
}

async function onFrame() {
  const own = socket;
  if (own?.readyState === WebSocket.OPEN && inFlight.size < MOST_IN_FLIGHT && !isCapturing && video.videoWidth > 0) {
    isCapturing = true;
    try {
      const [bitmap, bytes] = await grab();
      if (own === socket && own.readyState === WebSocket.OPEN) {
        inFlight.set(sent++, { bitmap, sentAt: performance.now() });
        own.send(bytes);
      } else {
        bitmap.close();
      }
    } finally {
      isCapturing = false;
    }
  }
  onNextFrame();
}

/** The frame that is seen now, as a bitmap and as JPEG. */
async function grab() {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  capture.width = Math.round(video.videoWidth * scale);
  capture.height = Math.round(video.videoHeight * scale);
  capture.getContext("2d", { alpha: false }).drawImage(video, 0, 0, capture.width, capture.height);
  const [bitmap, bytes] = await Promise.all([
    createImageBitmap(capture),
    new Promise((resolve) => capture.toBlob(resolve, "image/jpeg", QUALITY)),
  ]);
  return [bitmap, bytes];
}

function take(answer) {
  const frame = inFlight.get(answer.frame);
  if (frame === undefined) return;
  inFlight.delete(answer.frame);
  if (answer.skipped) {
    frame.bitmap.close();
    return;
  }
  last?.bitmap.close();
  last = { ...answer, bitmap: frame.bitmap };
  const now = performance.now();
  answers = [...answers, { now, delay: now - frame.sentAt }].filter((one) => now - one.now < PACE_MS);
  answer.faces.forEach((face) => face.number && seen.add(face.number));
  showPeople();
  draw();
}

// --- what is seen -----------------------------------------------------------------------------------

function showPeople() {
  const faces = last?.faces ?? [];
  const told = `${faces.length} in view`;
  if (at("count").textContent !== told) at("count").textContent = told;
  at("seen").textContent = seen.size ? `${seen.size} seen so far` : "";
  at("hint").hidden = faces.length > 0;
  list.show(faces, (context, face, side) => {
    drawCrop(context, last.bitmap, face.box, side, privacy.checked);
  });
  if (answers.length > 1) {
    const delay = answers.reduce((sum, one) => sum + one.delay, 0) / answers.length;
    const rate = (1000 * (answers.length - 1)) / (answers.at(-1).now - answers[0].now);
    at("pace").textContent = `${rate.toFixed(0)} a second, ${delay.toFixed(0)} ms behind`;
  }
}

/** Draw over the camera's image; with blurred faces draw the frame itself, of which the server has told where they are. */
function draw() {
  const { context, width, height } = prepare(overlay);
  at("box").classList.toggle("mirrored", mirror.checked);
  video.hidden = privacy.checked;
  if (last === null) return;
  place = fit(last.width, last.height, width, height);
  if (privacy.checked) {
    drawFrame(context);
    cover(context, last.bitmap, last.covered, place, mirror.checked);
  }
  drawFaces(context, last.faces, place, { width, height }, chosen, mirror.checked);
}

function drawFrame(context) {
  context.save();
  if (mirror.checked) {
    context.translate(2 * place.left + place.imageWidth * place.scale, 0);
    context.scale(-1, 1);
  }
  context.drawImage(last.bitmap, place.left, place.top, last.width * place.scale, last.height * place.scale);
  context.restore();
}

new ResizeObserver(draw).observe(overlay);

function point(index) {
  if (chosen === index) return;
  chosen = index;
  list.mark(index);
  draw();
}
overlay.addEventListener("pointermove", (event) => {
  if (place !== null) point(faceAt(last?.faces ?? [], place, event.offsetX, event.offsetY, mirror.checked));
});
overlay.addEventListener("pointerleave", () => point(-1));
