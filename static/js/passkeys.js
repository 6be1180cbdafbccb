/*
 * Passkeys. A form with data-passkey="create" or "get" asks the browser for a passkey when it is sent, puts the answer into
 * its field `credential`, and goes on. What is asked for stands in the page (#passkey-options) or, on the sign-in page, is
 * fetched from the form's address. The codec is allauth's (mfa/js/webauthn-json.js).
 */
(() => {
  "use strict";

  const options = async (form) => {
    const inPage = document.getElementById("passkey-options");
    if (inPage) return JSON.parse(inPage.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.json();
  };

  const create = (asked) => {
    const selection = asked.creation_options.publicKey.authenticatorSelection;
    Object.assign(selection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
    return window.webauthnJSON.create(asked.creation_options);
  };

  const fill = async (form) => {
    const asked = await options(form);
    const credential = form.dataset.passkey === "create" ? await create(asked) : await window.webauthnJSON.get(asked.request_options);
    form.elements.credential.value = JSON.stringify(credential);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button[type=submit]");
    const failure = form.querySelector("[data-passkey-failure]");
    if (!window.PublicKeyCredential || !window.webauthnJSON) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      failure.hidden = true;
      try {
        await fill(form);
        form.submit();
      } catch {
        failure.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
