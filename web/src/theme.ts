// The chosen colours, kept from the last visit, in; set on the page before anything is drawn, so that nothing flashes.
const kept = (() => {
  try {
    return localStorage.getItem("onrecord-theme");
  } catch {
    return null; // storage may be forbidden: then the system's choice stands
  }
})();
if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
export {};
