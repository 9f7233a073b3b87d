// Passkeys: a form that is marked for them asks the device before it is sent. Without this script,
// and where a browser knows no passkeys, the form stays hidden, and the password does.
const can = window.PublicKeyCredential;
const isAble = can && can.parseRequestOptionsFromJSON && can.parseCreationOptionsFromJSON;

for (const form of isAble ? document.querySelectorAll("form[data-passkey]") : []) {
  const failure = form.querySelector("[role=alert]");
  const tell = (text) => {
    failure.textContent = text;
    failure.hidden = false;
  };

  const answer = async () => {
    const body = new URLSearchParams(new FormData(form));
    const said = await fetch(form.dataset.passkey, { method: "POST", body });
    const question = await said.json();
    if (!said.ok) return tell(question.error);
    const options = question.options.publicKey;
    const given = form.dataset.new
      ? await navigator.credentials.create({
          publicKey: can.parseCreationOptionsFromJSON(options),
        })
      : await navigator.credentials.get({ publicKey: can.parseRequestOptionsFromJSON(options) });
    form.elements.token.value = question.token;
    form.elements.passkey.value = JSON.stringify(given);
    form.submit();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    failure.hidden = true;
    answer().catch(() => tell(form.dataset.failed));
  });
  form.hidden = false;
}
