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
  if (event.key === "c" && links[here]) { focus(links[here].closest("[data-row]").querySelector("select[name=lead]"), event); }
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
  const form = event.target.form;
  if (!form) return;
  const boxes = [...form.elements].filter((box) => box.name === "document");
  if (event.target.matches("[data-all]")) { boxes.forEach((box) => { box.checked = event.target.checked; }); }
  const chosen = boxes.filter((box) => box.checked).length;
  form.querySelectorAll("[data-chosen]").forEach((told) => { told.textContent = chosen; });
});

// A second press of a slow button would be a second act: say that the first is under way.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  const button = event.submitter;
  // A download leaves the page where it is: its button must stay pressable.
  if (button && !button.matches("[formaction]") && !event.target.matches("[data-keep-button]")) { setTimeout(() => { button.disabled = true; button.textContent = "Đang thực hiện…"; }, 0); }
});

// A browser words its file boxes in its own language; ours say it in the page's, and name what was chosen.
document.querySelectorAll("input[type=file]").forEach((input) => {
  const box = document.createElement("span"), button = document.createElement("span"), words = document.createElement("span");
  box.className = "file-box";
  button.className = "file-button";
  button.textContent = input.multiple ? "Chọn các tệp" : "Chọn tệp";
  [button, words].forEach((one) => one.setAttribute("aria-hidden", "true"));
  input.before(box);
  box.append(input, button, words);
  const tell = () => {
    const names = [...input.files].map((file) => file.name);
    words.textContent = names.length > 3 ? `${names.length} tệp đã chọn` : names.join(", ") || "Chưa chọn tệp nào";
  };
  input.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
});

// Remarks: a press on the page fastens the new one there; numbered marks lead from the page to the list.
const remarkForm = document.querySelector("#gop-y-moi form");

function place(element, sheet, x, y) {
  element.style.left = `${x / 10}%`;
  element.style.top = `${y / 10}%`;
  sheet.append(element);
}

document.querySelectorAll("[data-mark]").forEach((remark) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mark";
  button.textContent = remark.dataset.mark;
  button.setAttribute("aria-label", `Góp ý ${remark.dataset.mark}`);
  button.addEventListener("click", () => { location.hash = remark.id; });
  place(button, document.querySelector(`[data-sheet="${remark.dataset.page}"]`), remark.dataset.x, remark.dataset.y);
});

function forgetPlace() {
  remarkForm.elements.x.value = remarkForm.elements.y.value = "";
  remarkForm.querySelector("[data-picked]").hidden = true;
  document.querySelectorAll(".mark.new").forEach((old) => old.remove());
}

if (remarkForm) {
  document.querySelectorAll("[data-sheet] img").forEach((picture) => {
    picture.addEventListener("click", (event) => {
      const sheet = picture.closest("[data-sheet]");
      const box = picture.getBoundingClientRect();
      forgetPlace();
      remarkForm.elements.page.value = sheet.dataset.sheet;
      remarkForm.elements.x.value = Math.round(1000 * (event.clientX - box.left) / box.width);
      remarkForm.elements.y.value = Math.round(1000 * (event.clientY - box.top) / box.height);
      const here = document.createElement("span");
      here.className = "mark new";
      here.textContent = "+";
      place(here, sheet, remarkForm.elements.x.value, remarkForm.elements.y.value);
      remarkForm.querySelector("[data-picked]").hidden = false;
      document.querySelector("#gop-y-moi").open = true;
      remarkForm.elements.body.focus();
    });
  });
  remarkForm.elements.page.addEventListener("change", forgetPlace);
}

// Places: each row of the form is a box on the page picture; drag it, or move it with the arrow keys.
const boxForm = document.querySelector("[data-boxes]");

function placeBox(row) {
  const read = (edge) => row.querySelector(`[name$="-${edge}"]`);
  const wide = Number(row.dataset.wide), high = Number(row.dataset.high);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "place-box";
  button.textContent = row.querySelector("legend").firstChild.textContent.trim();

  const value = (edge) => Number(read(edge).value.replace(",", "."));
  const keep = (edge, millimetres, most) => { read(edge).value = Math.min(Math.max(millimetres, 0), most).toFixed(1); };

  function draw() {
    const sheet = document.querySelector(`[data-sheet="${read("page").value.trim()}"]`);
    if (!sheet) { button.remove(); return; }
    if (button.parentElement !== sheet) { sheet.append(button); }
    button.style.left = `${100 * value("left") / wide}%`;
    button.style.top = `${100 * value("top") / high}%`;
    button.style.width = `${100 * value("width") / wide}%`;
    button.style.height = `${100 * value("height") / high}%`;
  }

  function move(right, down) {
    keep("left", value("left") + right, wide - value("width"));
    keep("top", value("top") + down, high - value("height"));
    draw();
  }

  button.addEventListener("pointerdown", (event) => {
    // Else the browser begins to drag the words inside, and the pointer is lost to us.
    event.preventDefault();
    button.focus();
    button.setPointerCapture(event.pointerId);
    const start = { x: event.clientX, y: event.clientY, left: value("left"), top: value("top") };
    const millimetre = button.parentElement.getBoundingClientRect().width / wide;
    button.onpointermove = (now) => {
      keep("left", start.left + (now.clientX - start.x) / millimetre, wide - value("width"));
      keep("top", start.top + (now.clientY - start.y) / millimetre, high - value("height"));
      draw();
    };
    button.onpointerup = () => { button.onpointermove = null; };
  });
  button.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    if (!event.shiftKey) { move(...step); return; }
    keep("width", Math.max(3, value("width") + step[0]), wide - value("left"));
    keep("height", Math.max(3, value("height") + step[1]), high - value("top"));
    draw();
  });
  row.addEventListener("input", draw);
  return { draw, remove: () => button.remove() };
}

if (boxForm) {
  const details = boxForm.closest("details");
  const boxes = [...boxForm.querySelectorAll("[data-box]")].map(placeBox);
  const show = () => boxes.forEach((box) => (details.open ? box.draw() : box.remove()));
  details.addEventListener("toggle", show);
  show();
}

// The leader's desk: after one paper is given, the next one is at hand.
const firstToDirect = document.querySelector("[data-direct] [data-paper]");
if (firstToDirect && document.querySelector(".note.good")) { firstToDirect.focus(); }

// Names after "@": typing narrows the list under the box, a press or Enter on a name puts it in.
document.querySelectorAll("[data-mentions]").forEach((list) => {
  const box = list.parentElement.querySelector("textarea");
  const names = [...list.querySelectorAll("[data-mention]")];
  const typed = () => (/(?:^|\s)@([^\s@]*)$/u.exec(box.value.slice(0, box.selectionStart)) || [])[1];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

  function insert(name) {
    const at = box.selectionStart, begun = typed();
    const start = begun === undefined ? at : at - begun.length - 1;
    box.setRangeText(`@${name.dataset.mention} `, start, at, "end");
    names.forEach((one) => { one.hidden = false; });
    box.focus();
  }

  names.forEach((name) => {
    name.tabIndex = 0;
    name.setAttribute("role", "button");
    name.addEventListener("click", () => insert(name));
    name.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); insert(name); } });
  });
  box.addEventListener("input", () => {
    const begun = typed();
    // A name is found by the beginning of any of its words: in Vietnamese the last one is what a person is called by.
    const fits = (name) => plain(name.textContent).split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(plain(begun)));
    names.forEach((name) => { name.hidden = begun !== undefined && !fits(name); });
  });
});
