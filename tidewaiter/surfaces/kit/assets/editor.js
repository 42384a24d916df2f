// Line numbers that keep up with what is typed, jumps to a mistake, and names of columns to complete.
const WORD = /[a-z_][a-z0-9_]*$/;

for (const box of document.querySelectorAll("[data-code]")) {
  const area = box.querySelector("textarea");
  const numbers = box.querySelector("pre");
  const marked = new Set(box.dataset.marked.split(" "));
  const count = () => {
    const lines = Math.max(area.value.split("\n").length + 4, 12);
    if (area.rows === lines && numbers.childElementCount) return;
    area.rows = lines;
    numbers.replaceChildren(
      ...Array.from({ length: lines }, (_, place) => {
        const number = document.createElement(marked.has(String(place + 1)) ? "mark" : "span");
        number.textContent = place + 1;
        return number;
      }),
    );
  };
  area.addEventListener("input", count);
  count();
  for (const link of document.querySelectorAll("[data-line]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const lines = area.value.split("\n");
      const line = Math.min(Number(link.dataset.line), lines.length) - 1;
      const along = Math.max(Number(link.dataset.column) - 1, 0);
      const start = lines.slice(0, line).join("\n").length + (line > 0 ? 1 : 0);
      area.focus();
      // a mistake in a word puts the caret before it, one of a whole line selects the line
      area.setSelectionRange(start + along, Number(link.dataset.column) ? start + along : start + lines[line].length);
    });
  }
  complete(area);
}

function complete(area) {
  const columns = [...document.querySelectorAll("[data-column-name]")];
  if (!columns.length) return;
  const list = document.createElement("ul");
  list.className = "tw-complete";
  list.setAttribute("role", "listbox");
  list.id = "tw-complete";
  list.hidden = true;
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  let chosen = 0;
  const begun = () => WORD.exec(area.value.slice(0, area.selectionStart))?.[0] ?? "";
  const close = () => {
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const put = (name, instead) => {
    area.focus();
    area.setRangeText(name, area.selectionStart - instead.length, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
    close();
  };
  const choose = (place) => {
    chosen = (place + list.childElementCount) % list.childElementCount;
    [...list.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === chosen)));
    area.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  area.addEventListener("input", () => {
    const word = begun();
    const fitting = columns.filter((each) => word.length > 1 && each.dataset.columnName.startsWith(word)).slice(0, 8);
    if (!fitting.length || (fitting.length === 1 && fitting[0].dataset.columnName === word)) return close();
    list.replaceChildren(
      ...fitting.map((each, at) => {
        const item = document.createElement("li");
        item.id = `tw-complete-${at}`;
        item.setAttribute("role", "option");
        item.textContent = each.dataset.columnName;
        const meaning = document.createElement("span");
        meaning.textContent = ` ${each.dataset.meaning}`;
        item.append(meaning);
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          put(each.dataset.columnName, word);
        });
        return item;
      }),
    );
    list.hidden = false;
    choose(0);
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" || event.key === "Tab") put(list.children[chosen].firstChild.textContent, begun());
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  area.addEventListener("blur", close);
  for (const each of columns) {
    each.addEventListener("click", () => put(each.dataset.columnName, ""));
  }
}

for (const field of document.querySelectorAll("[data-says-script]")) {
  field.value = "yes";
}
