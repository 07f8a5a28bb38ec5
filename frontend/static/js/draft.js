// Keeps what is typed into <form data-draft="key"> on this machine until the server has confirmed it ([data-draft-saved="key"]): texts only.
{
  const PREFIX = "lantoa:nhap:";
  const fields = (form) => [...form.elements].filter((e) => e.name && (e.type === "text" || e.type === "textarea"));
  const store = { // A full or forbidden storage costs the draft, never the typing.
    read(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } },
    write(key, draft) { try { localStorage.setItem(PREFIX + key, JSON.stringify(draft)); } catch {} },
    drop(key) { try { localStorage.removeItem(PREFIX + key); } catch {} },
  };

  const held = (form) => store.read(form.dataset.draft)?.values ?? {};
  // Each cell says what only this machine holds of it.
  const mark = (form) => {
    const values = held(form);
    for (const e of fields(form)) {
      const text = values[e.name] ?? e.defaultValue;
      const said = text === (e.dataset.original ?? e.defaultValue) ? "" : text === e.value ? "đang giữ trên máy" : `trên máy: ${text || "trống"}`;
      e.ariaDescription = said;
      e.closest("div").dataset.held = said;
    }
  };
  // What an earlier draft holds stays until it is used, dropped or saved: after a refused save the page shows it as its own.
  const keep = (form, typed) => {
    const values = held(form);
    for (const e of fields(form)) if (e === typed || e.value !== e.defaultValue) values[e.name] = e.value;
    if (Object.keys(values).length) store.write(form.dataset.draft, { at: Date.now(), values });
    mark(form);
  };
  const offer = (form) => {
    const bar = form.querySelector("[data-draft-bar]");
    const values = held(form);
    mark(form);
    bar.hidden = !fields(form).some((e) => (values[e.name] ?? e.value) !== e.value);
    if (bar.hidden) return;
    // The hour of Viet Nam, which is UTC+7 all year, whatever this machine keeps.
    const [, year, month, day, time] = /(.+)-(.+)-(.+)T(.{5})/.exec(new Date(store.read(form.dataset.draft).at + 252e5).toISOString());
    bar.querySelector("[data-draft-time]").textContent = ` (lúc ${time} ngày ${day}/${month}/${year})`;
  };
  const restore = (form) => {
    const values = held(form);
    for (const e of fields(form)) {
      if (!(e.name in values)) continue;
      e.value = values[e.name];
      e.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const settle = () => {
    for (const mark of document.querySelectorAll("[data-draft-saved]")) { store.drop(mark.dataset.draftSaved); mark.remove(); }
    document.querySelectorAll("form[data-draft]").forEach(offer);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form && fields(form).includes(event.target)) keep(form, event.target);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("form[data-draft]");
    const bar = event.target.closest("[data-draft-bar]");
    if (!form || !bar) return;
    if (event.target.closest("[data-draft-restore]")) { restore(form); bar.hidden = true; }
    if (event.target.closest("[data-draft-drop]")) { store.drop(form.dataset.draft); bar.hidden = true; keep(form); }
  });
  document.addEventListener("DOMContentLoaded", settle);
  document.addEventListener("htmx:after:swap", settle);
  document.addEventListener("lt:replaced", settle);
}
