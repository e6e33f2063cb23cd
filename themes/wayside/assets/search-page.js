/* The page that shows what a search found. The words stand behind the # of its address, which browsers send to nobody, so that "Back"
   works. Nothing is stored. Texts of the index are only ever set as text. */
(function () {
  'use strict';
  var form = document.querySelector('.search-form');
  if (!form || !window.fetch || !window.Promise || !window.URLSearchParams) { return; }
  var words = form.dataset;
  var input = form.querySelector('input');
  var card = part('.search-urgent');
  var status = part('.search-status');
  var retry = part('.search-retry');
  var instead = part('.search-instead');
  var choices = part('.search-choices');
  var list = part('.search-results');
  var more = part('.search-more');
  var title = document.title;
  var PAGE = 10;
  var MOST = 100;
  var module = null;
  var timer = 0;
  var isEnded = true;
  /* What is shown, or on its way. */
  var shown = null;

  function part(selector) { return document.querySelector('main ' + selector); }
  function fill(text, query) { return text.replace('{query}', function () { return query; }); }
  function address(query) { return '#q=' + encodeURIComponent(query); }
  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }
  function linkTo(href, text) {
    var link = element('a', '', text);
    link.href = href;
    return link;
  }
  function load() {
    module = module || import(words.module).catch(function (error) { module = null; throw error; });
    return module;
  }
  function asked() {
    var query = new URLSearchParams(window.location.hash.slice(1)).get('q');
    return query === null ? '' : query.trim();
  }

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

  function clear() {
    list.textContent = status.textContent = instead.textContent = choices.querySelector('ul').textContent = '';
    list.hidden = instead.hidden = choices.hidden = more.hidden = retry.hidden = card.hidden = true;
  }

  /* Looks for what the address says. `from` is the number of results that stay. */
  function look(from) {
    var query = asked();
    var mine = shown = { query: query };
    if (!query) { clear(); document.title = title; return; }
    document.title = fill(words.title, query) + ' – ' + title;
    load().then(function (loaded) {
      return loaded.search(query, { limit: PAGE, offset: from }).then(function (answer) {
        /* An answer that comes late is not shown for other words. */
        if (shown === mine) { show(answer, loaded.urgent(query) || loaded.urgent(answer.corrected || ''), from); }
      });
    }).catch(function () {
      if (shown !== mine) { return; }
      if (!from) { clear(); }
      status.textContent = words.failed;
      retry.hidden = false;
      retry.firstElementChild.onclick = function () { retry.hidden = true; look(from); };
    });
  }

  function show(answer, urgent, from) {
    if (!from) { clear(); }
    var count = answer.total.count;
    var warning = warn(urgent);
    answer.results.forEach(function (result) { list.appendChild(item(result)); });
    list.hidden = !list.children.length;
    more.hidden = count <= list.children.length || list.children.length > MOST || !answer.results.length;
    if (from) {
      /* The button may be gone; who used it reads on at what it brought. */
      if (more.hidden && list.children[from]) { list.children[from].querySelector('a').focus(); }
      return;
    }
    var said = count ? (answer.total.exact ? words.count : words.more).replace('{n}', count) : words.none;
    if (answer.corrected) {
      said = fill(words.corrected, answer.corrected) + ' ' + said;
      instead.hidden = false;
      instead.appendChild(linkTo(address(exactly(answer)), fill(words.instead, answer.query)));
    }
    answer.alternatives.forEach(function (other) {
      var choice = document.createElement('li');
      choice.appendChild(linkTo(address(other), other));
      choices.querySelector('ul').appendChild(choice);
      choices.hidden = false;
    });
    status.textContent = warning + said;
  }

  /* The search as it was typed: words in quotes are never corrected. */
  function exactly(answer) {
    var after = answer.corrected.split(/\s+/);
    return answer.query.split(/\s+/).map(function (word, at) { return word === after[at] ? word : '"' + word.replace(/"/g, '') + '"'; }).join(' ');
  }

  function item(result) {
    var made = document.createElement('li');
    var heading = linkTo(result.url + (result.anchor ? '#' + result.anchor : ''), result.title);
    made.appendChild(heading);
    if (result.section || result.within) { made.appendChild(element('p', 'search-place', result.section || result.within)); }
    if (result.description) { made.appendChild(element('p', '', result.description)); }
    /* The place of the passage is there before it comes, so that nothing moves under a finger. */
    var passage = element('p', 'passage', '');
    made.appendChild(passage);
    whenSeen(passage, function () { fillIn(passage, result); });
    return made;
  }

  /* The page of a result is read when the result comes near the screen. */
  function whenSeen(place, then) {
    if (!window.IntersectionObserver) { then(); return; }
    var watch = new IntersectionObserver(function (entries) {
      if (entries.some(function (entry) { return entry.isIntersecting; })) { watch.disconnect(); then(); }
    }, { rootMargin: '400px' });
    watch.observe(place);
  }

  function fillIn(passage, result) {
    result.snippet.then(function (parts) {
      /* Below the screen nothing that is seen can move: there a passage takes the room that it needs. */
      if (passage.getBoundingClientRect().top > window.innerHeight) { passage.className += ' settled'; }
      var room = passage.clientHeight;
      while (parts.length) {
        passage.textContent = '';
        parts.forEach(function (one) { passage.appendChild(one.hit ? element('mark', '', one.text) : document.createTextNode(one.text)); });
        if (passage.scrollHeight <= Math.max(room, passage.clientHeight) + 1) { return; }
        /* Whole sentences or none: the second one goes first. */
        parts = cut(parts);
      }
      passage.textContent = '';
    }).catch(function () { /* The result is good without its passage. */ });
  }

  function cut(parts) {
    var at = parts.map(function (one) { return one.text; }).lastIndexOf(' … ');
    return at < 0 ? [] : parts.slice(0, at);
  }

  /* Each search that was ended by the reader keeps its place in the history; those on the way to it share one. */
  function go(query, isEnd) {
    if (query !== asked()) {
      window.history[isEnded && asked() ? 'pushState' : 'replaceState'](null, '', query ? address(query) : window.location.pathname);
      look(0);
    }
    isEnded = isEnd;
  }

  form.hidden = false;
  input.addEventListener('focus', function () { load().catch(function () { /* Said when something is searched for. */ }); });
  input.addEventListener('input', function () {
    clearTimeout(timer);
    timer = setTimeout(function () { go(input.value.trim(), false); }, 300);
  });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    clearTimeout(timer);
    go(input.value.trim(), true);
  });
  more.firstElementChild.addEventListener('click', function () { look(list.children.length); });
  window.addEventListener('hashchange', start);
  window.addEventListener('popstate', start);
  function start() {
    if (shown && shown.query === asked()) { return; }
    input.value = asked();
    look(0);
  }
  start();
}());
