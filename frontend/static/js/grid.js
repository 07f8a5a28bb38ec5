// Tables of number cells ([data-grid], [data-cell]): arrows and Enter move; a block copied from Excel fills by its codes, or else from the active cell.
{
  let undo = [];
  const cellOf = (event) => event.target.closest?.("[data-grid] [data-cell]");
  const put = (cell, text) => { cell.value = text; cell.dispatchEvent(new Event("input", { bubbles: true })); };
  const say = (cell, text) => { cell.form.querySelector("[data-said]")?.replaceChildren("· ", text); };
  // Rows that take input, and the columns that do in any of them: some rows leave some out.
  const lay = (cell) => {
    const cells = [...cell.closest("[data-grid]").querySelectorAll("[data-cell]")];
    const rows = [...new Set(cells.map((one) => one.closest("tr")))];
    const columns = [...new Set(cells.map((one) => one.closest("td").cellIndex))].sort((a, b) => a - b);
    const at = (y, x) => rows[y]?.cells[columns[x]]?.querySelector("[data-cell]");
    return { cells, rows, columns, at, y: rows.indexOf(cell.closest("tr")), x: columns.indexOf(cell.closest("td").cellIndex) };
  };

  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    const held = event.ctrlKey || event.metaKey;
    if (cell && event.key === "z" && held && undo.length) {
      event.preventDefault();
      for (const [one, text] of undo.splice(0)) put(one, text);
      say(cell, "Đã hoàn tác.");
    }
    if (!cell || held || event.altKey || event.isComposing) return;
    const { cells, rows, at, y, x } = lay(cell);
    const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const atStart = all || cell.selectionEnd === 0;
    const atEnd = all || cell.selectionStart === cell.value.length;
    const isNumber = cell.tagName === "INPUT"; // Within words the arrows move between lines first.
    const step = (by) => at(y + by, x) ?? rows[y + by]?.querySelector("[data-cell]");
    const beside = (by) => cells[cells.indexOf(cell) + by];
    const next = {
      ArrowDown: (isNumber || atEnd) && step(1),
      ArrowUp: (isNumber || atStart) && step(-1),
      ArrowRight: atEnd && beside(1),
      ArrowLeft: atStart && beside(-1),
      Enter: step(event.shiftKey ? -1 : 1),
    }[event.key];
    if (event.key === "Enter" || next) event.preventDefault();
    if (next) next.focus();
  });

  document.addEventListener("paste", (event) => {
    const cell = cellOf(event);
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!cell || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const { rows, columns, at, y, x } = lay(cell);
    // Excel puts quotes around a cell that has a line break in it.
    const flat = text.replace(/(^|[\t\n])"((?:[^"\t]|"")*)"(?=[\t\n]|$)/g, (all, before, quoted) => before + quoted.replace(/""/g, '"').replace(/\n/g, "\r"));
    const lines = flat.split("\n").map((line) => line.split("\t").map((part) => part.replace(/\r/g, "\n").trim()));
    // The words above a column, which a copied block often begins with: "Điểm tự đánh giá" is our "Tự đánh giá".
    const heads = [...cell.closest("table").tHead.rows[0].cells].map((one) => one.textContent.trim().toLowerCase());
    const headOf = (word) => heads.findLastIndex((head) => word.startsWith(head) || word.endsWith(head));
    const words = lines[0].map((part) => part.toLowerCase());
    const names = words.join("") && words.every((word) => !word || headOf(word) >= 0 || /^(s?tt|mã|tên|điểm)/.test(word)) ? words : [];
    if (names.length) lines.shift();
    // By code where a column holds codes of this table and a later one numbers; without names the last of those are meant.
    const codes = new Map(rows.map((row, place) => [row.cells[0].textContent.trim(), place]));
    const isNumber = (part) => /^-?\d[\d.,\s]*%?$/.test(part);
    const every = [...words.keys()];
    const code = every.find((column) => lines.filter((line) => codes.has(line[column])).length * 2 >= lines.length && (names[column] || lines.some((line) => line.slice(column + 1).some(isNumber))));
    const numbers = every.filter((column) => column > code && lines.some((line) => codes.has(line[code]) && isNumber(line[column])));
    const start = numbers.at(x + 1 - columns.length) ?? numbers[0] ?? 0;
    const named = names.map((word) => columns.indexOf(headOf(word)));
    const placeOf = (column) => (code >= 0 && Math.max(...named) >= 0 ? named[column] : column < start ? -1 : x + column - start);
    const lost = new Set();
    undo = [];
    lines.forEach((line, down) => {
      line.forEach((part, column) => {
        const target = at(code >= 0 ? codes.get(line[code]) : y + down, placeOf(column));
        if (!part || placeOf(column) < 0) return;
        if (!target || target.readOnly) { lost.add(code >= 0 ? line[code] : part); return; }
        undo.push([target, target.value]);
        put(target, part);
        target.focus();
      });
      codes.delete(line[code]); // A code that comes twice has been mangled: 4.10 became 4.1.
    });
    const left = lost.size ? ` Không có chỗ cho: ${[...lost].join("; ").slice(0, 80)}` : "";
    say(cell, `Đã điền ${undo.length} ô, Ctrl+Z để hoàn tác.${left}`);
  });

  document.addEventListener("input", (event) => {
    const cell = cellOf(event);
    if (event.isTrusted) undo = [];
    cell?.toggleAttribute("data-changed", cell.value !== (cell.dataset.original ?? cell.defaultValue));
  });
  document.addEventListener("focusin", (event) => { cellOf(event)?.select(); });
}
