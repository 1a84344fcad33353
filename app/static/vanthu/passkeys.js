// A device confirms the list of files before a form is sent: fingerprint, face or PIN, asked for by the browser itself.
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function ask(form, what) {
  const asked = new FormData(form);
  asked.set("for", what);
  asked.delete("password");
  const answer = await fetch(form.dataset.ask, { method: "POST", body: asked, headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.message, told.remedy].filter(Boolean).join(" "));
  const options = JSON.parse(told.options);
  options.challenge = toBytes(options.challenge);
  [...(options.allowCredentials || []), ...(options.excludeCredentials || [])].forEach((one) => { one.id = toBytes(one.id); });
  if (options.user) options.user.id = toBytes(options.user.id);
  return options;
}

function written(credential) {
  const response = {};
  ["clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"].forEach((name) => {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  });
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response });
}

async function confirmBy(form) {
  const options = await ask(form, "list");
  form.elements.assertion.value = written(await navigator.credentials.get({ publicKey: options }));
}

async function addBy(form) {
  const options = await ask(form, "add");
  form.elements.answer.value = written(await navigator.credentials.create({ publicKey: options }));
}

document.querySelectorAll("[data-device]").forEach((form) => {
  const said = form.querySelector("[data-device-said]");
  form.addEventListener("submit", async (event) => {
    const code = form.elements.code;
    const proves = form.elements.assertion && !(code && code.value.trim());
    if (form.dataset.answered || (!proves && form.dataset.device !== "add")) return;
    event.preventDefault();
    event.stopPropagation();
    try {
      if (proves) await confirmBy(form);
      if (form.dataset.device === "add") await addBy(form);
      form.dataset.answered = "yes";
      form.requestSubmit(event.submitter);
    } catch (trouble) {
      said.textContent = trouble.name === "NotAllowedError" ? "Thiết bị chưa xác nhận; chưa có gì được gửi. Bấm lại để thử lại." : trouble.message || "Trình duyệt không dùng được thiết bị này.";
    }
  });
});
