// The code of a receipt is in the URL behind #, which browsers do not send, so no server logs it: posts the code.

const form = document.querySelector("form#bukti");

function prove() {
  const code = location.hash.slice(1);
  if (!form || !/^2\.[\w-]+\.[\w-]+$/.test(code)) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.requestSubmit();
}

addEventListener("hashchange", prove);
prove();
