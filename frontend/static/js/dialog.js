// Opens native dialogs: [data-dialog-open="id"] on click, or the event "mo-hop" {id} sent by the server. Esc closes by itself.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
});
document.addEventListener("mo-hop", (event) => document.getElementById(event.detail.id)?.showModal());
