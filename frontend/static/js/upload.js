// <form data-upload="#target">: counts the bytes while a file travels, then puts the answer in the place of the target.
{
  const announce = (header) => {
    if (!header?.startsWith("{")) return;
    for (const [name, detail] of Object.entries(JSON.parse(header))) document.dispatchEvent(new CustomEvent(name, { detail }));
  };
  const place = (form, request) => {
    const redirect = request.getResponseHeader("HX-Redirect");
    if (redirect) { location.assign(redirect); return; }
    const target = document.querySelector(request.getResponseHeader("HX-Retarget") ?? form.dataset.upload);
    const whole = request.getResponseHeader("HX-Reswap")?.startsWith("innerHTML");
    const fragment = document.createRange().createContextualFragment(request.responseText);
    const added = [...fragment.children];
    if (whole) target.replaceChildren(fragment);
    else target.replaceWith(fragment);
    added.forEach((element) => window.htmx?.process(element));
    announce(request.getResponseHeader("HX-Trigger"));
    document.dispatchEvent(new CustomEvent("lt:replaced"));
  };
  // Whoever stands before the pages answers with a page of their own (a file over the limit): only its sentence is told.
  const refusal = (request) => (/^\s*<!doctype/i.test(request.responseText) ? new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main p")?.textContent : null);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-upload]") || !document.querySelector(form.dataset.upload)) return;
    event.preventDefault();
    const progress = form.querySelector("[data-upload-progress]");
    const say = (percent, text) => { progress.firstElementChild.value = percent; progress.querySelector("[data-upload-text]").textContent = text; };
    const button = form.querySelector("[type=submit]");
    const done = (text) => { button.disabled = false; if (text) say(0, text); else progress.hidden = true; };
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("HX-Request-Type", "partial");
    request.upload.addEventListener("progress", (sent) => {
      const percent = sent.lengthComputable ? Math.round((sent.loaded / sent.total) * 100) : 0;
      say(percent, percent < 100 ? `Đang tải lên ${percent}%` : "Đang kiểm tra tệp…");
    });
    request.addEventListener("load", () => {
      const refused = refusal(request);
      done(refused);
      if (!refused) place(form, request);
    });
    request.addEventListener("error", () => done("Mất kết nối. Hãy thử tải lên lại."));
    button.disabled = true;
    progress.hidden = false;
    say(0, "Đang tải lên…");
    request.send(new FormData(form));
  });
}
