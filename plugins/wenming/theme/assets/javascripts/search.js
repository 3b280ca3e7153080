/* Search: suggestions in every box, results on the search page. The index and its
   format are told in the handbook; what is here follows plugins/wenming/search/. */
(() => {
  "use strict";
  const forms = [...document.querySelectorAll("form[data-search]")];
  if (!forms.length) return;
  const HOME = new URL(forms[0].action).pathname;
  const BASE = HOME.replace(/search\/$/, "");

  const lastOf = (list) => list[list.length - 1]; /* phones of 2020 have no `at` */

  /* ---- the normal form, as normal_form.py makes it ---- */
  const LATER = /[\u0558\u1c89\u1c8a\u2c2f\u2c5f\ua7c0-\ua7c9\ua7cb-\ua7f1\u{10570}-\u{105bf}\u{10780}-\u{107bf}\u{10d50}-\u{10d85}\u{16ea0}-\u{16ed3}\u{1ccd6}-\u{1ccf9}\u{1df00}-\u{1dfff}\u{1e030}-\u{1e08f}]/u;
  const INVISIBLE = "\\u00ad\\u034f\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\u{e0000}-\\u{e0fff}";
  const INVISIBLES = new RegExp(`[${INVISIBLE}]`, "gu");
  const DOT = /[\u2022\u2027\u2219\u22c5\u30fb\u2e31\u2e33\u16eb\ua78f]/gu;
  const HAN = /[·\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const BLANK = /^[\t\x0b-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
  const AFTER = `[\\p{M}\\uff9e\\uff9f\\u1160-\\u11ff${INVISIBLE}]`;
  const RUN = "[\\u4e00-\\u9fff0-9a-z]";
  const PIECE = new RegExp(`${RUN}+(?!${AFTER})|[^]${AFTER}*`, "gu");
  const SIMPLE = new RegExp(`^${RUN}+$`);
  const MOST_KNOWN = 2000;

  /* What becomes of a piece of a text, blanks and all. */
  const known = new Map();
  const made = (piece, folds) => {
    const plain = piece.replace(INVISIBLES, "");
    if (LATER.test(plain)) return plain;
    return [...plain.normalize("NFKC")].map((c) => folds?.get(c) || c).join("")
      .replace(DOT, "·").toLowerCase().replace(/ς/g, "σ").replace(INVISIBLES, "");
  };
  const becomes = (piece, folds) => {
    if (folds) return made(piece, folds);
    let plain = known.get(piece);
    if (plain === undefined) {
      if (known.size > MOST_KNOWN) known.clear();
      known.set(piece, plain = made(piece));
    }
    return plain;
  };
  /* A text in normal form; `at[i]` is where its i-th unit comes from in the text. */
  const normal = (text, folds) => {
    const at = [];
    let whole = "", blank = -1, afterHan = false;
    const space = () => { whole += " "; at.push(blank); blank = -1; };
    for (const { 0: piece, index } of text.matchAll(PIECE)) {
      if (BLANK.test(piece)) { if (blank < 0) blank = index; continue; }
      if (!folds && SIMPLE.test(piece)) { /* most of most texts */
        if (blank >= 0) { if (afterHan && piece[0] > "z") blank = -1; else space(); }
        whole += piece;
        for (let n = 0; n < piece.length; n++) at.push(index + n);
        afterHan = lastOf(piece) > "z";
        continue;
      }
      /* The characters of a run stand by themselves, those of another piece belong together. */
      const each = SIMPLE.test(piece);
      let from = index;
      for (const c of becomes(piece, folds)) {
        if (c === " " || BLANK.test(c)) { if (blank < 0) blank = from; continue; }
        const han = HAN.test(c);
        if (blank >= 0) { if (afterHan && han) blank = -1; else space(); }
        whole += c;
        for (let n = c.length; n; n--) at.push(from);
        if (each) from++;
        afterHan = han;
      }
    }
    if (blank >= 0) space();
    at.push(text.length);
    return { text: whole, at };
  };

  /* The checksum of coding.py. */
  const CRC = Array.from({ length: 256 }, (_, n) => {
    for (let bit = 8; bit; bit--) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n >>> 0;
  });
  const checksum = (text) => {
    let crc = -1;
    for (const byte of new TextEncoder().encode(text)) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (crc ^ -1) >>> 0;
  };

  /* ---- files: each once, unless it failed; nobody's files are let go ---- */
  class Failure extends Error {}
  const files = new Map();
  const load = (path, job, check = true) => {
    let file = files.get(path);
    if (!file) {
      const control = new AbortController();
      file = { jobs: new Set(), control, done: false };
      file.text = fetch(HOME + path, { signal: control.signal })
        .then((answer) => {
          if (!answer.ok) throw new Failure(`${answer.status} ${path}`);
          return answer.text();
        })
        .then((text) => {
          const end = text.indexOf("\n") + 1;
          if (check && parseInt(text.slice(0, 8), 16) !== checksum(text.slice(end))) {
            throw new Failure(`damaged ${path}`);
          }
          file.done = true;
          return text;
        })
        .catch((error) => { files.delete(path); throw error; });
      files.set(path, file);
    }
    if (job) { file.jobs.add(job); job.files.add(file); }
    return file.text;
  };
  class Job {
    files = new Set();
    stale = false;
    cancel() {
      this.stale = true;
      for (const file of this.files) {
        file.jobs.delete(this);
        if (!file.done && !file.jobs.size) file.control.abort();
      }
    }
  }
  const body = (text) => JSON.parse(text.slice(text.indexOf("\n") + 1));
  let manifest;
  const manifestOf = async (job) => {
    const text = await load("manifest.json", job, false);
    if (manifest?.text !== text) {
      const read = JSON.parse(text);
      if (read.version !== 3) throw new Failure("version");
      manifest = { ...read, text };
    }
    return manifest;
  };

  /* ---- the folds of the characters of a query: loaded only for those that may have one ---- */
  const pairsOf = (text) => {
    if (!text) return null;
    const characters = [...text], pairs = new Map();
    for (let n = 0; n < characters.length; n += 2) pairs.set(characters[n], characters[n + 1]);
    return pairs;
  };
  let gb2312;
  const isCommon = (c) => {
    if (!gb2312) {
      gb2312 = new Set();
      const decoder = new TextDecoder("gbk");
      for (let high = 0xb0; high < 0xf8; high++) {
        const row = new Uint8Array(188);
        for (let n = 0; n < 94; n++) { row[2 * n] = high; row[2 * n + 1] = 0xa1 + n; }
        for (const each of decoder.decode(row)) gb2312.add(each);
      }
    }
    return gb2312.has(c);
  };
  const foldsFor = async (text, read, job) => {
    const asked = [...new Set(text.normalize("NFKC"))]
      .filter((c) => HAN.test(c) && c !== "·" && (!isCommon(c) || read.folded.includes(c)));
    if (!asked.length) return null;
    const names = new Set(asked.map((c) => `folds/${checksum(c) % read.folds}.txt`));
    const texts = await Promise.all([...names].map((name) => load(name, job)));
    return pairsOf(texts.map((text) => text.slice(9)).join(""));
  };

  /* ---- suggestions: people by name, pinyin and initials ---- */
  /* How well a name fits what is typed: by its characters and their usual readings in whole, in
     part or by initials, by another reading; or not at all. */
  const WHOLE = 0, PART = 1, ODD = 2, HALF = 3, NOT = Infinity;
  const fit = (typed, name, syllables, at = 0, n = 0) => {
    if (at >= typed.length) return WHOLE;
    if (n >= name.length) return NOT;
    const on = (length, least) => Math.max(least, fit(typed, name, syllables, at + length, n + 1));
    let best = typed.startsWith(name[n], at) ? on(name[n].length, WHOLE) : NOT;
    if (!syllables[n]) return Math.min(best, on(0, WHOLE));
    const rest = typed.slice(at);
    syllables[n].split("/").forEach((syllable, other) => {
      const least = other ? ODD : WHOLE;
      if (best <= least) return;
      if (rest.startsWith(syllable)) best = Math.min(best, on(syllable.length, least));
      else if (syllable.startsWith(rest)) best = Math.min(best, Math.max(least, PART));
      if (syllable[1] && rest[0] === syllable[0]) best = Math.min(best, on(1, Math.max(least, PART)));
    });
    return best;
  };
  /* What has to be typed of a name. */
  const bare = (text) => text.replace(/[\s·.'’]/g, "");
  /* The pages of each segment that a key is on, and the addresses that are out of date. */
  const pagesOf = async (key, job) => {
    const read = await manifestOf(job);
    const gone = new Set();
    const pages = await Promise.all(read.segments.map(async ({ id }) => {
      const [keys, old] = (await load(`${id}/n/index.txt`, job)).slice(9).split("\n").map((line) => (line ? line.split("\t") : []));
      old.forEach((address) => gone.add(address));
      return keys
        .filter((from, at) => (from <= key || from.startsWith(key)) && !(keys[at + 1] <= key))
        .map((from) => `${id}/n/${checksum(from).toString(16).padStart(8, "0")}.txt`);
    }));
    return { pages, gone };
  };
  const ROUND = 3; /* pages of a segment that are read at once */
  const nearer = (a, b) => a.fits - b.fits || a.length - b.length || b.year - a.year ||
    (a.name + a.address < b.name + b.address ? -1 : 1);
  /* Who fits what is typed: the best first, then short names, then who was honored last; `more`
     reads on. */
  const suggest = async (query, job) => {
    const typed = bare(normal(query, await foldsFor(query, await manifestOf(job), job)).text);
    if (!typed) return { people: [] };
    const first = [...typed][0], byName = HAN.test(first);
    const key = byName
      ? `=${(first.codePointAt(0) & 15).toString(16)}${typed}` : typed;
    /* Where there is no key of the kind, such as `t宜庆`, what comes first leads to some pages. */
    const head = /^[a-z]+|^=.[^a-z]+/.exec(key)?.[0] || key;
    let found = { people: [] };
    for (const each of new Set([key, head])) {
      const { pages, gone } = await pagesOf(each, job);
      const known = new Set();
      const read = async (from) => {
        const texts = await Promise.all(pages.flatMap((paths, segment) => paths
          .slice(from, from + ROUND).map(async (path) => [segment, (await load(path, job)).slice(9)])));
        const people = [];
        for (const [segment, text] of texts) {
          for (const line of text.split("\n")) {
            const [name, spelled, given, told, halves, folded] = line.split("\t");
            const address = given || `/people/${name}/`;
            if (!name || known.has(address) || (segment === 0 && gone.has(address))) continue;
            const plain = normal(name, pairsOf(folded)).text, characters = [...plain], syllables = spelled.split(" ");
            let fits = fit(typed, characters, syllables);
            if (fits === NOT && byName) {
              for (const at of (halves || "").split(" ").filter(Boolean)) {
                fits = Math.min(fits, HALF + fit(typed, characters, syllables, 0, Number(at)));
              }
            }
            if (fits === NOT) continue;
            known.add(address);
            const year = Number(/(\d+)年$/.exec(told)?.[1] || 0);
            const same = bare(plain) === typed;
            people.push({ name, address, told, plain, same, fits, length: characters.length, year });
          }
        }
        const more = pages.some((paths) => paths.length > from + ROUND);
        return { people: people.sort(nearer), more: more && (() => read(from + ROUND)) };
      };
      found = await read(0);
      if (found.people.length) break;
    }
    return found;
  };
  const hrefOf = (address) => BASE + address.slice(1).split("/").map(encodeURIComponent).join("/");

  /* ---- small help with the page ---- */
  const add = (parent, tag, text = "", attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  };

  /* ---- the box: a combobox with suggestions (WAI-ARIA 1.2) ---- */
  const MOST = 10; /* people suggested */
  const boxes = forms.map((form, number) => {
    const input = form.querySelector("input[name=q]");
    const live = form.dataset.search === "page";
    const list = add(form, "ul", "", { id: `suggestions-${number}`, role: "listbox", hidden: "", "aria-label": "人物" });
    list.className = "suggestions";
    let options = [], active = -1, job = null;
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);
    const mark = (index) => {
      active = index;
      options.forEach(({ item }, n) => item.setAttribute("aria-selected", n === index));
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options[index].item.id);
        options[index].item.scrollIntoView({ block: "nearest" });
      }
    };
    const close = () => {
      job?.cancel();
      job = null;
      options = [];
      list.hidden = true;
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    };
    const open = async () => {
      const query = input.value;
      const own = new Job();
      const old = job;
      job = own;
      setTimeout(() => old?.cancel());
      /* Results under the box show names typed in Chinese themselves. */
      if (!query.trim() || (live && !/[a-z]/i.test(query))) { close(); return; }
      let found;
      try { found = await suggest(query, own); }
      catch { if (job === own) close(); return; } /* without suggestions one can still search */
      if (job !== own) return;
      list.replaceChildren();
      const option = (name, told, href) => {
        const item = add(list, "li", "", { role: "option", id: `${list.id}-${list.children.length}`, "aria-selected": "false" });
        if (name) add(item, "span", name).className = "name";
        add(item, "small", told);
        item.addEventListener("pointerdown", (event) => event.preventDefault());
        item.addEventListener("click", () => location.assign(href));
        return { item, href };
      };
      const { people, more } = found;
      options = people.slice(0, MOST).map(({ name, told, address }) => option(name, told, hrefOf(address)));
      if (!live && (more || people.length > MOST)) { /* the search page has them all below */
        const rest = more ? "更多" : `${people.length - MOST}位`;
        options.push(option("", `还有${rest}，全部列出`, `${HOME}?q=${encodeURIComponent(query)}`));
      }
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", options.length > 0);
      mark(-1);
    };
    input.addEventListener("input", (event) => { if (!event.isComposing) open(); });
    input.addEventListener("compositionend", open);
    input.addEventListener("focus", () => { suggest("a").catch(() => {}); }, { once: true });
    input.addEventListener("blur", () => setTimeout(close));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length) {
        event.preventDefault();
        mark((active + 1 + step + options.length + 1) % (options.length + 1) - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(options[active].href);
      } else if (event.key === "Escape" && options.length) {
        event.preventDefault();
        close();
      }
    });
    return { form, input, close };
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = boxes.find(({ input }) => input.offsetParent) || boxes[0];
    event.preventDefault();
    box.input.focus();
    box.input.select();
  });

  /* For search-index.js and search-page.js, which the search page alone has, and for tests. */
  window.wenmingSearch = {
    HOME, HAN, Failure, Job, add, body, boxes, checksum, foldsFor,
    forget: (path) => files.delete(path), hrefOf, lastOf, load, manifestOf, normal, pairsOf, suggest,
  };
})();
