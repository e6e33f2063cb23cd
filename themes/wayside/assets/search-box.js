/* The box to search in, in the header of a page. Without this script a link to the list of all pages stands in its place. The program
   that searches is loaded when the box gets the focus. Nothing that is typed is stored or sent. */
(function () {
  'use strict';
  var form = document.querySelector('.find-form');
  var link = document.querySelector('.find-link');
  if (link) { link.href = link.getAttribute('data-page'); }
  if (!form || !window.fetch || !window.Promise) { return; }
  var words = form.dataset;
  var input = form.querySelector('input');
  var found = form.querySelector('.find-found');
  var card = form.querySelector('.search-urgent');
  var note = form.querySelector('.find-note');
  var list = form.querySelector('.find-list');
  var status = form.querySelector('[role=status]');
  var module = null;
  var timer = 0;
  var active = -1;

  function load() {
    module = module || import(words.module).catch(function (error) { module = null; throw error; });
    return module;
  }
  function failed() {
    list.textContent = '';
    say(words.failed);
  }
  function say(text) {
    note.hidden = !!list.children.length;
    note.textContent = status.textContent = text;
    open(true);
  }
  function open(isOpen) {
    found.hidden = !isOpen;
    input.setAttribute('aria-expanded', String(isOpen && list.children.length > 0));
    if (!isOpen) { mark(-1); }
  }
  function mark(at) {
    active = at;
    Array.prototype.forEach.call(list.children, function (option, number) {
      option.setAttribute('aria-selected', String(number === at));
      if (number === at) { option.scrollIntoView({ block: 'nearest' }); }
    });
    if (at < 0) { input.removeAttribute('aria-activedescendant'); } else { input.setAttribute('aria-activedescendant', '_find-' + at); }
  }
  function add(text, href) {
    var option = document.createElement('a');
    option.id = '_find-' + list.children.length;
    option.setAttribute('role', 'option');
    option.tabIndex = -1;
    option.href = href;
    option.textContent = text;
    list.appendChild(option);
  }
  function address(query) { return form.getAttribute('action') + '#q=' + encodeURIComponent(query); }

  function warn(urgent) {
    card.hidden = !urgent;
    if (!urgent) { return ''; }
    var links = card.querySelectorAll('a');
    var call = Array.prototype.filter.call(document.querySelectorAll('.help-strip a[href^="tel:"], .site-footer a[href^="tel:"]'), function (line) {
      return urgent.say.indexOf(line.querySelector('bdi').textContent) >= 0;
    })[0];
    card.className = 'care search-urgent ' + (urgent.need === 'stopping' ? 'urgent' : 'emergency');
    card.firstElementChild.textContent = urgent.say;
    links[0].parentNode.hidden = !call;
    if (call) { links[0].href = call.href; links[0].textContent = call.textContent; }
    links[1].href = urgent.url;
    links[1].textContent = urgent.title;
    return urgent.say + ' ';
  }

  function look() {
    var query = input.value.trim();
    if (query.length < 2) { open(false); status.textContent = ''; return; }
    load().then(function (loaded) {
      return loaded.search(query, { limit: 5 }).then(function (answer) {
        /* An answer that comes late is not shown for other words. */
        if (input.value.trim() !== query || !form.contains(document.activeElement)) { return; }
        var warning = warn(loaded.urgent(query) || loaded.urgent(answer.corrected || ''));
        list.textContent = '';
        answer.results.forEach(function (result) { add(result.title, result.url + (result.anchor ? '#' + result.anchor : '')); });
        if (answer.results.length || answer.alternatives.length) { add(words.all.replace('{query}', function () { return query; }), address(query)); }
        mark(-1);
        say(warning + (answer.total.count ? words.count.replace('{n}', answer.total.count) : words.none));
      });
    }).catch(failed);
  }

  form.hidden = false;
  form.parentNode.className += ' has-form';
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', words.list);
  open(false);

  input.addEventListener('focus', function () { load().catch(function () { /* Said when something is searched for. */ }); });
  input.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(look, 200); });
  input.addEventListener('keydown', function (event) {
    var count = found.hidden ? 0 : list.children.length;
    var next = { ArrowDown: active + 1, ArrowUp: active < 0 ? count - 1 : active - 1, Home: 0, End: count - 1 }[event.key];
    if (event.isComposing) { return; }
    if (event.key === 'ArrowDown' && found.hidden) { event.preventDefault(); look(); return; }
    if (event.key === 'Escape' && !found.hidden) { event.preventDefault(); open(false); return; }
    if (event.key === 'Enter' && active >= 0) { event.preventDefault(); list.children[active].click(); return; }
    /* Without a chosen page, Home and End belong to what is typed. */
    if (next === undefined || !count || (active < 0 && event.key.indexOf('Arrow') < 0)) { return; }
    event.preventDefault();
    mark(next < count ? next : -1);
  });
  form.addEventListener('focusout', function (event) { if (!form.contains(event.relatedTarget)) { open(false); } });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    window.location.href = address(input.value.trim());
  });
}());
