// The theme: that of the system until a visitor chooses another. Runs before anything is drawn.
"use strict";
(() => {
  const KEY = "facelens-theme";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : dark.matches;
  }

  function name(button) {
    button.setAttribute("aria-label", isDark() ? "Use the light colours" : "Use the dark colours");
  }

  try {
    const chosen = localStorage.getItem(KEY);
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch {
    // a browser that keeps nothing follows the system
  }
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    name(button);
    dark.addEventListener("change", () => name(button));
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      name(button);
      document.dispatchEvent(new Event("themechange"));
      try {
        localStorage.setItem(KEY, theme);
      } catch {
        // holds for this page alone
      }
    });
  });
})();
