(() => {
  const rows = [...document.querySelectorAll(".rv-row.rv-proposed, .rv-row.rv-left_out, .rv-row:has(.rv-fault)")];
  const button = document.getElementById("rv-next");
  if (!button || !rows.length) return;
  let at = -1;
  const next = () => {
    at = (at + 1) % rows.length;
    rows.forEach((row) => row.classList.remove("rv-here"));
    rows[at].classList.add("rv-here");
    rows[at].setAttribute("tabindex", "-1");
    rows[at].scrollIntoView({ block: "center" });
    rows[at].focus({ preventScroll: true });
    button.querySelector("span").textContent = `${at + 1} / ${rows.length}`;
  };
  button.hidden = false;
  button.addEventListener("click", next);
  document.addEventListener("keydown", (event) => {
    if (event.key === "n" && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.tagName !== "INPUT") next();
  });
})();
