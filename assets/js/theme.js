// Applies the theme remembered on this device before the first paint; a classic script in the head, so that nothing flashes.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // storage may be switched off: the system's theme holds
}
