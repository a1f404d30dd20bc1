// Runs before the first paint: what only works without JavaScript is hidden by `.js .no-js-only`.
document.documentElement.classList.add("js");
