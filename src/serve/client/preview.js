// The script of the preview: listens for changes, and loads the page again when it is among them.
"use strict";
(() => {
  const own = document.currentScript.dataset;
  const events = new EventSource("/_guidepost/events");
  const reload = () => location.reload();
  events.addEventListener("hello", (event) => {
    const { run, build } = JSON.parse(event.data);
    if (run !== own.run || build > Number(own.build)) reload();
  });
  events.addEventListener("changed", (event) => {
    const { pages } = JSON.parse(event.data);
    if (pages === null || pages.includes(location.pathname)) reload();
  });
})();
