// After a refused form the summary of errors takes the focus, so that nobody has to look for what went wrong.
{
  let seen = null;
  const focus = () => {
    const summary = document.querySelector("[data-error-summary]");
    if (summary && summary !== seen) summary.focus();
    seen = summary;
  };
  document.addEventListener("DOMContentLoaded", focus);
  document.addEventListener("htmx:after:swap", () => { seen = null; focus(); });
  document.addEventListener("lt:replaced", () => { seen = null; focus(); });
}
