s=open('old.mjs').read()
start=s.index('// The style sheet as iOS'); end=s.index('/** The rules and declarations of a piece of a sheet')
sel=s.index('function knowsSelector'); selend=s.index('/** The sheet as those browsers read it. */')
head='''// The style sheet as iOS 12.0 Safari and Chrome 51 (Android 7) read it.
//
// Input: a style sheet. Output: the same without all that one of them does not know. What such a browser does not know it leaves
// out: a declaration, or a whole rule when its selector or its condition holds something newer. So a page that can be read and
// used with what is left can be read and used there. `known.mjs` says what they know; this reads the sheet.

import { knowsAtRule, knowsFeature, knowsFunction, knowsNotWith, knowsProperty, knowsPseudo, knowsSupportsOf, knowsUnit, knowsWord } from "./known.mjs";

'''
mid='''const plainOf = (text) => text.replace(/"[^"]*"|'[^']*'/g, "");

function knowsSelector(selector) {
  const plain = plainOf(selector);
  const names = [...plain.matchAll(/::?([a-z-]+)/g)].map(([, name]) => name);
  const inNot = [...plain.matchAll(/:not\\(([^)]*)\\)/g)].map(([, inner]) => inner);
  const simple = inNot.every((inner) => !/[\\s,>+~]/.test(inner.trim()) || knowsNotWith("selector_list"));
  return names.every(knowsPseudo) && simple && !plain.includes("&");
}

function knowsDeclaration({ head, body }) {
  if (body !== null) {
    return false;
  }
  const at = head.indexOf(":");
  const name = head.slice(0, at).trim();
  // What stands in a property of the sheet's own is judged where that is used.
  if (name.startsWith("--")) {
    return true;
  }
  const value = plainOf(head.slice(at + 1)).toLowerCase().replace(/url\\([^)]*\\)/g, "url()");
  const functions = [...value.matchAll(/([a-z-]+)\\(/g)].map(([, called]) => called);
  const units = [...value.matchAll(/(?<![\\w#-])[\\d.]+([a-z]+|%)/g)].map(([, unit]) => unit);
  // Words, and neither functions, names of the sheet's own, colours, units, nor `!important`.
  const words = [...value.matchAll(/(?<![\\w#.!-])([a-z][a-z-]*)(?![\\w(-])/g)].map(([, word]) => word);
  return (
    knowsProperty(name) && functions.every((called) => knowsFunction(name, called)) && units.every(knowsUnit) && knowsWords(name, value, words)
  );
}

function knowsWords(name, value, words) {
  const several = value.replace(/!important/, "").trim().includes(" ");
  return words.every((word) => knowsWord(name, word)) && !(several && !knowsWord(name, "shorthand"));
}

const knowsMedia = (condition) => condition.split(/,| and /).every((part) => knowsPartOfMedia(part.trim()));

function knowsPartOfMedia(part) {
  const [, feature] = part.match(/^\\(([a-z-]+)(?::[^()<>=]+)?\\)$/) ?? [];
  return feature ? knowsFeature(feature.replace(/^(min|max)-/, "")) : /^((only|not) )?(all|screen|print)$/.test(part);
}

function knowsSupports(condition) {
  const [, declaration] = condition.match(/^\\(([^()]+)\\)$/) ?? [];
  if (declaration) {
    return knowsDeclaration({ head: declaration, body: null });
  }
  const [, selector] = condition.match(/^selector\\((.+)\\)$/) ?? [];
  if (selector) {
    return knowsSupportsOf("selector") && knowsSelector(selector);
  }
  throw new Error(`old.mjs cannot read the condition @supports ${condition}`);
}

'''
tail=s[selend:]
tail=tail.replace('''  if (head.startsWith("@media")) {
    return knowsMedia(head.slice(6)) ? `${head} {\\n${asOldBrowsersRead(body)}\\n}` : "";
  }
  if ((head.startsWith("@") && head !== "@page") || !knowsSelector(head)) {
    return "";
  }
''','''  const [, rule, condition] = head.match(/^@([a-z-]+)\\s*([^]*)$/) ?? [];
  if (rule === "media" || rule === "supports") {
    const holds = rule === "media" ? knowsMedia(condition) : knowsSupports(condition);
    return knowsAtRule(rule) && holds ? `${head} {\\n${asOldBrowsersRead(body)}\\n}` : "";
  }
  if (rule ? rule !== "page" || !knowsAtRule(rule) : !knowsSelector(head)) {
    return "";
  }
''')
open('old.mjs','w').write(head+s[end:sel]+mid+tail)
