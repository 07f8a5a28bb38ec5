// Tables of number cells ([data-grid], [data-cell]): arrows and Enter move, a block copied from Excel fills from the active cell.
{
  const rows = (grid) => [...grid.querySelectorAll("tbody tr")].map((tr) => [...tr.querySelectorAll("[data-cell]")]).filter((row) => row.length);
  const place = (grid, cell) => {
    const all = rows(grid);
    const y = all.findIndex((row) => row.includes(cell));
    return { all, y, x: all[y].indexOf(cell) };
  };
  const go = (cell) => { if (cell) { cell.focus(); cell.select(); } };
  const mark = (cell) => cell.toggleAttribute("data-changed", cell.value !== (cell.dataset.original ?? cell.defaultValue));
  const cellOf = (event) => (event.target.matches?.("[data-grid] [data-cell]") ? event.target : null);

  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { all, y, x } = place(cell.closest("[data-grid]"), cell);
    const atStart = cell.selectionEnd === 0 || (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length);
    const atEnd = cell.selectionStart === cell.value.length || (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length);
    const step = (by) => all[y + by]?.[Math.min(x, all[y + by].length - 1)];
    let next;
    // Within words the arrows move between lines first.
    const within = cell.tagName === "TEXTAREA" && ((event.key === "ArrowDown" && !atEnd) || (event.key === "ArrowUp" && !atStart));
    if (within) return;
    if (event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey)) next = step(1);
    else if (event.key === "ArrowUp" || event.key === "Enter") next = step(-1);
    else if (event.key === "ArrowRight" && atEnd) next = all[y][x + 1];
    else if (event.key === "ArrowLeft" && atStart) next = all[y][x - 1];
    else return;
    if (event.key === "Enter" || next) event.preventDefault();
    go(next);
  });

  // The words above a column: a copied block often begins with them.
  const isHeader = (grid, line) => {
    const heads = [...grid.querySelectorAll("thead th")].map((th) => th.textContent.trim().toLowerCase());
    const words = line.map((text) => text.trim().toLowerCase()).filter(Boolean);
    return words.length > 0 && words.every((word) => heads.includes(word));
  };
  document.addEventListener("paste", (event) => {
    const cell = cellOf(event);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const grid = cell.closest("[data-grid]");
    const { all, y, x } = place(grid, cell);
    let lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    if (isHeader(grid, lines[0])) lines = lines.slice(1);
    const left = all.length - y;
    if (lines.length > left) { // A column copied with the sums of groups in it would fill the wrong rows.
      const words = `Khối dán có ${lines.length} dòng nhưng từ ô này chỉ còn ${left} dòng. Hãy kiểm tra: có thể đã chép cả dòng cộng nhóm.`;
      document.dispatchEvent(new CustomEvent("toast", { detail: { text: words, kind: "danger" } }));
    }
    let last = cell;
    lines.forEach((line, down) => line.forEach((part, right) => {
      const target = all[y + down]?.[x + right];
      if (!target || target.readOnly) return;
      target.value = part.trim();
      target.dispatchEvent(new Event("input", { bubbles: true }));
      last = target;
    }));
    go(last);
  });

  document.addEventListener("input", (event) => { const cell = cellOf(event); if (cell) mark(cell); });
  document.addEventListener("focusin", (event) => { cellOf(event)?.select(); });
}
