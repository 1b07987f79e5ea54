// Passkeys: asks the browser for a credential and sends it with the form. Shown only where the browser can.
const options = JSON.parse(document.getElementById("passkey-options")?.textContent ?? "null");

if (options && window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const part of document.querySelectorAll("[data-needs-script]")) {
    part.hidden = false;
  }
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}

async function ask(form) {
  const failed = form.querySelector("[data-passkey-error]");
  failed.hidden = true;
  try {
    const credential = form.dataset.passkey === "create" ? await create() : await get();
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    failed.hidden = false;
    failed.setAttribute("role", "alert");
  }
}

function create() {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.creation_options.publicKey);
  return navigator.credentials.create({ publicKey });
}

function get() {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey);
  return navigator.credentials.get({ publicKey });
}
