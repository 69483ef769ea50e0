(() => {
  "use strict";
  var data = document.documentElement.dataset;

  function show(theme) {
    if (theme === "light" || theme === "dark") { data.theme = theme; } else { delete data.theme; }
  }
  try { show(localStorage.getItem("r4v-theme")); } catch (error) { /* a page without storage forgets */ }

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
        try { localStorage.setItem("r4v-theme", button.value); } catch (error) { /* as above */ }
        press();
      };
    });
    group.hidden = false;
    press();
  });
})();
