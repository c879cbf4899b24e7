// The code of a letter's QR is in the URL behind #, which browsers do not send, so no server logs it. This file puts
// the code into the form and sends it.

const form = document.querySelector("form");

function useCode() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!form || !/^[0-9A-Za-z-]{16,40}$/.test(code)) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.requestSubmit();
}

addEventListener("hashchange", useCode);
useCode();
