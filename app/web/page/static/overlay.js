// Draws boxes and labels over an image, as the window and annotated copies do.

import { COVER_CELLS, labelsOf, swatchOf } from "./faces.js";

const FONT = 'Inter, system-ui, "Segoe UI", Roboto, sans-serif';
const DIMMED = 0.35;

/** Fit a canvas to its place on the screen; return its size in CSS pixels and a context that counts in them. */
export function prepare(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const wanted = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wanted[0] || canvas.height !== wanted[1]) [canvas.width, canvas.height] = wanted;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** Where an image lies that is shown whole in the middle of a place; all in CSS pixels. */
export function fit(imageWidth, imageHeight, width, height) {
  const scale = Math.min(width / imageWidth, height / imageHeight);
  return { scale, left: (width - imageWidth * scale) / 2, top: (height - imageHeight * scale) / 2, imageWidth, imageHeight };
}

/** A face's box on the screen; `mirrored` where the image is shown as in a mirror. */
export function boxOf(face, place, mirrored = false) {
  let [left, , right] = face.box;
  if (mirrored) [left, right] = [place.imageWidth - right, place.imageWidth - left];
  const [, top, , bottom] = face.box;
  return {
    x: place.left + left * place.scale,
    y: place.top + top * place.scale,
    width: (right - left) * place.scale,
    height: (bottom - top) * place.scale,
  };
}

/** Which face lies under a point; of several the smallest, -1 for none. */
export function faceAt(faces, place, x, y, mirrored = false) {
  let best = -1;
  let least = Infinity;
  faces.forEach((face, index) => {
    const box = boxOf(face, place, mirrored);
    const isIn = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    if (isIn && box.width * box.height < least) [best, least] = [index, box.width * box.height];
  });
  return best;
}

/** Draw all faces; `chosen` is the index of the one that stands out, -1 for none. */
export function drawFaces(context, faces, place, area, chosen = -1, mirrored = false) {
  const boxes = faces.map((face) => boxOf(face, place, mirrored));
  faces.forEach((face, index) => {
    context.globalAlpha = chosen >= 0 && chosen !== index ? DIMMED : 1;
    drawBox(context, boxes[index], swatchOf(face).fill, chosen === index);
  });
  const taken = [];
  const order = faces.map((_, index) => index).sort((a, b) => rank(b) - rank(a));
  function rank(index) {
    return index === chosen ? Infinity : boxes[index].width * boxes[index].height;
  }
  for (const index of order) {
    const found = findPlace(context, faces[index], boxes[index], boxes, index, taken, area, index === chosen);
    if (found === null) continue;
    taken.push(found.rect);
    context.globalAlpha = chosen >= 0 && chosen !== index ? DIMMED : 1;
    drawLabel(context, found, swatchOf(faces[index]));
  }
  context.globalAlpha = 1;
}

function drawBox(context, box, colour, isChosen) {
  const radius = Math.min(8, box.width / 6, box.height / 6);
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, radius);
  context.lineWidth = isChosen ? 6 : 4;
  context.strokeStyle = "rgb(16 20 24 / 55%)";
  context.stroke();
  context.lineWidth = isChosen ? 4 : 2;
  context.strokeStyle = colour;
  context.stroke();
}

/** Find where a label fits: above, below or at the box's top, in the longest wording that is in nobody's way. */
function findPlace(context, face, box, boxes, own, taken, area, isChosen) {
  const size = Math.max(11, Math.min(15, box.width / 7));
  let fallback = null;
  for (const rows of labelsOf(face)) {
    const { width, height, ...told } = measure(context, rows, size);
    const x = Math.max(0, Math.min(box.x - 1, area.width - width));
    for (const y of [box.y - height - 4, box.y + box.height + 4, box.y + 4]) {
      const rect = { x, y, width, height };
      if (y < 0 || y + height > area.height) continue;
      const found = { rect, rows, ...told };
      fallback ??= found;
      const hides = boxes.some((other, index) => index !== own && meet(rect, other)) || taken.some((other) => meet(rect, other));
      if (!hides) return found;
    }
  }
  return isChosen ? fallback : null;
}

function meet(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function measure(context, rows, size) {
  const fonts = rows.map((_, row) => {
    const height = row === 0 ? size : Math.max(10, size * 0.84);
    return { height, of: (weight) => `${weight} ${height}px ${FONT}` };
  });
  const gap = size * 0.32;
  const pad = size * 0.42;
  const widths = rows.map((runs, row) =>
    runs.map((run) => {
      context.font = fonts[row].of(run.strong ? 650 : 480);
      return context.measureText(run.text).width;
    }),
  );
  const longest = Math.max(...widths.map((row) => row.reduce((sum, one) => sum + one, 0) + gap * (row.length - 1)));
  const height = fonts.reduce((sum, font) => sum + font.height * 1.2, 0) + size * 0.5;
  return { width: longest + 2 * pad, height, fonts, widths, gap, pad, size };
}

function drawLabel(context, label, swatch) {
  const { rect, rows, fonts, widths, gap, pad, size } = label;
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.width, rect.height, size * 0.32);
  context.fillStyle = swatch.fill;
  context.fill();
  context.textBaseline = "alphabetic";
  let y = rect.y + size * 0.25;
  rows.forEach((runs, row) => {
    let x = rect.x + pad;
    runs.forEach((run, index) => {
      context.font = fonts[row].of(run.strong ? 650 : 480);
      context.fillStyle = run.faded ? swatch.faded : swatch.text;
      context.fillText(run.text, x, y + fonts[row].height * 0.95);
      x += widths[row][index] + gap;
    });
    y += fonts[row].height * 1.2;
  });
}

const small = document.createElement("canvas");

/** Make faces unrecognisable: each is drawn from a few cells, with a rim around it, so that nothing of it is left. */
export function cover(context, image, boxes, place, mirrored = false) {
  small.width = small.height = COVER_CELLS;
  const cells = small.getContext("2d");
  for (const box of boxes) {
    const [left, top, right, bottom] = widened(box, place);
    if (right <= left || bottom <= top) continue;
    cells.drawImage(image, left, top, right - left, bottom - top, 0, 0, COVER_CELLS, COVER_CELLS);
    const at = boxOf({ box: [left, top, right, bottom] }, place, mirrored);
    context.save();
    context.beginPath();
    context.ellipse(at.x + at.width / 2, at.y + at.height / 2, at.width / 2, at.height / 2, 0, 0, 2 * Math.PI);
    context.clip();
    context.drawImage(small, at.x, at.y, at.width, at.height);
    context.restore();
  }
}

/** A box with a third more on every side, so that an ellipse in it covers all of the face; within the image. */
function widened([left, top, right, bottom], place) {
  const x = (right - left) / 3;
  const y = (bottom - top) / 3;
  return [
    Math.max(0, left - x), Math.max(0, top - y), Math.min(place.imageWidth, right + x), Math.min(place.imageHeight, bottom + y),
  ];
}

