// A part of the page that follows what others do: asked for again every few seconds, put in place where it changed.
// It takes no key and moves no cursor: whoever stands on a line of it stays there.

const EVERY = 5000;

async function renew(part) {
  const body = new FormData(document.querySelector(part.dataset.liveForm) ?? undefined);
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? part.dataset.token;
  body.set("csrfmiddlewaretoken", token);
  try {
    const answer = await fetch(part.dataset.live, { method: "POST", body });
    if (!answer.ok || answer.redirected) return;
    const text = (await answer.text()).trim();
    if (part.isConnected && text !== part.dataset.was) put(part, text);
  } catch {
    // The program does not answer: what stands here stays until it does.
  }
}

function put(part, text) {
  const at = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const fresh = document.createElement("template");
  fresh.innerHTML = text;
  part.replaceChildren(fresh.content);
  part.dataset.was = text;
  if (at) [...part.querySelectorAll("a")].find((link) => link.getAttribute("href") === at)?.focus();
}

setInterval(() => {
  if (!document.hidden) document.querySelectorAll("[data-live]").forEach(renew);
}, EVERY);
