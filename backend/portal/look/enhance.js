// Refines what works without it: a search shows its results while one types.
for (const form of document.querySelectorAll("form[data-live]")) {
  const place = document.getElementById(form.dataset.live);
  let waiting;
  let latest = 0;

  const look = async () => {
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form)).toString();
    const mine = ++latest;
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || mine !== latest) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById(form.dataset.live);
    if (!found || mine !== latest) return;
    place.replaceChildren(...found.childNodes);
    history.replaceState(null, "", address);
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => look().catch(() => {}), 350);
  });
}

// A conversation shows by itself what the other side says, and sends without leaving the page.
const stream = document.querySelector("[data-stream]");
const chat = document.getElementById("chat");
if (stream && chat) {
  const take = (text, whole) => {
    const found = new DOMParser().parseFromString(text, "text/html").getElementById("chat");
    if (!found) return false;
    if (whole) {
      chat.replaceChildren(...found.childNodes);
    } else {
      for (const id of ["chat-log", "last"]) {
        const now = document.getElementById(id);
        now.replaceChildren(...found.querySelector(`#${id}`).childNodes);
      }
    }
    document.getElementById("last").scrollIntoView({ block: "nearest" });
    return true;
  };

  const look = async () => {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (answer.ok && !location.search) take(await answer.text(), false);
  };

  chat.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    if (button.disabled) return;
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
      });
      if (!take(await answer.text(), true)) throw new Error("another page");
      chat.querySelector("textarea").focus();
    } catch {
      form.submit();
    }
  });

  const source = new EventSource(stream.dataset.stream);
  source.addEventListener("said", () => look().catch(() => {}));
}
