// "Copy" buttons: shown only where the browser can copy.
(() => {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-hub-copy]").forEach((button) => {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.hubCopy).textContent);
      button.textContent = button.dataset.hubCopied;
      setTimeout(() => { button.textContent = label; }, 3000);
    });
  });
})();
