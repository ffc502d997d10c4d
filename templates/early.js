/* What the reader chose. */
for (const name of ["scheme", "corrections"]) try {
  document.documentElement.dataset[name] = localStorage.getItem(`coursebuild ${name}`) || "";
} catch {}
