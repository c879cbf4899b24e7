// Small improvements of every page. Each page also works without this file.

/** Prepare a page once it is shown. */
function arrive() {
  document.documentElement.classList.add("js");
  // After a mistake the reader starts at the list of what to correct.
  document.querySelector("[data-focus]")?.focus();
}

/** Replace the page by an answer; listeners on the window stay.
 *  @param {string} html @param {string} address */
function show(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  history.replaceState({ loadAgain: true }, "");
  if (address !== location.href) history.pushState({ loadAgain: true }, "", address);
  document.title = page.title;
  const addressOf = (piece) => piece.src || piece.href;
  const loaded = new Set(Array.from(document.head.querySelectorAll("[src], [href]"), addressOf));
  for (const piece of page.querySelectorAll("link[rel=stylesheet], script[src]")) {
    if (loaded.has(addressOf(piece))) continue;
    // Browsers do not run scripts in parsed HTML, so each is created again.
    const fresh = document.createElement(piece.localName);
    for (const { name, value } of piece.attributes) fresh.setAttribute(name, value);
    document.head.append(fresh);
  }
  document.body.replaceWith(page.body);
  scrollTo(0, 0);
  arrive();
}

/** Ignore a second press of the same button, and show its busy text.
 *  @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
function markBusy(form, button) {
  form.dataset.sent = "1";
  if (!button) return;
  button.dataset.calmText = button.textContent;
  button.setAttribute("aria-busy", "true");
  if (button.dataset.busyText) button.textContent = button.dataset.busyText;
}

/** @param {HTMLFormElement} form */
function calm(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) {
    button.removeAttribute("aria-busy");
    if (button.dataset.calmText) button.textContent = button.dataset.calmText;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-busy], form[data-upload]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  markBusy(form, event.submitter);
  if (form.matches("[data-upload]")) {
    event.preventDefault();
    upload(form, event.submitter);
  }
});

// Reset busy buttons after the back/forward cache.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(calm);
});

/** Send a form with a file and show the progress; then show the answer as if the browser had sent the form.
 *  @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
function upload(form, button) {
  const line = form.querySelector("[data-upload-state]");
  const say = (text) => {
    if (line) line.textContent = text;
  };
  const body = new FormData(form);
  if (button && button.name) body.append(button.name, button.value);
  const sending = new XMLHttpRequest();
  sending.open("POST", form.action);
  sending.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable && line) {
      say(line.dataset.sending.replace("{percent}", String(Math.floor((100 * step.loaded) / step.total))));
    }
  });
  sending.upload.addEventListener("load", () => say(line ? line.dataset.reading : ""));
  sending.addEventListener("load", () => {
    show(sending.responseText, sending.responseURL);
  });
  sending.addEventListener("error", () => {
    say(line ? line.dataset.broken : "");
    calm(form);
  });
  sending.send(body);
}

// Filters and the month picker are sent at each change; without this file their button is visible.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && form.matches("[data-autosubmit]")) form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const target = event.target.closest("[data-copy], [data-print]");
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  if (!target) return;
  if (target.matches("[data-print]")) {
    window.print();
    return;
  }
  const before = target.textContent;
  try {
    await navigator.clipboard.writeText(target.dataset.copy);
    target.textContent = target.dataset.done;
  } catch {
    // Plain http has no clipboard: select the text, so that the keyboard can copy it.
    const shown = target.parentElement?.querySelector("code");
    if (shown) window.getSelection()?.selectAllChildren(shown);
    return;
  }
  setTimeout(() => {
    target.textContent = before;
  }, 2000);
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details[data-menu][open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// An upload's answer has replaced the page without a navigation, so going back must load the former page.
window.addEventListener("popstate", (event) => {
  if (event.state?.loadAgain) location.reload();
});

arrive();
