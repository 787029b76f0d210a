// Asks a security key and sends its answer with the form. What goes wrong is said on the page.

const form = document.querySelector("form[data-security-key]");
const button = form?.querySelector("[data-ask-key]");
const asked = document.getElementById("key-asked");

/** A second factor beside the password: the key keeps nothing of the account. */
function beside(options) {
  options.publicKey.authenticatorSelection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: "discouraged",
    requireResidentKey: false,
  };
  return options;
}

async function ask() {
  const trouble = document.getElementById("key-trouble");
  trouble.hidden = true;
  const options = JSON.parse(asked.textContent);
  try {
    const answer =
      form.dataset.securityKey === "add"
        ? await webauthnJSON.create(beside(options.creation_options))
        : await webauthnJSON.get(options.request_options);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    trouble.hidden = false;
    trouble.focus();
  }
}

if (form && button && asked) {
  if (globalThis.webauthnJSON?.supported() && isSecureContext) {
    button.addEventListener("click", ask);
  } else {
    button.disabled = true;
    document.getElementById("key-impossible").hidden = false;
  }
}
