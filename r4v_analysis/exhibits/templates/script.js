(() => {
  "use strict";
  var data = document.documentElement.dataset;

  function show(theme) {
    if (theme === "light" || theme === "dark") { data.theme = theme; } else { delete data.theme; }
  }
  /* The window's own storage first: Chromium at times opens a file's localStorage empty. */
  try { show(sessionStorage.getItem("r4v-theme") ?? localStorage.getItem("r4v-theme")); } catch (error) { /* a page without storage forgets */ }

  document.addEventListener("DOMContentLoaded", () => {
    var group = document.querySelector(".r4v-theme");
    if (!group || !window.CSS || !CSS.supports("color", "light-dark(#000, #fff)")) { return; }
    var buttons = group.querySelectorAll("button");
    function press() {
      buttons.forEach((button) => { button.setAttribute("aria-pressed", button.value === (data.theme || "")); });
    }
    buttons.forEach((button) => {
      button.onclick = () => {
        show(button.value);
        try { [sessionStorage, localStorage].forEach((store) => { store.setItem("r4v-theme", button.value); }); } catch (error) { /* as above */ }
        press();
      };
    });
    group.hidden = false;
    press();
  });
})();
