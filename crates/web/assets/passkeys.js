
// Passkeys: the browser hands them to scripts only. Where it has none, their parts stay hidden.
{
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const ask = async (path, form, fields = {}) => {
    const body = new URLSearchParams({ ...Object.fromEntries(new FormData(form)), ...fields });
    const answer = await fetch(path, { method: "POST", body });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.problem ?? form.dataset.failed);
    return said;
  };
  const withIds = (list) => list.map((one) => ({ ...one, id: bytes(one.id) }));

  const make = async (form) => {
    const options = await ask("/account/passkeys/begin", form);
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: withIds(options.excludeCredentials),
      },
    });
    return ask("/account/passkeys", form, {
      client: text(made.response.clientDataJSON),
      attestation: text(made.response.attestationObject),
    });
  };
  const use = async (form) => {
    const options = await ask("/login/passkey/begin", form);
    const used = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: [] },
    });
    return ask("/login/passkey", form, {
      credential: text(used.rawId),
      client: text(used.response.clientDataJSON),
      authenticator: text(used.response.authenticatorData),
      signature: text(used.response.signature),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = form.querySelector("[data-problem]");
      try {
        const { to } = await (form.dataset.passkey === "make" ? make(form) : use(form));
        location.assign(to);
      } catch (error) {
        // Whoever changes their mind is told nothing.
        problem.textContent = error.name === "NotAllowedError" ? "" : error.message;
      }
    });
  }
}
