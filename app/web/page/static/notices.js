// What pages share: the banner that says what went wrong, and what the page is waiting for.

/** The banner of the page. */
export class Banner {
  constructor() {
    this.element = document.getElementById("problem");
    this.element.querySelector("button")?.addEventListener("click", () => this.clear());
  }

  show(message) {
    this.element.querySelector("p").textContent = message;
    this.element.hidden = false;
  }

  clear() {
    this.element.hidden = true;
  }
}

/** Show what is waited for; nothing where the text is empty. */
export function wait(text) {
  document.getElementById("wait-text").textContent = text;
  document.getElementById("wait").hidden = text === "";
}
