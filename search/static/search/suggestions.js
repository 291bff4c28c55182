// Suggestions while typing: a combobox (ARIA 1.2, list autocomplete). Without it, a form.
for (const input of document.querySelectorAll("[data-hub-suggest]")) {
  const list = document.createElement("ul");
  const given = input.dataset.hubSuggest;
  const url = new URL(given || "suggestions.json", given ? location : input.form.action);
  let active = -1, asked = 0, timer;
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = input.labels[0].textContent;
  list.hidden = true;
  input.after(list);
  // ARIA in HTML lets a text field alone be a combobox.
  input.type = "text";
  input.enterKeyHint = "search";
  input.role = "combobox";
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  const close = () => { asked++; show([]); };
  function show(found) {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((one, index) => {
      const option = document.createElement("li");
      const type = document.createElement("small");
      option.id = `${list.id}-${index}`;
      option.role = "option";
      option.lang = one.language;
      option.dataset.url = one.url;
      type.textContent = one.type;
      type.lang = document.documentElement.lang;
      option.append(one.title, " ", type);
      return option;
    }));
    list.hidden = !found.length;
    input.ariaExpanded = String(!list.hidden);
  }
  close();
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const mine = ++asked;
    timer = setTimeout(async () => {
      if (input.value.trim().length < 2) return show([]);
      try {
        url.searchParams.set(input.name, input.value);
        const answer = await fetch(url);
        const { suggestions } = await answer.json();
        if (mine === asked) show(suggestions);
      } catch { show([]); }
    }, 150);
  });
  input.addEventListener("keydown", (event) => {
    const { key } = event, options = list.children, size = options.length;
    if (key === "Escape" && size) { close(); event.preventDefault(); }
    if (key === "Enter" && active >= 0) { location = options[active].dataset.url; event.preventDefault(); }
    if (!size || !["ArrowDown", "ArrowUp"].includes(key)) return;
    event.preventDefault();
    options[active]?.removeAttribute("aria-selected");
    active = key === "ArrowDown" ? (active + 1) % size : (active < 1 ? size : active) - 1;
    options[active].ariaSelected = "true";
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) location = option.dataset.url;
  });
  input.addEventListener("blur", close);
}
