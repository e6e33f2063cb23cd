// Searches the pages of one language. The build puts one line before this text, `const INDEX = {…}`, and takes the lines that are
// only a comment, and all indentation, out of it; so no text of the program may span lines.
//
// Input: the words of a reader, and the index files beside this module. Output: pages, best first. It never sends the words
// anywhere, never stores them, and never reads text as HTML, but for whole pages, which the browser reads as documents.
//
// Runs in what has `import()`: Chrome 63, Safari 11.1, Firefox 67. So nothing newer stands here. All numbers of the ranking are whole,
// and the same as in the ranker of the program.

const DIGITS = {};
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('').forEach((sign, value) => { DIGITS[sign] = value; });

// Where each shard but the first begins: a capital says how much is shared with the one before, A nothing.
const SHARDS = [];
INDEX.shards.replace(/([A-Z])([^A-Z]*)/g, (all, shared, rest) => SHARDS.push((SHARDS[SHARDS.length - 1] || '').slice(0, DIGITS[shared]) + rest));
const COMMON = new Set(INDEX.common ? INDEX.common.split(' ') : []);
const NEGATIONS = new Set(INDEX.negations || []);
const NEEDS = ['emergency', 'suicide', 'stopping'];

const MOST_WORDS = 16;
const MOST_OFFSET = 100;
const WHOLE = 64;
const PAGES_READ_FOR_PHRASES = 20;
const LONGEST_PASSAGE = 40;
const LONGEST_SENTENCE = 60;

// Apostrophes, and the line that stretches Arabic words.
const SILENT = /['’ʼ‘`´\u0640]/g;
// Accents of Latin, Greek and Cyrillic letters, points of Hebrew and vowels of Arabic.
const LEFT_OUT = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;
const UNSPACED = /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3134f}]+)/u;

let letters = '\\p{Alphabetic}\\p{N}\\p{M}';
try {
  RegExp('[' + letters + ']', 'u');
} catch (error) {
  // The oldest browsers do not know the kinds of characters: all but signs of Latin texts count as letters there.
  letters = '0-9A-Za-z\\u00aa\\u00b5\\u00ba\\u00c0-\\u1fff\\u2c00-\\u2dff\\u3040-\\u{10ffff}';
}
const WORD = new RegExp('[' + letters + ']+', 'gu');
const RUN = new RegExp('[' + letters + "'’ʼ‘`´]+", 'gu');
const ENDS_IN_WORD = new RegExp('[' + letters + ']$', 'u');

// Finds pages, best first.
//
// Gives `{query, corrected, alternatives, total: {count, exact}, results}`. A file that cannot be read is asked for once more through a
// fresh copy of this module, since the site may have been built anew; an error that a later try may mend has `retry: true`.
export async function search(query, options, isFresh) {
  const lang = options && options.lang;
  if (lang && lang !== INDEX.lang) {
    if (!INDEX.languages[lang]) {
      throw new Error('there is no search in the language ' + lang);
    }
    return (await load(INDEX.languages[lang])).search(query, options);
  }
  try {
    return await (successor ? successor.search(query, options, true) : find(String(query), options || {}));
  } catch (error) {
    if (isFresh || !error.retry) {
      throw error;
    }
    successor = null;
    const fresh = await load(INDEX.languages[INDEX.lang] + '?fresh=' + Date.now());
    const found = await fresh.search(query, options, true);
    successor = fresh;
    return found;
  }
}

// The entry of the site's urgent searches that the words sound like, or null.
export function urgent(query) {
  const all = words(fold(start(String(query))));
  const stands = (phrase) => {
    let at = 0;
    return phrase.split(' ').every((word) => { at = all.indexOf(word, at) + 1; return at > 0; });
  };
  const found = (INDEX.urgent || []).filter((entry) => entry.words.some(stands));
  return found.sort((a, b) => NEEDS.indexOf(a.need) - NEEDS.indexOf(b.need))[0] || null;
}

// The sentences of a page that hold most of the words, as a promise of `[{text, hit}]`. A negation before a hit is part of the hit.
export function excerpt(url, query) {
  return textOf(url).then((blocks) => passage(blocks, parse(String(query)).kept.map((text) => ({ text, weight: 1, isPrefix: false }))));
}

// ---------------------------------------------------------------------------------------------------------------- words

function fold(text) {
  return text.normalize('NFKD').replace(LEFT_OUT, '').replace(SILENT, '').toLowerCase().normalize('NFC');
}

function words(folded) {
  const found = [];
  (folded.match(WORD) || []).forEach((run) => run.split(UNSPACED).forEach((stretch, at) => {
    const signs = Array.from(stretch);
    // Every second stretch is of a script without spaces.
    if (at % 2 === 0 || signs.length < 2) {
      found.push(stretch.match(/^[^]{0,40}/u)[0]);
    } else {
      signs.slice(1).forEach((sign, at) => found.push(signs[at] + sign));
    }
  }));
  return found.filter(Boolean);
}

// As much of a query as is read.
function start(query) {
  return query.match(/^[^]{0,1000}/u)[0];
}

function parse(query) {
  const text = start(query);
  const pieces = text.split(/["“”«»]/);
  const phrases = [];
  const without = [];
  const quoted = new Set();
  let all = [];
  let last = null;
  pieces.forEach((piece, at) => {
    if (at % 2) {
      const phrase = words(fold(piece));
      phrase.forEach((word) => quoted.add(word));
      if (phrase.length) {
        phrases.push(phrase);
      }
      all = all.concat(phrase);
      last = null;
      return;
    }
    (piece.match(/\S+/g) || []).forEach((token) => {
      const here = words(fold(token));
      if (token[0] === '-') {
        without.push(...here);
        last = here.length ? null : last;
      } else if (here.length) {
        all = all.concat(here);
        last = here[here.length - 1];
      }
    });
  });
  const each = Array.from(new Set(all));
  const isRare = (word) => !COMMON.has(word);
  const kept = (each.some(isRare) ? each.filter((word) => quoted.has(word) || isRare(word)) : each).slice(0, MOST_WORDS);
  return { text, phrases, quoted, without, kept, spelt: spellings(text), last: ENDS_IN_WORD.test(text) && last === kept[kept.length - 1] ? last : null };
}

// How the reader wrote the words that have accents.
function spellings(text) {
  const spelt = new Map();
  (text.normalize('NFKD').replace(SILENT, '').toLowerCase().normalize('NFC').match(WORD) || []).reverse().forEach((run) => spelt.set(fold(run), run));
  return spelt;
}

// ---------------------------------------------------------------------------------------------------------------- files

let successor = null;
const files = {};

function failed(address) {
  return Object.assign(new Error('the search could not read ' + address), { retry: true });
}

function load(address) {
  return import(address).catch(() => { throw failed(address); });
}

function read(name) {
  const address = INDEX.base + name + '.json';
  if (!files[name]) {
    files[name] = fetch(address).then((answer) => answer.ok ? answer.json() : Promise.reject()).catch(() => {
      // What could not be read is asked for again at the next try.
      delete files[name];
      throw failed(address);
    });
  }
  return files[name];
}

const numbered = (folder, number) => read(folder + '/' + (number >> 8) + '/' + number);

function shardOf(key) {
  let low = 0;
  let high = SHARDS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (SHARDS[middle] <= key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const shards = {};

// A shard: what each of its entries leads to, and a list of those that are one word and stand on pages.
async function shard(number) {
  const [entries, groups] = await numbered('w', number);
  if (!shards[number]) {
    const lists = groups.split('\n').map((line) => line.split(' ')).map(([idf, df, list]) => ({ idf: +idf, df: +df, list }));
    let key = '';
    const all = entries.split('\n').filter(Boolean).map((line) => {
      const [rest, group, more] = line.split('\t');
      const [flags, shown, ...alike] = (more || '').split(',');
      key = key.slice(0, DIGITS[rest[0]]) + rest.slice(1);
      return { key, group: lists[group], flags, shown: shown || key, alike };
    });
    shards[number] = { entries: new Map(all.map((entry) => [entry.key, entry])), plain: all.filter(({ key, group }) => group && !/[= ]/.test(key)) };
  }
  return shards[number];
}

const lookUp = async (key) => (await shard(shardOf(key))).entries.get(key);

// A list is decoded when it is used: most of a shard never is.
function pagesOf(group) {
  group.pages = group.pages || postings(group.list || '', true);
  return group.pages;
}

function postings(text, hasImpacts) {
  const found = [];
  let page = -1;
  let at = 0;
  while (at < text.length) {
    let step = 0;
    let shift = 1;
    let digit;
    do {
      digit = DIGITS[text[at++]];
      step += (digit & 31) * shift;
      shift *= 32;
    } while (digit > 31);
    page += step + 1;
    found.push(hasImpacts ? [page, DIGITS[text[at++]]] : page);
  }
  return found;
}

// -------------------------------------------------------------------------------------------------------------- ranking

async function find(query, { limit = 10, offset = 0, topic, section }) {
  const asked = parse(query);
  const [terms, without, allowed] = await Promise.all([expand(asked), leftOut(asked.without), filter({ topics: topic, sections: section })]);
  let ranked = rank(terms, (page) => !without.has(page) && allowed.every((set) => set.has(page)));
  const total = { count: ranked.length, exact: terms.every(({ expansions }) => expansions.every(({ group }) => pagesOf(group).length === group.df)) };
  if (asked.phrases.length && ranked.length) {
    const holding = await withPhrases(ranked.slice(0, PAGES_READ_FOR_PHRASES), asked.phrases);
    if (holding.length) {
      total.count = holding.length;
      total.exact = true;
      ranked = holding;
    }
  }
  const from = Math.min(Math.max(offset | 0, 0), MOST_OFFSET);
  const shown = ranked.slice(from, from + Math.max(limit | 0, 0));
  const pages = await Promise.all(shown.map(({ page }) => about(page)));
  const changes = terms.filter(({ word, text }) => word !== text).map(({ word, text }) => [word, text]);
  return {
    query,
    corrected: replaced(query, changes),
    alternatives: [].concat(...terms.map(({ word, choices }) => choices.map((choice) => replaced(query, changes.concat([[word, choice]]))))),
    total,
    results: pages.map((page, at) => result(page, shown[at].score, terms)),
  };
}

// For each word what it may stand for: groups, each with its weight and what a hit is worth.
async function expand({ kept, quoted, spelt, last }) {
  const joined = [];
  kept.forEach((word, at) => [2, 3].forEach((count) => {
    if (at + count <= kept.length) {
      joined.push({ at, count, key: kept.slice(at, at + count).join(' ') });
    }
  }));
  const accented = (word) => word + '=' + spelt.get(word);
  const asked = around(kept, quoted);
  const found = new Map();
  await Promise.all([...[...kept, ...kept.map(accented), ...joined.map(({ key }) => key)].map(async (key) => found.set(key, await lookUp(key))), ...Array.from(asked, shard)]);

  const terms = kept.map((word) => ({ word, text: word, isPrefix: word === last && Array.from(word).length > 1, expansions: [], choices: [] }));
  joined.forEach(({ at, count, key }) => terms.slice(at, at + count).forEach((term) => add(term, found.get(key), WHOLE, count)));
  terms.forEach((term) => {
    const { word, isPrefix } = term;
    const exact = found.get(word);
    const spelling = found.get(accented(word));
    add(term, spelling, WHOLE);
    add(term, exact, spelling ? 52 : WHOLE);
    if (isPrefix) {
      const { plain } = shards[shardOf(word)];
      // Beside a word that is there, a rarer one that begins with it counts no more.
      const most = exact && exact.group ? exact.group.idf : Infinity;
      frequent(plain.filter(({ key }) => key !== word && key.startsWith(word)), 24).forEach((entry) => add(term, entry, 40, 1, most));
    }
    if (!exact && !term.expansions.length && !quoted.has(word)) {
      mend(term, asked);
    }
    term.weight = Math.max(0, ...term.expansions.map(({ idf }) => idf));
  });
  return terms;
}

// The shards of the words, and, up to three, those beside them: a slip behind its second letter may have brought a word over a border.
// Asking for them only when a word is not found would take a round more.
function around(kept, quoted) {
  const asked = new Set(kept.map(shardOf));
  const beside = [];
  kept.filter((word) => !quoted.has(word) && Array.from(word).length > 3).forEach((word) => [0, 1].forEach((side) => {
    const here = shardOf(word);
    const border = SHARDS[here - 1 + side] || '';
    let shared = 0;
    while (shared < border.length - 1 && border[shared] === word[shared]) {
      shared += 1;
    }
    if (shared > 1) {
      beside.push({ shared, number: here - 1 + 2 * side });
    }
  }));
  beside.sort((a, b) => b.shared - a.shared || a.number - b.number).forEach(({ number }) => asked.size < 3 && asked.add(number));
  return asked;
}

function add({ expansions }, entry, weight, share = 1, most = Infinity) {
  if (entry && entry.group) {
    const { group } = entry;
    expansions.push({ group, weight, idf: Math.max(1, Math.floor(Math.min(group.idf, most) / share)) });
  }
}

// Those that stand on most pages come first; equals in the order of their keys.
const byFrequency = (a, b) => b.group.df - a.group.df || (a.key < b.key ? -1 : 1);
const frequent = (entries, count) => entries.sort(byFrequency).slice(0, count);

// A word that stands nowhere: what may have been meant. One name of a medicine is never swapped for another: where several are near,
// or one that the site protects, the reader chooses.
function mend(term, asked) {
  const signs = Array.from(term.word);
  const here = shardOf(term.word);
  if (signs.length < 4) {
    return;
  }
  const entries = [].concat(...[here - 1, here, here + 1].filter((number) => asked.has(number)).map((number) => shards[number].plain));
  const most = signs.length < 8 ? 1 : 2;
  const far = (key) => distance(signs, Array.from(key));
  const isOther = ({ key }) => Array.from(key)[0] !== signs[0];
  const near = entries.filter(({ key, flags }) => flags !== 'n' && Array.from(key).length > 3 && far(key) <= most)
    .sort((a, b) => far(a.key) - far(b.key) || isOther(a) - isOther(b) || byFrequency(a, b));
  const [best] = near;
  const named = near.filter((entry) => entry === best || entry.flags);
  const names = Array.from(new Set([].concat(...named.map(({ shown, alike }) => [shown, ...alike.filter((key) => far(key) <= most)]))))
    .sort((a, b) => far(a) - far(b) || (a < b ? -1 : 1));
  if (names.length > 1 || named.some(({ flags }) => flags === 'mn')) {
    term.choices = names.slice(0, 4);
  } else if (best) {
    [term.text] = names;
    add(term, best, 52);
  } else {
    const stem = signs.slice(0, Math.max(4, signs.length - 3)).join('');
    frequent(entries.filter(({ key }) => key.startsWith(stem)), 8).forEach((entry) => add(term, entry, 24));
  }
}

// The number of signs to put in, take out, change or swap with their neighbour.
function distance(a, b) {
  const rows = [[0].concat(b.map((sign, at) => at + 1))];
  a.forEach((sign, row) => {
    const [above, line] = [rows[row], [row + 1]];
    b.forEach((other, at) => {
      const isSwapped = row && at && sign === b[at - 1] && a[row - 1] === other;
      line.push(Math.min(above[at + 1] + 1, line[at] + 1, above[at] + (sign === other ? 0 : 1), isSwapped ? rows[row - 1][at - 1] + 1 : Infinity));
    });
    rows.push(line);
  });
  return rows[a.length][b.length];
}

function rank(terms, isAllowed) {
  const pages = new Map();
  let whole = 0;
  terms.forEach(({ expansions, weight: best }) => {
    whole += best;
    const scores = new Map();
    const seen = new Map();
    expansions.forEach(({ group, weight, idf }) => pagesOf(group).forEach(([page, impact]) => {
      scores.set(page, Math.max(scores.get(page) || 0, weight * idf * impact));
      seen.set(page, Math.max(seen.get(page) || 0, idf));
    }));
    scores.forEach((score, page) => {
      const sum = pages.get(page) || { page, score: 0, covered: 0 };
      sum.score += score;
      sum.covered += seen.get(page);
      pages.set(page, sum);
    });
  });
  return Array.from(pages.values()).filter(({ page }) => isAllowed(page))
    .map(({ page, score, covered }) => ({ page, score: Math.floor(score * (whole + 2 * covered) / whole) }))
    .sort((a, b) => b.score - a.score || a.page - b.page);
}

async function leftOut(list) {
  const pages = new Set();
  await Promise.all(list.slice(0, MOST_WORDS).map(async (word) => {
    const { group } = await lookUp(word) || {};
    (group ? pagesOf(group) : []).forEach(([page]) => pages.add(page));
  }));
  return pages;
}

// The sets of pages that a result must be in. In which file a name lies is reckoned from its signs.
function filter(wanted) {
  return Promise.all(Object.keys(wanted).filter((kind) => wanted[kind] !== undefined).map(async (kind) => {
    const name = String(wanted[kind]);
    const lists = await read('f/' + Array.from(name).reduce((sum, sign) => (31 * sum + sign.codePointAt(0)) % 65521, 0) % INDEX.filters);
    return new Set(postings(new Map(Object.entries(lists[kind])).get(name) || ''));
  }));
}

async function withPhrases(ranked, phrases) {
  const held = await Promise.all(ranked.map(async ({ page }) => {
    const [url, title] = await about(page);
    // A page that cannot be read now is one of which nothing can be said.
    const blocks = await textOf(url).catch(() => []);
    const text = ' ' + words(fold([title].concat(blocks.map((block) => block.text)).join('\n'))).join(' ') + ' ';
    return phrases.every((phrase) => text.includes(' ' + phrase.join(' ') + ' '));
  }));
  return ranked.filter((one, at) => held[at]);
}

// -------------------------------------------------------------------------------------------------------------- results

const about = async (page) => (await numbered('p', page >> 2))[page & 3];

// The text as it was typed, with words replaced where they stand first; null when there are none.
function replaced(text, changes) {
  const left = new Map(changes);
  const made = text.replace(RUN, (run) => {
    const [word, more] = words(fold(run));
    const other = more === undefined && left.get(word) || run;
    left.delete(other === run ? '' : word);
    return other;
  });
  return left.size < changes.length ? made : null;
}

function result([url, title, description, headings, within], score, terms) {
  let [best, held] = [[null, null], 0];
  headings.forEach((heading) => {
    const list = words(fold(heading[1]));
    const count = terms.filter((term) => list.some((word) => isClose(word, term.text))).length;
    if (count > held) {
      [best, held] = [heading, count];
    }
  });
  let snippet = null;
  return {
    url, title, section: best[1], description, anchor: best[0], score, within,
    get snippet() {
      snippet = snippet || textOf(url).then((blocks) => passage(blocks, terms));
      return snippet;
    },
  };
}

// The same word, or one with another ending.
function isClose(word, wanted) {
  const count = Math.max(4, wanted.length - 2);
  return word === wanted || wanted.length >= count && word.length >= count && word.slice(0, count) === wanted.slice(0, count);
}

// ------------------------------------------------------------------------------------------------------------- passages

const texts = {};
// The texts of a page: the names of the default theme, and what other themes mark.
const TEXTS = '.main-message>:last-child,.body,[data-search-text]';
// What stands in a text and is not part of its sentences.
const NO_TEXT = '[data-search-skip],.citation,.footnote-ref,.anchor,.visually-hidden,button,[popover],svg,script,nav,form';
const BLOCKS = 'p,li,dd,dt,td,th,h1,h2,h3,h4,h5,h6,pre,figcaption,caption,summary,blockquote,div,ul,ol,dl,table';
const TITLES = 'h1,h2,h3,h4,h5,h6,summary,.box-title';

// The text of a page, block by block: `{text, lead, isSaid}`; passages are taken from what is said in sentences. The browser reads
// the page as a document, in which nothing runs and which no policy against making HTML of text concerns.
function textOf(url) {
  if (!texts[url]) {
    texts[url] = new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const stop = () => { delete texts[url]; reject(failed(url)); };
      request.open('GET', url);
      request.responseType = 'document';
      request.onerror = stop;
      request.onload = () => request.status < 400 && request.response ? resolve(blocksOf(request.response)) : stop();
      request.send();
    });
  }
  return texts[url];
}

function blocksOf(page) {
  const found = [];
  const list = (root, selector) => Array.from(root.querySelectorAll(selector));
  let roots = list(page, TEXTS);
  roots = roots.length ? roots : list(page, 'main');
  roots.forEach((root) => {
    list(root, NO_TEXT).forEach((element) => element.remove());
    [root].concat(list(root, BLOCKS)).forEach((element) => {
      const text = own(element);
      if (text) {
        const isSaid = element.matches('p,li,dd,div') && !element.closest('table,.footnotes');
        found.push({ text, isSaid, lead: isSaid ? lead(element, root) : '' });
      }
    });
  });
  return found;
}

// The text of a block without that of the blocks in it.
function own(element) {
  let text = '';
  element.childNodes.forEach((node) => {
    if (node.nodeType === 3) {
      text += node.data;
    } else if (node.nodeType === 1) {
      text += node.matches('br') || node.matches(BLOCKS) ? ' ' : own(node);
    }
  });
  return element.matches(BLOCKS) ? text.replace(/\s+/g, ' ').trim() : text;
}

// What stands before a text and belongs to each of its sentences: "Do not:" is part of "stop suddenly". For the items of a list this is
// the sentence or the title above them that ends in a colon or holds a negation, and everywhere what the theme marks as such.
function lead(element, root) {
  const item = element.closest('li');
  const isItem = !!item && root.contains(item);
  const list = isItem ? item.parentElement : element;
  for (let at = list; at && at !== root; at = at.parentElement) {
    if (isItem && at.parentElement.matches('li')) {
      return lead(at.parentElement, root) + opening(own(at.parentElement));
    }
    for (let before = at.previousElementSibling; before; before = before.previousElementSibling) {
      const isTitle = before.matches(TITLES);
      const isNear = isItem && (isTitle || before.matches('p') && before === list.previousElementSibling);
      const found = opening(before.textContent.replace(/\s+/g, ' ').trim(), before.matches('[data-search-lead]'), isNear);
      if (found) {
        return found;
      }
      if (isTitle) {
        break;
      }
    }
  }
  return '';
}

function opening(text, isAlways, isNear = true) {
  const last = sentences(text).pop() || '';
  const isOpen = isAlways || isNear && (/[:：]$/.test(last) || (last.match(RUN) || []).some(isNegation));
  return isOpen ? last + (/[.!?:：]$/.test(last) ? ' ' : ': ') : '';
}

const isNegation = (run) => NEGATIONS.has(fold(run)) || /n['’ʼ‘`´]t$/i.test(run);

// Sentences end where a capital letter or a sign follows. What is not clear stays whole: better a long sentence than one without its "not".
function sentences(text) {
  const end = /[.!?…؟۔]+["'”’»)\]]*(?:\s+|$)|[。！？]+/g;
  const found = [];
  let from = 0;
  const take = (to) => {
    const sentence = text.slice(from, to).trim();
    // "Can I stop? No." belongs together.
    if (found.length && (sentence.match(RUN) || []).length < 3) {
      found.push(found.pop() + ' ' + sentence);
    } else if (sentence) {
      found.push(sentence);
    }
    from = to;
  };
  for (let stop = end.exec(text); stop; stop = end.exec(text)) {
    const to = stop.index + stop[0].length;
    const before = /\S*$/.exec(text.slice(from, stop.index))[0];
    const isShortened = stop[0][0] === '.' && (before.length < 3 || before.includes('.') || /^(?:mrs|sra|dra|etc|núm|tel|vol)$/i.test(before));
    const next = text[to] || '';
    if (!isShortened && next === next.toUpperCase()) {
      take(to);
    }
  }
  if (from < text.length) {
    take(text.length);
  }
  return found;
}

function passage(blocks, terms) {
  const weights = terms.map(({ weight }) => weight);
  // Words that stand on most pages are not what the reader looks for.
  const wanted = terms.filter(({ weight }) => 3 * weight >= Math.max(...weights));
  const all = [];
  blocks.forEach((block, number) => {
    (block.isSaid ? sentences(block.text) : []).forEach((sentence) => all.push(marked(block.lead + sentence, wanted, number)));
  });
  const worth = (sentence, known) => wanted.reduce((sum, term) => sum + (sentence.terms.has(term) && !known.has(term) ? term.weight : 0), 0);
  const best = (known, room) => all.reduce((chosen, sentence) => {
    const value = sentence.size <= room ? worth(sentence, known) : 0;
    return value > chosen.value ? { sentence, value } : chosen;
  }, { sentence: null, value: 0 }).sentence;
  const one = best(new Set(), LONGEST_SENTENCE);
  if (!one) {
    return [];
  }
  const other = best(one.terms, LONGEST_PASSAGE - one.size);
  const [a, b] = [one, other].filter(Boolean).sort((x, y) => all.indexOf(x) - all.indexOf(y));
  if (!b) {
    return a.parts;
  }
  const isNext = a.block === b.block && all.indexOf(b) - all.indexOf(a) === 1;
  return a.parts.concat({ text: isNext ? ' ' : ' … ', hit: false }, b.parts);
}

// A sentence in parts. Where a negation stands before a hit, one part begins with the first negation and ends with the last hit, so
// that nobody who reads only what is marked reads "stop" for "do not stop".
function marked(text, terms, block) {
  const ranges = [];
  const found = new Set();
  let negation = -1;
  let isOpen = false;
  let count = 0;
  text.replace(RUN, (run, from) => {
    count += 1;
    if (negation < 0 && isNegation(run)) {
      negation = from;
    }
    const list = words(fold(run));
    const hits = terms.filter((term) => list.some((word) => isClose(word, term.text) || term.isPrefix && word.startsWith(term.word)));
    hits.forEach((term) => found.add(term));
    if (hits.length && isOpen) {
      ranges[ranges.length - 1][1] = from + run.length;
    } else if (hits.length) {
      isOpen = negation >= 0;
      ranges.push([isOpen ? negation : from, from + run.length]);
    }
    return run;
  });
  const parts = [];
  let at = 0;
  ranges.concat([[text.length, text.length]]).forEach(([from, to]) => {
    parts.push({ text: text.slice(at, from), hit: false }, { text: text.slice(from, to), hit: true });
    at = to;
  });
  return { parts: parts.filter((part) => part.text), terms: found, size: count, block };
}
