// A face in words: the labels over the image and the cards of the list.

import { settings } from "./server.js";

const { swatches, neutral } = settings();
const EN_DASH = "\u2013";
/** So many cells a side are left of what is covered. */
export const COVER_CELLS = 6;
const cells = document.createElement("canvas");

/** The colours of a person, as everywhere in FaceLens. */
export function swatchOf(face) {
  return face.number === null || face.number === undefined ? neutral : swatches[(face.number - 1) % swatches.length];
}

function percent(score) {
  return `${Math.round(100 * score)}%`;
}

function interval(face) {
  return `${Math.round(face.age_p10)}${EN_DASH}${Math.round(face.age_p90)}`;
}

/** Gender and ethnicity in words; one that would be a guess is unsure. */
function words(face, { scored, capital = false }) {
  const gender = capital ? face.gender.charAt(0).toUpperCase() + face.gender.slice(1) : face.gender;
  const told = [
    face.is_gender_sure ? gender + (scored ? ` ${percent(face.gender_score)}` : "") : `${capital ? "Gender" : "gender"} unsure`,
    face.is_ethnicity_sure ? face.ethnicity + (scored ? ` ${percent(face.ethnicity_score)}` : "") : `${capital ? "Ethnicity" : "ethnicity"} unsure`,
  ];
  return told.join(" \u00b7 ");
}

/** The labels that a face may get, from everything known down to one short row; rows of runs of text. */
export function labelsOf(face) {
  const number = face.number ? [{ text: `#${face.number}`, faded: true }] : [];
  const age = [{ text: String(Math.round(face.age)), strong: true }, { text: `(${interval(face)})` }];
  const letter = { text: face.is_gender_sure ? face.gender.charAt(0).toUpperCase() : "?", strong: true };
  return [
    [[...number, ...age], [{ text: words(face, { scored: true }) }]],
    [[...number, ...age], [{ text: words(face, { scored: false }) }]],
    [[...age, letter]],
  ];
}

/** The cards of all faces in a list; keeps those that are there, so that neither focus nor pointer lose them. */
export class FaceList {
  /**
   * @param {HTMLElement} list is filled
   * @param {(index: number) => void} onPoint is told which face the pointer or the keyboard is at, -1 for none
   */
  constructor(list, onPoint) {
    this.list = list;
    this.onPoint = onPoint;
  }

  /** Show faces; `drawLook(context, face, side)` draws one's image, `unit` is what one is called. */
  show(faces, drawLook) {
    this.list.hidden = faces.length === 0;
    while (this.list.children.length > faces.length) this.list.lastElementChild.remove();
    faces.forEach((face, index) => {
      const item = this.list.children[index] ?? this.#add(index);
      fill(item.firstElementChild, face, drawLook);
    });
  }

  /** Mark the card of one face, -1 for none. */
  mark(chosen) {
    [...this.list.children].forEach((item, index) => {
      item.firstElementChild.classList.toggle("on", index === chosen);
    });
  }

  #add(index) {
    const item = document.createElement("li");
    const card = document.createElement("button");
    card.type = "button";
    card.className = "face";
    card.innerHTML =
      '<canvas width="104" height="104" aria-hidden="true"></canvas>' +
      '<span class="head"><span class="age"></span> <span class="interval"></span> <span class="who"></span></span>' +
      '<svg class="age-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">' +
      '<rect class="rail" y="3" width="100" height="4"/><rect class="range" y="3" height="4"/><rect class="mark" y="0" width="2" height="10" rx="1"/></svg>' +
      '<span class="words"></span>';
    for (const [event, at] of [["pointerenter", index], ["pointerleave", -1], ["focus", index], ["blur", -1], ["click", index]]) {
      card.addEventListener(event, () => this.onPoint(at));
    }
    item.append(card);
    this.list.append(item);
    return item;
  }
}

function fill(card, face, drawLook) {
  const at = (name) => card.querySelector(`.${name}`);
  put(at("age"), `${Math.round(face.age)} years`);
  put(at("interval"), interval(face));
  put(at("who"), face.number ? `#${face.number}` : "");
  put(at("words"), words(face, { scored: true, capital: true }));
  const [low, high] = [face.age_p10, face.age_p90];
  const range = at("range");
  range.setAttribute("x", low.toFixed(1));
  range.setAttribute("width", Math.max(2, high - low).toFixed(1));
  at("mark").setAttribute("x", (face.age - 1).toFixed(1));
  const canvas = card.querySelector("canvas");
  const context = canvas.getContext("2d");
  drawLook(context, face, canvas.width);
  context.fillStyle = swatchOf(face).fill;
  context.fillRect(0, canvas.height - 8, canvas.width, 8);
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Draw the square around a face from an image into a card's canvas; covered, only a few cells of it. */
export function drawCrop(context, image, box, side, isCovered = false) {
  const [left, top, right, bottom] = box;
  const size = 1.3 * Math.max(right - left, bottom - top);
  const [x, y] = [(left + right - size) / 2, (top + bottom - size) / 2];
  context.clearRect(0, 0, side, side);
  if (!isCovered) {
    context.drawImage(image, x, y, size, size, 0, 0, side, side);
    return;
  }
  cells.width = cells.height = COVER_CELLS;
  cells.getContext("2d").drawImage(image, x, y, size, size, 0, 0, COVER_CELLS, COVER_CELLS);
  context.drawImage(cells, 0, 0, side, side);
}
