// Ticks of a kit's checklists: kept in this browser only, the same in both languages.
(() => {
  const name = (key) => `hub-checklist-${key}`;
  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(name(key))) || { ticked: [], all: 0 }; } catch { return { ticked: [], all: 0 }; }
  };
  const write = (key, value) => {
    try { localStorage.setItem(name(key), JSON.stringify(value)); } catch { /* storage is closed: ticks last as long as the page */ }
  };
  const mark = () => document.querySelectorAll("[data-hub-step]").forEach((stone) => {
    const { ticked, all } = read(stone.dataset.hubStep);
    stone.classList.toggle("is-done", all > 0 && ticked.length >= all);
  });

  document.querySelectorAll("[data-hub-checklist]").forEach((list) => {
    const key = list.dataset.hubChecklist;
    const boxes = [...list.querySelectorAll("input[type=checkbox]")];
    const status = list.querySelector("[data-hub-status]");
    const bar = document.createElement("progress");
    bar.max = boxes.length;
    bar.setAttribute("aria-label", list.querySelector("h2").textContent);
    status.before(bar);
    list.querySelectorAll("[data-hub-status], [data-hub-note]").forEach((node) => { node.hidden = false; });

    const show = () => {
      const done = boxes.filter((box) => box.checked).length;
      bar.value = done;
      status.textContent = list.dataset.hubProgress.replace("{done}", done).replace("{all}", boxes.length);
      mark();
    };
    const keep = () => {
      write(key, { ticked: boxes.filter((box) => box.checked).map((box) => box.value), all: boxes.length });
      show();
    };
    const { ticked } = read(key);
    boxes.forEach((box) => { box.checked = ticked.includes(box.value); });
    list.addEventListener("change", keep);
    list.querySelector("[data-hub-clear]").addEventListener("click", () => {
      boxes.forEach((box) => { box.checked = false; });
      keep();
      boxes[0].focus();
    });
    show();
  });
  mark();
})();
