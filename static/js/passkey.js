// Signing in with a passkey, adding one, and using one as the second step.
// A form says which by data-passkey="login|authenticate|add"; data-options names the element with the server's data.

const fromBase64Url = (text) => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
};

const toBase64Url = (buffer) => {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withIds = (list) => list?.map((one) => ({ ...one, id: fromBase64Url(one.id) }));

const creationOptions = ({ publicKey }) => ({
  publicKey: {
    ...publicKey,
    challenge: fromBase64Url(publicKey.challenge),
    user: { ...publicKey.user, id: fromBase64Url(publicKey.user.id) },
    ...(publicKey.excludeCredentials && { excludeCredentials: withIds(publicKey.excludeCredentials) }),
  },
});

const requestOptions = ({ publicKey }) => ({
  publicKey: {
    ...publicKey,
    challenge: fromBase64Url(publicKey.challenge),
    ...(publicKey.allowCredentials && { allowCredentials: withIds(publicKey.allowCredentials) }),
  },
});

const asJson = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toBase64Url(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toBase64Url(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

const dataOf = (form) => JSON.parse(document.getElementById(form.dataset.options).textContent);

const add = (form) => {
  const options = creationOptions(dataOf(form).creation_options);
  const alone = form.querySelector('[name="passwordless"]')?.checked ?? true;
  options.publicKey.authenticatorSelection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return navigator.credentials.create(options);
};

const authenticate = (form) => navigator.credentials.get(requestOptions(dataOf(form).request_options));

const login = async (form) => {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return navigator.credentials.get(requestOptions((await answer.json()).request_options));
};

const ceremonies = { add, authenticate, login };

const prepare = (form) => {
  form.hidden = false;
  const problem = form.querySelector("[data-passkey-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.querySelector('[name="credential"]').value = asJson(await ceremonies[form.dataset.passkey](form));
      form.submit();
    } catch {
      // Cancelled, timed out or unknown here: the person reads the same sentence and chooses.
      problem.hidden = false;
    }
  });
};

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
}
