// Wagtail saves what an editor types by itself. Two gaps of its own (7.4) are closed here; docs/decisions/0010.

const HANDED_OVER = 300; // milliseconds: a rich text field hands over what was typed after 250 (Draftail)

const waiting = new WeakSet();
const ready = new WeakSet();
const sent = new WeakMap();

const controller = (form, name) => window.wagtail?.app?.getControllerForElementAndIdentifier(form, name);

// 1. “Publish” while a new page is being saved would make the page twice, and find its own address in use. So what
// the editor sends waits for what is being saved, and nothing is saved behind it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const autosave = controller(form, "w-autosave");
  if (!autosave || ready.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!waiting.has(form)) send(form, autosave, event.submitter);
}, true);

async function send(form, autosave, button) {
  waiting.add(form);
  autosave.activeValue = false;
  await new Promise((resolve) => { setTimeout(resolve, HANDED_OVER); });
  await autosave.submitPromise;
  // Wagtail has disabled the button (“Publishing…”): it would not say which one was pressed.
  const pressed = document.createElement("input");
  pressed.type = "hidden";
  if (button?.name) [pressed.name, pressed.value] = [button.name, button.value];
  form.append(pressed);
  ready.add(form);
  form.requestSubmit();
  ready.delete(form);
  waiting.delete(form);
  pressed.remove();
}

// 2. What is typed while the form is being saved would count as saved: no preview, no saving, no warning on leaving.
document.addEventListener("w-autosave:save", ({ target }) => {
  sent.set(target, controller(target, "w-unsaved")?.formData);
});

document.addEventListener("w-autosave:success", ({ target, detail }) => {
  const unsaved = controller(target, "w-unsaved");
  if (!unsaved || !sent.has(target)) return;
  const saved = new URLSearchParams(sent.get(target));
  for (const [name, value] of Object.entries(detail.response.field_updates ?? {})) {
    if (saved.has(name)) saved.set(name, value);
  }
  if (saved.toString() === unsaved.formData) return;
  unsaved.initialFormData = saved.toString();
  unsaved.previousFormData = unsaved.initialFormData;
  unsaved.check();
});
