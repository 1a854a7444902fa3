// The human check of a form (samrum.core.verification). Nothing is loaded before the visitor touches the form;
// whatever fails here, the form can still be sent: the sender then confirms by a letter.

const WAIT = 8000; // milliseconds that a sending waits for a check that is under way

function altchaCheck(box) {
  let done = null; // promise of the check; it never rejects
  let finish = null;

  function start() {
    if (done) return done;
    done = new Promise((resolve) => { finish = resolve; });
    run().catch(() => { say(box.dataset.error); finish(); });
    return done;
  }

  function say(text) {
    const line = box.querySelector("[role=status]") || box.appendChild(document.createElement("p"));
    line.setAttribute("role", "status");
    line.textContent = text;
  }

  async function run() {
    // The library would put a <style> in the page, which our policy blocks: it does not if it finds this element.
    if (!document.getElementById("__altcha-css")) {
      const mark = document.createElement("meta");
      mark.id = "__altcha-css";
      document.head.append(mark);
    }
    await import(box.dataset.script);
    const widget = document.createElement("altcha-widget");
    const strings = {};
    for (const name of ["label", "verifying", "verified", "error", "expired", "wait"]) {
      strings[name === "wait" ? "waitAlert" : name] = box.dataset[name];
    }
    for (const [name, value] of Object.entries({
      name: "altcha", auto: "onload", challengeurl: box.dataset.challenge, maxnumber: box.dataset.max,
      strings: JSON.stringify(strings), hidefooter: "true", hidelogo: "true", disableautofocus: "true",
    })) widget.setAttribute(name, value);
    widget.addEventListener("statechange", (event) => {
      if (event.detail.state === "verified" || event.detail.state === "error") finish();
    });
    box.replaceChildren(widget);
  }

  return {
    start,
    reset() { done = null; box.replaceChildren(); },
  };
}

function recaptchaCheck(box) {
  const button = box.querySelector("[data-recaptcha-start]");
  const status = box.querySelector("[data-recaptcha-status]");
  const failed = () => { status.textContent = status.dataset.error; button.hidden = false; };
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    status.textContent = "";
    const script = document.createElement("script");
    const language = document.documentElement.lang || "sv";
    script.src = `https://www.google.com/recaptcha/api.js?render=explicit&hl=${encodeURIComponent(language)}`;
    script.onerror = failed;
    script.onload = () => {
      if (!window.grecaptcha) { failed(); return; }
      window.grecaptcha.ready(() => {
        window.grecaptcha.render(box.querySelector("[data-recaptcha-box]"), {
          sitekey: box.dataset.key, "error-callback": failed,
        });
      });
    };
    document.head.append(script);
  });
  return { start: () => Promise.resolve(), reset() {} };
}

for (const form of document.querySelectorAll("form[data-verified-form]")) {
  const altcha = form.querySelector("[data-altcha]");
  const recaptcha = form.querySelector("[data-recaptcha]");
  const check = altcha ? altchaCheck(altcha) : recaptcha ? recaptchaCheck(recaptcha) : null;
  if (!check) continue;
  for (const touch of ["focusin", "pointerdown"]) form.addEventListener(touch, check.start, { once: true });

  let sending = false;
  // Captured: before the library's own handler, which would complain where we wait.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (sending) return;
    sending = true;
    await Promise.race([check.start(), new Promise((resolve) => { setTimeout(resolve, WAIT); })]);
    form.submit(); // sends without another event
  }, { capture: true });

  // Back from the next page: a check can be used once.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    check.reset();
    for (const touch of ["focusin", "pointerdown"]) form.addEventListener(touch, check.start, { once: true });
  });
}
