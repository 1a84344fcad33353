// Keyboard help only: every page works without it.
"use strict";

// On a phone the menu runs past the edge: show where we are.
const current = document.querySelector(".menu [aria-current]");
if (current) { current.scrollIntoView({ inline: "center", block: "nearest" }); }

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && typing) { typing.blur(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...document.querySelectorAll("[data-paper]")];
  const here = links.indexOf(document.activeElement);
  if (event.key === "/") { focus(document.querySelector("#q"), event); }
  if (event.key === "j") { focus(links[Math.min(here + 1, links.length - 1)], event); }
  if (event.key === "k") { focus(links[Math.max(here - 1, 0)], event); }
  if (event.key === "x") { toggle(links[here]); }
  if (event.key === "p") { focus(document.querySelector("#password"), event); }
  const page = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (page) { event.preventDefault(); page.click(); }
});

function focus(element, event) {
  if (element) { event.preventDefault(); element.focus(); }
}

function toggle(link) {
  const box = link && link.closest("[data-row]").querySelector("input[type=checkbox]");
  if (box) { box.click(); }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    document.querySelectorAll("input[name=document]").forEach((box) => { box.checked = event.target.checked; });
  }
  const told = document.querySelector("[data-chosen]");
  if (told) { told.textContent = document.querySelectorAll("input[name=document]:checked").length; }
});

// A second press of a slow button would be a second act: say that the first is under way.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  const button = event.submitter;
  if (button) { setTimeout(() => { button.disabled = true; button.textContent = "Đang thực hiện…"; }, 0); }
});
