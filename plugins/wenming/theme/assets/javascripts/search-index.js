/* Search: the index as the search page asks it. Its format is told in the handbook; what is
   here follows plugins/wenming/search/. */
(() => {
  "use strict";
  if (!window.wenmingSearch) return;
  const { body, checksum, foldsFor, lastOf, load, manifestOf, normal, pairsOf, suggest } = window.wenmingSearch;

  /* ---- the coding of the index, as coding.py writes it ---- */
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

  /* ---- the manifest, with its documents read ---- */
  let known;
  const indexOf = async (job) => {
    const read = await manifestOf(job);
    if (known?.text !== read.text) {
      const segments = read.segments.map((each) => ({
        ...each,
        dead: new Set(rising(each.dead || "").found),
        ranks: each.ranks && rising(each.ranks).found,
      }));
      known = { ...read, segments };
    }
    return known;
  };
  /* Where a document stands in the order of time, newest first. */
  const place = (segment, doc) => (segment.ranks ? segment.ranks[doc] - 1 + doc / 65536 : doc);

  /* ---- queries ---- */
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
  const LATIN = /^[0-9a-z]+/, END = /[。!?\n]/;
  /* The terms of the index that a word is found by: some of those that it is made of. */
  const termsOf = (word, most = 3) => {
    const terms = [];
    let before = "";
    const runs = word.split(END).flatMap((sentence) => [...sentence.split(NO_TERM), ""]);
    for (const run of runs.map((text) => [...text])) {
      if (before && run.length) terms.push(`${before}-${run[0]}`);
      before = lastOf(run);
      if (run.length === 1) terms.push(run[0]);
      for (let n = 0; n + 1 < run.length; n++) {
        const latin = LATIN.exec(run.slice(n).join(""))?.[0].length || 0;
        const three = run.slice(n, n + 3);
        if (latin > 2) terms.push(run.slice(n, n + Math.min(latin, 4)).join(""));
        else if (three.length > 2 && three.some((each) => LATIN.test(each))) terms.push(three.join(""));
        else terms.push(run[n] + run[n + 1]);
      }
    }
    /* What is in another one, that one tells. */
    const telling = [...new Set(terms)].filter((each, _, all) => !all.some((other) => other !== each && other.includes(each)));
    if (telling.length <= most) return telling;
    const step = (telling.length - 1) / (most - 1);
    return Array.from({ length: most }, (_, n) => telling[Math.round(n * step)]);
  };
  /* Whether a word is one term, so that its postings are the answer itself. */
  const isTerm = (word) => !NO_TERM.test(word) && termsOf(word, 9).join("\n") === word;

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
    /* A list of many parts tells little, and takes long to read. */
    for (const each of sorted.filter(({ more }) => more && more.parts <= 2)) {
      if (found.size <= most) break;
      await each.rest();
      found = both(found, ranked(each));
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
      const terms = [...new Set(words.flatMap((word) => termsOf(word, words.length > 1 ? 2 : 4)))];
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
      const folds = record.folds = pairsOf(record.x);
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

  /* A part of the answer: candidates are loaded, checked and given in their true order, at
     most ten at a time, and fewer where ten are not among as many as are loaded at a time. */
  const PAGE = 10, MOST_LOADED = 16;
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
        if (shown.length >= PAGE || !next || (loaded >= MOST_LOADED && shown.length)) break;
        const batch = [], most = Math.min(PAGE, loaded < MOST_LOADED ? MOST_LOADED - loaded : PAGE);
        while (batch.length < most && (await this.source.peek())) {
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
      if (source.sure && source.open && !source.admit.some) return [source.total, true];
      if (source.open) return [Math.max(source.total - this.wrong, known), false];
      const rest = source.hits.length - source.taken;
      /* Of those not read as many as of those that were. */
      const right = known / (known + this.wrong || 1);
      return [known + Math.round(rest * right), Boolean(source.sure)];
    }
  }

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

  /* ---- one query ---- */
  /* The parts of the answer, of which nothing is loaded yet. */
  const answersOf = async (query, parsed, admit, read, job) => {
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
    return parts;
  };
  /* What may be somebody's name, as it is or in pinyin. */
  const NAME = /^(?=.*\p{L})[\p{L}\p{M}\p{N} ·.'’()]{1,30}$/u;
  const asked = async (query, job) => {
    const read = await indexOf(job);
    const parsed = parse(query.q, await foldsFor(query.q, read, job));
    const named = NAME.test(parsed.whole) ? suggest(query.q, job) : Promise.resolve({ people: [] });
    named.catch(() => {}); /* it is waited for below, when others may have failed before */
    return { read, parsed, named, admit: await admitting(query.filters, read, job) };
  };
  const find = async (query, job) => {
    const { read, parsed, named, admit } = await asked(query, job);
    const answer = async (parsed) => {
      const parts = await answersOf(query, parsed, admit, read, job);
      let count = 0;
      for (const part of parts) {
        part.first = await part.page();
        count += part.first.length;
        if (count >= PAGE) break;
      }
      return { read, parsed, parts, admit, count, named: await named };
    };
    const found = await answer(parsed);
    /* Records write a name with its dots. */
    const written = found.count ? null : found.named.people.find(({ same, plain }) => same && plain !== parsed.whole);
    return written ? answer({ words: [written.plain], without: [], whole: written.plain }) : found;
  };
  /* Whether a query finds anything: texts are read only where the index does not tell. */
  const finds = async (query, job) => {
    const { read, parsed, named, admit } = await asked(query, job);
    for (const part of await answersOf(query, parsed, admit, read, job)) {
      if (part.source.sure ? await part.source.peek() : (await part.page()).length) return true;
    }
    return (await named).people.length > 0;
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

  Object.assign(window.wenmingSearch, { NO_TERM, PAGE, facetOf, find, finds, hitsWithout, termsOf });
})();
