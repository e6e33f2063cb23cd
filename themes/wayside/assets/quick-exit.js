/* Pages with a quick way out alone load this. Without it the link still works; with it the page that was left is replaced, so
   that the back button does not lead to it, and three presses of Shift leave too. Nothing is stored or sent. */
(function () {
  'use strict';
  var link = document.querySelector('.quick-exit a');
  var keys = document.querySelector('.quick-exit-keys');
  var presses = 0;
  var first = 0;
  if (!link || !window.addEventListener) { return; }

  function leave(event) {
    if (event) { event.preventDefault(); }
    /* The text goes at once, since the next page may be slow to come. */
    document.title = link.textContent;
    document.documentElement.style.display = 'none';
    window.location.replace(link.href);
  }

  link.addEventListener('click', function (event) {
    /* Who opens the link in a new tab means to. */
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    leave(event);
  });

  /* A Shift that belongs to a capital letter is none, so any other key begins the count anew. */
  window.addEventListener('keydown', function (event) {
    if (event.key !== 'Shift' && event.keyCode !== 16) { presses = 0; }
  });
  window.addEventListener('keyup', function (event) {
    if (event.key !== 'Shift' && event.keyCode !== 16) { return; }
    var now = new Date().getTime();
    if (presses === 0 || now - first > 5000) { presses = 0; first = now; }
    presses += 1;
    if (presses === 3) { leave(); }
  });

  /* A browser that kept the page shows it again when the reader comes back on purpose. */
  window.addEventListener('pageshow', function () { document.documentElement.style.display = ''; });
  if (keys) { keys.removeAttribute('hidden'); }
}());
