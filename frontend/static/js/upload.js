// <form data-upload="#target">: counts the bytes while a file travels, then puts the answer in the place of the target.
// Where the answer asks for the same file again ([data-same-file]), it is chosen already.
// A file over the limit of its field (data-most, in bytes) is not sent at all: on a slow line that would take minutes.
{
  const place = (form, request, files) => {
    const fragment = document.createRange().createContextualFragment(request.responseText);
    const added = [...fragment.children];
    const elsewhere = request.getResponseHeader("HX-Retarget");
    if (elsewhere) document.querySelector(elsewhere).replaceChildren(fragment);
    else document.querySelector(form.dataset.upload).replaceWith(fragment);
    added.forEach((element) => window.htmx?.process(element));
    const again = document.querySelector("[data-same-file]");
    if (again && files.length) again.files = files;
    document.dispatchEvent(new CustomEvent("lt:replaced"));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-upload]") || !document.querySelector(form.dataset.upload)) return;
    event.preventDefault();
    const field = form.querySelector("[type=file]");
    const button = form.querySelector("[type=submit]");
    const progress = form.querySelector("[data-upload-progress]");
    const say = (percent, text) => { progress.hidden = false; progress.firstElementChild.value = percent; progress.querySelector("[data-upload-text]").textContent = text; };
    const stop = (text) => { button.disabled = false; say(0, text); };
    if (field.files[0]?.size > field.dataset.most) { stop(field.dataset.over); return; }
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("HX-Request-Type", "partial");
    request.upload.addEventListener("progress", (sent) => {
      const percent = sent.lengthComputable ? Math.round((sent.loaded / sent.total) * 100) : 0;
      say(percent, percent < 100 ? `Đang tải lên ${percent}%` : "Đang kiểm tra tệp…");
    });
    const lost = () => stop("Chưa gửi được tệp, có thể do mất kết nối. Hãy thử lại.");
    request.addEventListener("error", lost);
    request.addEventListener("load", () => {
      stop("");
      const redirect = request.getResponseHeader("HX-Redirect");
      if (redirect) location.assign(redirect);
      else if (/^\s*<!doctype/i.test(request.responseText)) lost(); // a whole page: not from the pages, but from who stands before them
      else place(form, request, field.files);
    });
    button.disabled = true;
    say(0, "Đang tải lên…");
    request.send(new FormData(form));
  });
}
