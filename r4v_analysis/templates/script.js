(function () {
  "use strict";
  var button = document.getElementById("r4v-all-code");
  var blocks = Array.prototype.slice.call(document.querySelectorAll("details.r4v-code"));
  function label() {
    var open = blocks.every(function (block) { return block.open; });
    button.textContent = open ? button.dataset.close : button.dataset.open;
    return open;
  }
  if (button && blocks.length) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var open = !label();
      blocks.forEach(function (block) { block.open = open; });
      label();
    });
    blocks.forEach(function (block) { block.addEventListener("toggle", label); });
  }
})();
