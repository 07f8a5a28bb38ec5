// "/" goes to the search box, "?" to the list of keys; Esc or a click elsewhere closes an open menu.
document.addEventListener("keydown", (event) => {
  const typing = event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select");
  const box = event.key === "/" && !typing && document.querySelector("[data-search]");
  if (box?.offsetParent) { event.preventDefault(); box.focus(); }
  if (event.key === "?" && !typing) location.assign("/tro-giup#phim-tat");
  const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});
