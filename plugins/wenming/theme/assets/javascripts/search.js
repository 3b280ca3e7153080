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
  const PIECE = new RegExp(`[\\u4e00-\\u9fff0-9a-z](?!${AFTER})|[^]${AFTER}*`, "gu");
  const SIMPLE = /^[\u4e00-\u9fff0-9a-z]$/;

  /* A text in normal form; `at[i]` is where its i-th unit comes from in the text. */
  const normal = (text, folds) => {
    const at = [];
    let made = "", blank = -1, afterHan = false;
    for (const { 0: piece, index } of text.matchAll(PIECE)) {
      if (BLANK.test(piece)) { if (blank < 0) blank = index; continue; }
      let plain = piece;
      if (!SIMPLE.test(piece) || folds) {
        plain = piece.replace(INVISIBLES, "");
        if (!LATER.test(plain)) {
          plain = [...plain.normalize("NFKC")].map((c) => folds?.get(c) || c).join("")
            .replace(DOT, "·").toLowerCase().replace(/ς/g, "σ").replace(INVISIBLES, "");
        }
      }
      for (const c of plain) {
        const space = c === " " || BLANK.test(c);
        if (space) { if (blank < 0) blank = index; continue; }
        const han = HAN.test(c);
        if (blank >= 0) {
          if (!(afterHan && han)) { made += " "; at.push(blank); }
          blank = -1;
        }
        made += c;
        for (let n = c.length; n; n--) at.push(index);
        afterHan = han;
      }
    }
    if (blank >= 0) { made += " "; at.push(blank); }
    at.push(text.length);
    return { text: made, at };
  };

  /* For tests: whether both sides make the same of every character. */
  window.wenmingNormal = (text, folds) => normal(text, folds && new Map(folds)).text;

  /* ---- the coding of the index, as coding.py writes it ---- */
  const CRC = Array.from({ length: 256 }, (_, n) => {
    for (let bit = 8; bit; bit--) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n >>> 0;
  });
  const checksum = (text) => {
    let crc = -1;
    for (const byte of new TextEncoder().encode(text)) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (crc ^ -1) >>> 0;
  };
  /* Numbers from a place of a text up to the next character that is none. */
  const numbers = (text, from = 0) => {
    const found = [];
    let value = 0, shift = 0, place = from;
    for (let code; (code = text.charCodeAt(place) - 63) >= 0; place++) {
      value += (code & 31) * 2 ** shift;
      if (code > 31) shift += 5;
      else { found.push(value); value = shift = 0; }
    }
    return { found, place };
  };
  const rising = (text, from) => {
    const read = numbers(text, from);
    for (let n = 1; n < read.found.length; n++) read.found[n] += read.found[n - 1];
    return read;
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
    const read = JSON.parse(await load("manifest.json", job, false));
    if (read.version !== 1) throw new Failure("version");
    if (!manifest || JSON.stringify(read) !== JSON.stringify(manifest.read)) {
      const segments = read.segments.map((each) => ({
        ...each,
        dead: new Set(rising(each.dead || "").found),
        ranks: each.ranks && rising(each.ranks).found,
      }));
      manifest = { ...read, read, segments };
    }
    return manifest;
  };
  /* Where a document stands in the order of time, newest first. */
  const place = (segment, doc) => (segment.ranks ? segment.ranks[doc] - 1 + doc / 65536 : doc);

  /* ---- queries ---- */
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
  /* The folds of the characters of a query: loaded only for those that may have one. */
  const foldsFor = async (text, read, job) => {
    const asked = [...new Set(text.normalize("NFKC"))]
      .filter((c) => HAN.test(c) && c !== "·" && (!isCommon(c) || read.folded.includes(c)));
    if (!asked.length) return null;
    const names = new Set(asked.map((c) => `folds/${checksum(c) % read.folds}.txt`));
    const texts = await Promise.all([...names].map((name) => load(name, job)));
    const folds = new Map();
    for (const text of texts) {
      const characters = [...text.slice(9)];
      for (let n = 0; n < characters.length; n += 2) folds.set(characters[n], characters[n + 1]);
    }
    return folds;
  };
  const WORD = /(^|[\s\u3000])?([-－−])?(?:"([^"]+)"?|“([^”]+)”?|「([^」]+)」?|([^\s\u3000]+))/y;
  const parse = (query, folds) => {
    const words = [], without = [];
    const text = query.trim();
    WORD.lastIndex = 0;
    for (let found; (found = WORD.exec(text)); ) {
      const minus = found[2] && found[1] !== undefined;
      const quoted = found[3] || found[4] || found[5];
      const raw = (found[2] && !minus ? found[2] : "") + (quoted || found[6]);
      const word = normal(raw, folds).text.trim();
      if (/^[-－−"“”「」]*$/.test(word)) continue;
      (minus ? without : words).push(word);
    }
    const whole = without.length ? "" : normal(text, folds).text.trim();
    return { words: [...new Set(words)], without, whole };
  };
  const NO_TERM = /[\0-\x2f\x3a-\x40\x5b-\x60\x7b-\xb6\xb8-\xbf\xd7\xf7\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\ufe10-\ufe6f\uff00-\uff0f]+/;
  /* The terms of the index that a word is found by: some of those that it is made of. */
  const termsOf = (word, most = 3) => {
    const terms = [];
    for (const run of word.split(NO_TERM)) {
      const characters = [...run];
      if (characters.length === 1) terms.push(run);
      for (let n = 0; n + 1 < characters.length; n++) {
        const latin = /^[0-9a-z]+/.exec(characters.slice(n).join(""))?.[0].length || 0;
        if (latin < 3) { terms.push(characters[n] + characters[n + 1]); continue; }
        for (let at = 0; at <= Math.max(0, latin - 4); at++) {
          terms.push(characters.slice(n + at, n + Math.min(at + 4, latin)).join(""));
        }
        n += latin - 2;
      }
    }
    const unique = [...new Set(terms)];
    if (unique.length <= most) return unique;
    const step = (unique.length - 1) / (most - 1);
    return Array.from({ length: most }, (_, n) => unique[Math.round(n * step)]);
  };
  /* Whether a word is one term, so that its postings are the answer itself. */
  const isTerm = (word) => termsOf(word, 9).length === 1 && termsOf(word, 9)[0] === word;

  /* ---- postings ---- */
  const entryOf = (line) => {
    const lists = [];
    let more = null;
    for (let at = 0; at < line.length; ) {
      const sign = line.charCodeAt(at);
      if (sign === 48) {
        const read = numbers(line, at + 1);
        const [count, slot, parts] = read.found;
        more = { count, slot, parts };
        at = read.place;
      } else {
        const read = rising(line, at + 1);
        lists.push([sign - 33, read.found]);
        at = read.place;
      }
    }
    return { lists, more };
  };
  const lineOf = (text, key) => {
    const start = text.indexOf(`\n${key}\t`);
    if (start < 0) return "";
    const from = start + key.length + 2;
    return text.slice(from, text.indexOf("\n", from));
  };
  const postings = async (segment, term, job) => {
    const shard = checksum(term) % segment.terms;
    const entry = entryOf(lineOf(await load(`${segment.id}/g/${shard}.txt`, job), term));
    entry.count = entry.more ? entry.more.count : entry.lists.reduce((n, [, l]) => n + l.length, 0);
    entry.part = async () => {
      const { slot, parts } = entry.more;
      entry.read = (entry.read || 0) + 1;
      const text = await load(`${segment.id}/p/${shard}-${slot}-${entry.read - 1}.txt`, job);
      entry.lists.push(...entryOf(text.slice(9)).lists);
      if (entry.read >= parts) entry.more = null;
    };
    entry.rest = async () => {
      if (!entry.more) return;
      const { slot, parts } = entry.more;
      const numbers = Array.from({ length: parts - (entry.read || 0) }, (_, n) => n + (entry.read || 0));
      const texts = await Promise.all(
        numbers.map((n) => load(`${segment.id}/p/${shard}-${slot}-${n}.txt`, job)));
      for (const text of texts) entry.lists.push(...entryOf(text.slice(9)).lists);
      entry.more = null;
    };
    return entry;
  };
  const ranked = (entry) => {
    const found = new Map();
    for (const [rank, docs] of entry.lists) for (const doc of docs) found.set(doc, rank);
    return found;
  };
  /* Documents of a segment that hold all terms, with the worst of their ranks. */
  const holding = async (entries, most = 60) => {
    const both = (one, other) => {
      const found = new Map();
      for (const [doc, rank] of one) {
        const beside = other.get(doc);
        if (beside !== undefined) found.set(doc, Math.max(rank, beside));
      }
      return found;
    };
    const sorted = [...entries].sort((a, b) => a.count - b.count);
    let short = sorted.filter((each) => !each.more);
    if (!short.length) {
      short = sorted.slice(0, 2);
      await Promise.all(short.map((each) => each.rest()));
    }
    let found = short.map(ranked).reduce(both);
    const long = sorted.filter((each) => each.more);
    if (found.size > most && long.length) {
      await Promise.all(long.map((each) => each.rest()));
      found = long.map(ranked).reduce(both, found);
    }
    return found;
  };

  /* Candidates in the order of their best possible rank: `next(n)` gives the next ones. */
  class Source {
    hits = [];
    taken = 0;
    constructor(admit) { this.admit = admit; }
    add(segment, found) {
      for (const [doc, rank] of found) {
        if (!segment.dead.has(doc) && this.admit(segment, doc)) {
          this.hits.push({ segment, doc, key: 3 * rank, at: place(segment, doc) });
        }
      }
    }
    sort() {
      const rest = this.hits.splice(this.taken).sort(before);
      this.hits.push(...rest);
    }
    /* The next candidate; long lists are read on only when there is none before what is left. */
    async peek() {
      while (this.open && (this.taken >= this.hits.length ||
             this.hits[this.taken].key > 3 * this.open.reached ||
             (this.hits[this.taken].key === 3 * this.open.reached &&
              this.hits[this.taken].at > this.open.last))) await this.readOn();
      return this.hits[this.taken];
    }
    async readOn() {
      const { entry, segment } = this.open;
      const known = entry.lists.length;
      await entry.part();
      for (const [rank, docs] of entry.lists.slice(known)) {
        this.add(segment, docs.map((doc) => [doc, rank]));
        this.open.reached = rank;
        this.open.last = lastOf(docs);
      }
      if (!entry.more) this.open = null;
      this.sort();
    }
    async all() {
      while (this.open) await this.readOn();
      return this.hits;
    }
  }
  const before = (a, b) => a.key - b.key || a.at - b.at;
  const byDate = (a, b) => a.at - b.at;

  /* Where a word stands whole, as a name or a title: -2 and -1. */
  const wholes = async (segment, literals, job) => {
    const found = new Map();
    await Promise.all(literals.map(async (literal) => {
      const key = checksum(literal);
      const text = await load(`${segment.id}/w/${key % segment.wholes}.txt`, job);
      for (const [kind, docs] of entryOf(lineOf(text, key.toString(16))).lists) {
        for (const doc of docs) found.set(doc, Math.min(kind - 2, found.get(doc) ?? 0));
      }
    }));
    return found;
  };
  const sourceOf = async (words, literals, admit, read, job) => {
    const source = new Source(admit);
    const single = words.length === 1 && isTerm(words[0]);
    source.sure = single;
    source.total = 0;
    await Promise.all(read.segments.map(async (segment) => {
      if (!segment.records) return;
      const terms = [...new Set(words.flatMap((word) => termsOf(word, words.length > 1 ? 2 : 3)))];
      const [whole, ...entries] = await Promise.all([
        wholes(segment, literals, job), ...terms.map((term) => postings(segment, term, job))]);
      if (!entries.length || entries.some((each) => !each.count)) return;
      let found;
      if (single) {
        found = ranked(entries[0]);
        source.total += entries[0].count;
        if (entries[0].more) {
          const [reached, docs] = lastOf(entries[0].lists);
          source.open = { entry: entries[0], segment, reached, last: lastOf(docs) };
        } else {
          for (const doc of found.keys()) if (segment.dead.has(doc)) source.total--;
        }
      } else {
        found = await holding(entries);
      }
      for (const [doc, rank] of whole) if (single || found.has(doc)) found.set(doc, rank);
      source.add(segment, found);
    }));
    if (source.open && source.open.segment.dead.size) source.sure = false;
    source.sort();
    return source;
  };

  /* ---- a record's text, and what of a query is in it ---- */
  const textOf = async (hit, job) => {
    const record = body(await load(`${hit.segment.id}/t/${hit.doc}.txt`, job));
    if (!record.fields) {
      const pairs = [...(record.x || "")];
      const folds = pairs.length ? new Map() : null;
      for (let n = 0; n < pairs.length; n += 2) folds.set(pairs[n], pairs[n + 1]);
      record.folds = folds;
      const each = (texts) => texts.map((text) => normal(text, folds).text);
      record.fields = [
        ...each(record.n).map((text) => [0, text]),
        [0, normal(record.t, folds).text],
        ...each(record.h).map((text) => [3, text]),
        ...each(record.f).map((text) => [6, text]),
        [9, normal(record.b, folds).text],
      ];
      record.names = record.n.length;
    }
    return record;
  };
  const count = (text, word) => {
    let found = 0;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found++;
    return found;
  };
  /* The rank of a word that a record holds literally in one field, or null. */
  const rankOf = (record, word) => {
    let best = null, times = 0;
    record.fields.forEach(([rank, text], index) => {
      const found = count(text, word);
      if (!found) return;
      if (rank !== 3) times += found;
      const name = index < record.names;
      const own = text === word && rank === 0 ? (name ? -2 : -1) : rank;
      if (best === null || own < best) best = own;
    });
    if (best === null || best < 0) return best;
    return best + (times >= 5 ? 0 : times > 1 ? 1 : 2);
  };
  /* How near to each other all words stand in one field: 0 to 2. */
  const nearness = (record, words) => {
    let best = Infinity;
    for (const [, text] of record.fields) {
      const ends = words.map((word) => text.indexOf(word));
      if (ends.some((at) => at < 0)) continue;
      for (let at = ends[0]; at >= 0; at = text.indexOf(words[0], at + 1)) {
        const far = words.slice(1).map((word) => {
          const after = text.indexOf(word, at), earlier = text.lastIndexOf(word, at);
          return Math.min(after < 0 ? Infinity : after - at, earlier < 0 ? Infinity : at - earlier);
        });
        best = Math.min(best, Math.max(...far));
      }
    }
    return best <= 20 ? 0 : best <= 100 ? 1 : 2;
  };

  /* A part of the answer: candidates are loaded, checked and given in their true order. */
  const PAGE = 10, MOST_LOADED = 20;
  class Answer {
    pool = [];
    given = 0;
    wrong = 0;
    failed = [];
    constructor(source, check, job) { Object.assign(this, { source, check, job }); }
    async page() {
      const shown = [];
      let loaded = 0;
      for (;;) {
        const next = await this.source.peek();
        while (shown.length < PAGE && this.pool.length &&
               (!next || loaded >= MOST_LOADED || this.order(this.pool[0], next) <= 0)) {
          shown.push(this.pool.shift());
        }
        if (shown.length >= PAGE || !next) break;
        const batch = [];
        while (batch.length < PAGE && (await this.source.peek())) {
          const hit = this.source.hits[this.source.taken];
          if (batch.length && hit.key > batch[0].key + 9 && this.pool.length) break;
          batch.push(hit);
          this.source.taken++;
          if (shown.length + this.pool.length + batch.length >= PAGE && loaded === 0) break;
        }
        loaded += batch.length;
        await Promise.all(batch.map(async (hit) => {
          const record = await textOf(hit, this.job);
          const key = this.check(record);
          if (key === null) {
            this.wrong++;
            hit.wrong = true;
            this.failed.push({ ...hit, record });
          } else {
            this.pool.push({ ...hit, key, record });
          }
        }));
        this.pool.sort(this.order);
      }
      this.given += shown.length;
      this.done = !this.pool.length && !(await this.source.peek());
      return shown;
    }
    get order() { return this.source.byDate ? byDate : before; }
    /* How many there are: [number, whether it is certain]. */
    get total() {
      const known = this.given + this.pool.length;
      const { source } = this;
      if (!source.open && source.taken >= source.hits.length) return [known, true];
      const rest = source.hits.length - source.taken;
      if (source.sure && source.open && !source.admit.some) return [source.total, true];
      if (source.open) return [Math.max(source.total - this.wrong, known), false];
      return [known + rest, Boolean(source.sure)];
    }
  }

  /* ---- suggestions: people by name, pinyin and initials ---- */
  const fits = (typed, name, syllables, at = 0, n = 0) => {
    if (at >= typed.length) return true;
    if (n >= name.length) return false;
    if (typed.startsWith(name[n], at) && fits(typed, name, syllables, at + name[n].length, n + 1)) {
      return true;
    }
    const rest = typed.slice(at);
    for (const syllable of (syllables[n] || "").split("/")) {
      if (!syllable) continue;
      if (syllable.startsWith(rest)) return true;
      if (rest.startsWith(syllable) && fits(typed, name, syllables, at + syllable.length, n + 1)) {
        return true;
      }
      if (rest[0] === syllable[0] && fits(typed, name, syllables, at + 1, n + 1)) return true;
    }
    return !syllables[n] && fits(typed, name, syllables, at, n + 1);
  };
  /* The pages of each segment that a key is on, and the addresses that are out of date. */
  const pagesOf = async (key, job) => {
    const read = await manifestOf(job);
    const indexes = await Promise.all(read.segments.map(async ({ id }) => {
      const [keys, gone] = (await load(`${id}/n/index.txt`, job)).slice(9).split("\n");
      return { id, keys: keys ? keys.split("\t") : [], gone: gone ? gone.split("\t") : [] };
    }));
    const gone = new Set(indexes.flatMap((each) => each.gone));
    const pages = indexes.flatMap(({ id, keys }, n) => keys
      .filter((from, at) => (from <= key || from.startsWith(key)) && !(keys[at + 1] <= key))
      .slice(0, 3)
      .map(async (from) => {
        const name = checksum(from).toString(16).padStart(8, "0");
        const lines = (await load(`${id}/n/${name}.txt`, job)).slice(9).split("\n");
        return lines.filter(Boolean).map((line) => [line, n]);
      }));
    return { lines: (await Promise.all(pages)).flat(), gone };
  };
  const suggest = async (query, most, job) => {
    const typed = normal(query).text.replace(/[\s'’]/g, "");
    if (!typed) return [];
    const first = [...typed][0];
    const key = HAN.test(first)
      ? `=${(first.codePointAt(0) & 15).toString(16)}${typed}` : typed;
    /* Keys are wholly Chinese or wholly Latin: what comes first leads to the pages. */
    const { lines, gone } = await pagesOf(/^[a-z]+|^=.[^a-z]+/.exec(key)?.[0] || key, job);
    const found = new Map();
    for (const [line, segment] of lines) {
      const [name, spelled, given, told] = line.split("\t");
      const address = given || `/people/${name}/`;
      if (segment === 0 && gone.has(address)) continue;
      const plain = [...normal(name).text];
      if (fits(typed, plain, spelled.split(" "))) {
        found.set(address, { name, address, told, whole: plain.length });
      }
    }
    return [...found.values()].sort((a, b) => a.whole - b.whole).slice(0, most);
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
      try { found = await suggest(query, 8, own); }
      catch { if (job === own) close(); return; } /* without suggestions one can still search */
      if (job !== own) return;
      list.replaceChildren();
      options = found.map((person, n) => {
        const item = add(list, "li", "", { role: "option", id: `${list.id}-${n}`, "aria-selected": "false" });
        add(item, "span", person.name).className = "name";
        add(item, "small", person.told);
        item.addEventListener("pointerdown", (event) => event.preventDefault());
        item.addEventListener("click", () => location.assign(hrefOf(person.address)));
        return { item, person };
      });
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", options.length > 0);
      mark(-1);
    };
    input.addEventListener("input", (event) => { if (!event.isComposing) open(); });
    input.addEventListener("compositionend", open);
    input.addEventListener("focus", () => { suggest("a", 1).catch(() => {}); }, { once: true });
    input.addEventListener("blur", () => setTimeout(close));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length) {
        event.preventDefault();
        mark((active + 1 + step + options.length + 1) % (options.length + 1) - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(hrefOf(options[active].person.address));
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

  /* ---- the search page ---- */
  const page = boxes.find(({ form }) => form.dataset.search === "page");
  if (!page) return;
  document.getElementById("scriptless")?.remove();
  const place_ = document.getElementById("found");
  const leadOn = document.querySelector(".lead-on");
  const status = add(place_, "p", "", { role: "status" });
  status.className = "found-count";
  const people = add(place_, "div");
  const panel = add(place_, "details");
  panel.className = "filters browse";
  add(panel, "summary", "筛选和排序");
  const facets = add(panel, "div");
  const answers = add(place_, "div");

  /* What is asked, as the address says it. */
  const asked = () => {
    const given = new URLSearchParams(location.search);
    const filters = {};
    for (const [name, value] of given) if (!["q", "sort"].includes(name) && value) filters[name] = value;
    return { q: given.get("q") || "", sort: given.get("sort") === "date" ? "date" : "", filters };
  };
  const addressOf = ({ q, sort, filters }) => {
    const given = new URLSearchParams();
    if (q) given.set("q", q);
    for (const [name, value] of Object.entries(filters)) given.set(name, value);
    if (sort) given.set("sort", sort);
    return `${HOME}${given.size || given.toString() ? `?${given}` : ""}`;
  };
  const go = (query, replace = false) => {
    history[replace ? "replaceState" : "pushState"](null, "", addressOf(query));
    page.input.value = query.q;
    run();
  };

  /* The documents of each value of a facet, in each segment: [value, label, sets, above]. */
  const facetOf = async (name, read, job) => {
    const values = new Map();
    const now = Date.now() / 1000;
    const put = (value, label, segment, docs, above) => {
      if (!values.has(value)) values.set(value, { value, label, above, docs: new Map() });
      const known = values.get(value).docs;
      known.set(segment.id, [...(known.get(segment.id) || []), ...docs]);
    };
    await Promise.all(read.segments.map(async (segment) => {
      if (!segment.facets.includes(name)) return;
      const data = body(await load(`${segment.id}/f/${name}.txt`, job));
      for (const [value, label, docs, above] of data.values || []) {
        put(value, label, segment, rising(docs).found, above);
      }
      for (const [doc, start, end] of data.spans || []) {
        const key = now < start ? "future" : now < end ? "open" : "closed";
        put(key, { future: "未开始", open: "进行中", closed: "已结束" }[key], segment, [doc]);
      }
    }));
    for (const each of values.values()) { /* what is below counts above, too */
      for (let up = values.get(each.above); up; up = values.get(up.above)) {
        for (const [id, docs] of each.docs) {
          up.all = up.all || new Map();
          up.all.set(id, [...(up.all.get(id) || []), ...docs]);
        }
      }
    }
    for (const each of values.values()) {
      each.sets = new Map(read.segments.map(({ id }) =>
        [id, new Set([...(each.docs.get(id) || []), ...(each.all?.get(id) || [])])]));
    }
    return values;
  };
  const admitting = async (filters, read, job) => {
    const chosen = await Promise.all(Object.entries(filters)
      .filter(([name]) => read.facets.some(([known]) => known === name))
      .map(async ([name, value]) => [name, (await facetOf(name, read, job)).get(value)]));
    const admit = (segment, doc) =>
      chosen.every(([, value]) => value?.sets.get(segment.id)?.has(doc));
    admit.some = chosen.length > 0;
    admit.chosen = chosen;
    return admit;
  };

  /* ---- one query, from the address to the page ---- */
  let current = null;
  const run = async () => {
    const job = new Job();
    const old = current;
    current = job;
    setTimeout(() => old?.cancel());
    const query = asked();
    const something = query.q.trim() || Object.keys(query.filters).length;
    leadOn.hidden = Boolean(something);
    if (!something && !panel.open) { clear(); panel.hidden = false; return; }
    const late = setTimeout(() => { if (!job.stale) status.textContent = "正在查找……"; }, 150);
    try {
      let found;
      try {
        found = await find(query, job);
      } catch (error) {
        if (job.stale || !(error instanceof Failure)) throw error;
        /* The portal may have been published anew since this page was opened. */
        files.delete("manifest.json");
        await manifestOf(job);
        found = await find(query, job);
      }
      if (job.stale) return;
      await show(query, found, job);
    } catch (error) {
      if (!job.stale) broken();
    } finally {
      clearTimeout(late);
    }
  };
  const clear = () => {
    status.textContent = "";
    people.replaceChildren();
    answers.replaceChildren();
    facets.replaceChildren();
  };
  const broken = () => {
    clear();
    status.textContent = "没有查完：网络不通，或者索引文件没有取到。";
    const again = add(answers, "button", "再试一次", { type: "button" });
    again.className = "again";
    again.addEventListener("click", () => { files.delete("manifest.json"); run(); });
  };

  const find = async (query, job) => {
    const read = await manifestOf(job);
    const folds = await foldsFor(query.q, read, job);
    const parsed = parse(query.q, folds);
    const pinyin = /[a-z]/i.test(query.q) && /^[\p{L}'’\s]+$/u.test(query.q) ? suggest(query.q, 12, job) : [];
    const admit = await admitting(query.filters, read, job);
    const without = (record) =>
      parsed.without.some((word) => record.fields.some(([, text]) => text.includes(word)));
    const { words, whole } = parsed;
    const dated = async (source) => {
      if (query.sort !== "date") return source;
      await source.all();
      source.byDate = true;
      source.hits.sort(byDate);
      return source;
    };
    const exactly = async (literals, terms) => {
      const source = await dated(await sourceOf(terms, literals, admit, read, job));
      if (admit.some) await source.all();
      if (parsed.without.length) source.sure = false;
      return new Answer(source, (record) => {
        const ranks = literals.map((each) => rankOf(record, each)).filter((rank) => rank !== null);
        return ranks.length && !without(record) ? 3 * Math.min(...ranks) : null;
      }, job);
    };
    const parts = [];
    if (words.length === 1) {
      const literals = [...new Set([words[0], whole])].filter(Boolean);
      parts.push(await exactly(whole && whole !== words[0] && !/["“”「」]/.test(query.q) ? [whole] : literals, words));
    } else if (words.length) {
      if (whole) parts.push(await exactly([whole], [whole]));
      const source = await dated(await sourceOf(words, [], admit, read, job));
      const shown = parts[0];
      parts.push(new Answer(source, (record) => {
        const ranks = words.map((word) => rankOf(record, word));
        if (ranks.includes(null) || without(record)) return null;
        if (shown && rankOf(record, whole) !== null) return null;
        return 3 * Math.max(...ranks) + nearness(record, words);
      }, job));
      lastOf(parts).loose = true;
    } else if (admit.some && !parsed.without.length) {
      const source = new Source(admit);
      for (const segment of read.segments) {
        source.add(segment, Array.from({ length: segment.records }, (_, doc) => [doc, 0]));
      }
      source.hits.sort(byDate);
      source.byDate = source.sure = true;
      parts.push(new Answer(source, () => 0, job));
    }
    const first = [];
    for (const part of parts) {
      part.first = await part.page();
      first.push(...part.first);
      if (first.length >= PAGE) break;
    }
    return { read, parsed, parts, admit, folds, pinyin: await pinyin };
  };

  /* ---- showing ---- */
  const SAY = (answer) => {
    const [number, sure] = answer.total;
    return `${sure ? "" : "约"}${number}篇`;
  };
  const show = async (query, found, job) => {
    clear();
    const { parsed, parts } = found;
    showPeople(found.pinyin);
    const chosen = found.admit.chosen.filter(([, value]) => value);
    const exact = parts.find((part) => !part.loose);
    const loose = parts.find((part) => part.loose);
    const needles = [...new Set([...(parsed.whole && parsed.words.length === 1 ? [parsed.whole] : []), ...parsed.words])];
    let any = 0;
    for (const part of parts) {
      if (!part.first) continue;
      if (!part.first.length) continue;
      any++;
      const title = part.loose ? "包含全部词语，但不相连"
        : parsed.words.length ? `完全包含“${parsed.words.length === 1 ? parsed.words[0] : query.q.trim()}”` : "";
      showPart(part, title, needles, job);
    }
    if (parsed.words.length === 1 && exact) any += showScattered(exact, parsed.words[0], needles, job);
    const total = [exact, loose].filter((part) => part?.first?.length).map(SAY);
    status.textContent = any || found.pinyin.length
      ? (total.length ? `找到${total[0]}` + (total[1] ? `，另有${total[1]}包含全部词语` : "")
        : any ? "没有完全一样的，下面的比较接近" : `找到${found.pinyin.length}位`)
      : parsed.words.length || chosen.length ? "没有找到" : parsed.without.length
        ? "减号后面是不要的词，前面还要有一个要找的词" : "请输入要找的人、单位或词语";
    if (!any && !found.pinyin.length) nothing(query, parsed);
    showFilters(query, found, job);
    document.title = query.q ? `${query.q} - ${TITLE}` : TITLE;
  };
  const TITLE = document.title;
  const showPeople = (found) => {
    if (!found.length) return;
    add(people, "h2", "人物");
    const list = add(people, "ul");
    list.className = "people-found";
    for (const person of found) {
      const link = add(add(list, "li"), "a", "", { href: hrefOf(person.address) });
      add(link, "span", person.name).className = "name";
      add(link, "small", person.told);
    }
  };
  const showPart = (part, title, needles, job) => {
    const section = add(answers, "section", "", { "aria-label": title || "结果" });
    section.dataset.kind = part.loose ? "loose" : "exact";
    if (title) add(section, "h2", title);
    const list = add(section, "ol");
    list.className = "hits";
    for (const hit of part.first) showHit(list, hit, needles);
    if (part.done || !part.page) return;
    const more = add(section, "button", "再看十篇", { type: "button" });
    more.className = "again";
    more.addEventListener("click", async () => {
      more.disabled = true;
      try {
        const hits = await part.page();
        const at = list.children.length;
        for (const hit of hits) showHit(list, hit, needles);
        if (part.done) more.remove();
        list.children[at]?.querySelector("a").focus();
      } catch { if (!job.stale) more.textContent = "没有取到，再试一次"; }
      more.disabled = false;
    });
  };
  /* Candidates that hold all pairs of characters of a word, but not the word. */
  const showScattered = (exact, word, needles, job) => {
    const characters = [...word];
    const pairs = characters.slice(1).map((each, n) => characters[n] + each)
      .filter((pair) => !NO_TERM.test(pair));
    if (!exact.done || characters.length < 3 || !pairs.length) return 0;
    const first = exact.failed.filter(({ record }) =>
      pairs.every((pair) => record.fields.some(([, text]) => text.includes(pair)))).slice(0, PAGE);
    if (first.length) showPart({ first, loose: true }, "包含全部词语，但不相连", [...needles, ...pairs], job);
    return first.length ? 1 : 0;
  };
  const showHit = (list, { record }, needles) => {
    const item = add(list, "li");
    const heading = add(item, "h3");
    const link = add(heading, "a", "", { href: hrefOf(record.a) });
    marked(link, record.t, needles, record.folds);
    const line = add(item, "p", [record.d, ...record.l].filter(Boolean).join(" · "));
    line.className = "soft small";
    const names = record.n.filter((name) => needles.some((each) => normal(name, record.folds).text.includes(each)));
    if (names.length) {
      const people = add(item, "p", "", { class: "name" });
      marked(people, names.slice(0, 8).join("　"), needles, record.folds);
    }
    const facts = record.f.find((fact) => needles.some((each) => normal(fact, record.folds).text.includes(each)));
    const inBody = needles.some((each) => lastOf(record.fields)[1].includes(each));
    const text = inBody || !facts ? excerpt(record.b, needles, record.folds) : excerpt(facts, needles, record.folds);
    if (text) marked(add(item, "p"), text, needles, record.folds);
  };
  /* Places of the needles in a text: [from, to] in the text itself. */
  const found = (text, needles, folds) => {
    const plain = normal(text, folds);
    const places = [];
    for (const needle of needles) {
      for (let at = plain.text.indexOf(needle); needle && at >= 0; at = plain.text.indexOf(needle, at + needle.length)) {
        places.push([plain.at[at], plain.at[at + needle.length]]);
      }
    }
    return places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  };
  const marked = (element, text, needles, folds) => {
    let done = 0;
    for (const [from, to] of found(text, needles, folds)) {
      if (from < done) continue;
      element.append(text.slice(done, from));
      add(element, "mark", text.slice(from, to));
      done = to;
    }
    element.append(text.slice(done));
  };
  /* Some ninety characters around the first hit, from a stop to a stop where there is one near. */
  const excerpt = (text, needles, folds) => {
    const hit = found(text, needles, folds)[0];
    const middle = hit ? hit[0] : 0;
    let from = Math.max(0, middle - 36);
    const head = text.slice(from, middle);
    const stop = Math.max(...["。", "！", "？", "；", "\n"].map((each) => head.lastIndexOf(each)));
    const comma = head.indexOf("，");
    if (stop >= 0) from += stop + 1;
    else if (from && comma >= 0 && comma < 20) from += comma + 1;
    let to = Math.min(text.length, Math.max(from + 96, hit ? hit[1] + 24 : 0));
    const end = text.slice(to - 24, to + 12).search(/[。！？；\n]/);
    if (to < text.length && end >= 0 && to - 24 + end + 1 > (hit ? hit[1] : 0)) to = to - 24 + end + 1;
    if (/[\udc00-\udfff]/.test(text[from] || "")) from++;
    if (/[\udc00-\udfff]/.test(text[to] || "")) to--;
    const shown = text.slice(from, to).trim().replace(/\s*\n\s*/g, " ");
    const whole = from === 0 || stop >= 0;
    return (whole ? "" : "…") + shown + (to < text.length && !/[。！？；\n]$/.test(text.slice(from, to)) ? "…" : "");
  };

  /* ---- filters ---- */
  const showFilters = (query, found, job) => {
    const { read, admit, parts } = found;
    panel.hidden = !read.segments.some(({ records }) => records);
    const chosen = admit.chosen;
    if (chosen.length) {
      const line = add(people, "p", "只看：");
      line.className = "chosen";
      for (const [name, value] of chosen) {
        const rest = { ...query.filters };
        delete rest[name];
        const label = value ? value.label : query.filters[name];
        choice(line, `${label} ×`, { ...query, filters: rest }).setAttribute("aria-label", `不再只看${label}`);
      }
    }
    const fill = async () => {
      facets.replaceChildren();
      const sorts = add(add(facets, "section"), "ul");
      if (query.q) {
        for (const [label, sort] of [["按相关度", ""], ["按日期", "date"]]) {
          const link = choice(add(sorts, "li"), label, { ...query, sort });
          if (query.sort === sort) link.setAttribute("aria-current", "true");
        }
      }
      const main = parts[parts.length > 1 && !parts[0].first?.length ? 1 : 0];
      for (const [name, label] of read.facets) {
        let values, hits;
        try {
          values = await facetOf(name, read, job);
          hits = await hitsWithout(name, query, found, main, job);
        } catch { if (!job.stale) add(facets, "p", "筛选条件没有取到，请稍后再试。"); return; }
        if (job.stale) return;
        showFacet(name, label, values, hits, query);
      }
    };
    if (panel.open) fill();
    panel.ontoggle = () => { if (panel.open) fill(); };
  };
  /* All candidates of a query as if one of its filters were not set. */
  const hitsWithout = async (name, query, found, main, job) => {
    if (main && !(name in query.filters)) return main.source.all().then((hits) => hits.filter((hit) => !hit.wrong));
    const filters = { ...query.filters };
    delete filters[name];
    const admit = await admitting(filters, found.read, job);
    const { words, whole } = found.parsed;
    if (!words.length) {
      return found.read.segments.flatMap((segment) => Array.from({ length: segment.records }, (_, doc) => ({ segment, doc }))
        .filter(({ doc }) => !segment.dead.has(doc) && admit(segment, doc)));
    }
    const source = await sourceOf(words, whole ? [whole] : [], admit, found.read, job);
    return source.all();
  };
  const MOST_VALUES = 12;
  const showFacet = (name, label, values, hits, query) => {
    const rows = [...values.values()].map((each) => ({
      ...each, count: hits.reduce((n, { segment, doc }) => n + each.sets.get(segment.id).has(doc), 0),
    })).filter(({ count, value }) => count || query.filters[name] === value);
    if (!rows.length) return;
    if (name === "organization") rows.sort((a, b) => b.count - a.count);
    const section = add(facets, "section");
    add(section, "h2", label);
    const fill = (list, some) => {
      for (const { value, label, count } of some) {
        const on = query.filters[name] === value;
        const filters = { ...query.filters, [name]: value };
        if (on) delete filters[name];
        const link = choice(add(list, "li"), label, { ...query, filters });
        const number = add(link, "span", String(count), { class: "number" });
        add(number, "span", "篇").className = "unseen";
        if (on) link.setAttribute("aria-current", "true");
      }
    };
    fill(add(section, "ul"), rows.slice(0, MOST_VALUES));
    if (rows.length > MOST_VALUES) {
      const rest = add(section, "details");
      add(rest, "summary", `其余${rows.length - MOST_VALUES}个`);
      fill(add(rest, "ul"), rows.slice(MOST_VALUES));
    }
  };
  const choice = (parent, label, query) => {
    const link = add(parent, "a", `${label} `, { href: addressOf(query) });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(query);
    });
    return link;
  };

  /* ---- nothing found: ways on ---- */
  const nothing = (query, parsed) => {
    const box = add(answers, "div");
    box.className = "empty";
    if (!parsed.words.length && !Object.keys(query.filters).length) { box.remove(); leadOn.hidden = false; return; }
    add(box, "p", parsed.words.length ? `没有找到“${query.q.trim()}”。可能是字打错了，或者写法和网页上不一样。` : "没有符合这些条件的稿件。");
    const ways = [];
    if (Object.keys(query.filters).length && query.q) ways.push([`不限范围找“${query.q.trim()}”`, { ...query, filters: {} }]);
    const characters = [...(parsed.words[0] || "")];
    const looser = parsed.words.length > 1 ? parsed.words
      : characters.length > 3 ? [characters.slice(0, Math.ceil(characters.length / 2)).join(""), characters.slice(-Math.ceil(characters.length / 2)).join("")]
      : characters.length === 3 ? [characters.slice(1).join(""), characters.slice(0, 2).join("")] : [];
    for (const q of looser) ways.push([`试试“${q}”`, { ...query, q, filters: {} }]);
    if (ways.length) {
      const list = add(box, "p");
      list.className = "chosen";
      for (const [label, other] of ways) choice(list, label, other);
    }
    add(box, "p", "也可以按栏目或姓名拼音查找：");
    leadOn.hidden = false;
  };

  /* ---- the page's own keys and address ---- */
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    page.close();
    const query = asked();
    go({ ...query, q: page.input.value });
  });
  const typed = () => go({ ...asked(), q: page.input.value }, true);
  page.input.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
  page.input.addEventListener("compositionend", typed);
  place_.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...place_.querySelectorAll(".people-found a, .hits h3 a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") { page.input.focus(); return; }
    if (!step || at < 0) return;
    event.preventDefault();
    (links[at + step] || (step < 0 ? page.input : links[at])).focus();
  });
  page.input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || event.defaultPrevented || event.isComposing) return;
    const first = place_.querySelector(".people-found a, .hits h3 a");
    if (first) { event.preventDefault(); first.focus(); }
  });
  addEventListener("popstate", () => { page.input.value = asked().q; run(); });
  page.input.value = asked().q;
  run();
})();
